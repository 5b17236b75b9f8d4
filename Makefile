# Everything that happens is in scripts/, for machines without make.
.PHONY: run test soak

run:
	@scripts/run

test:
	@scripts/test

soak:
	@scripts/soak
