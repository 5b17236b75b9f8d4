"""The error tree of the weights. Each error is reason-like: a code, parameters, and a sentence that says what to do."""

from __future__ import annotations

from weights.reasons import WeightsReason


class WeightError(Exception):
    """Something about a weight file; ``str()`` is the English sentence of the catalogue."""

    def __init__(self, code: WeightsReason, **parameters: str | float) -> None:
        super().__init__(code, parameters)
        self.code = str(code)
        self.parameters: tuple[tuple[str, str | int | float], ...] = tuple(sorted(parameters.items()))

    def figures(self) -> dict[str, str | int | float]:
        """The parameters as a dictionary."""
        return dict(self.parameters)

    def __str__(self) -> str:
        from resources.catalogue import Catalogue  # an error is rarely shown; the catalogue is not loaded before

        return Catalogue("en").say(self.code, **self.figures())


class UnknownWeightError(WeightError, LookupError):
    """The manifest knows no such name."""


class WeightMissingError(WeightError, FileNotFoundError):
    """The file is not installed."""


class WeightDamagedError(WeightError, ValueError):
    """The file is there, but a byte of it is wrong."""


class WeightSourceError(WeightError):
    """One source could not give the file, or gave another one; the next source is tried."""


class WeightSourceFailedError(WeightError):
    """No source gave the file."""


class WeightNotWrittenError(WeightError, OSError):
    """The weights folder cannot be written, or the disk is full; nothing half-written stays."""


class ConverterMissingError(WeightError, ImportError):
    """The package that reads the source of a derived file is not installed."""
