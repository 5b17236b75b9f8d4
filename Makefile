# Everything that happens is in scripts/, for machines without make.
.PHONY: run test soak bench-gui

run:
	@scripts/run

test:
	@scripts/test

soak:
	@scripts/soak

bench-gui:
	@scripts/bench-gui
