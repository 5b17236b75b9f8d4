"""From a folder of CSV files to the bytes of one .npz, every file checked against its pin."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from weights.csv_pins import Pin, part_unavailable, part_wrong
from weights.errors import WeightSourceError
from weights.reasons import WeightsReason

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

ReadPart = Callable[[Pin], bytes]


def read_part(folder: Path, pin: Pin, name: str) -> bytes:
    """The file that ``pin`` describes, from ``folder``; a WeightSourceError names it when it is not the right one."""
    try:
        with (folder / pin.file).open("rb") as file:
            content = file.read(pin.limit_bytes)
    except FileNotFoundError as error:
        raise WeightSourceError(
            WeightsReason.WEIGHT_PART_MISSING, name=name, file=pin.file, source=str(folder)
        ) from error
    except OSError as error:
        raise part_unavailable(pin.file, name, str(folder), error) from error
    pin.check(content, name, str(folder))
    return content


def npz_of(pins: Sequence[Pin], read: ReadPart, name: str, source: str, advanced: Callable[[int, int], None]) -> bytes:
    """An .npz of every array that the network uses; files that it does not use are read and checked all the same.

    WeightSourceError from ``read``, or when a file does not hold as many finite numbers as its array has.
    """
    import numpy as np

    arrays: dict[str, npt.NDArray[np.float32]] = {}
    for done, pin in enumerate(pins, start=1):
        content = read(pin)
        if pin.shape is not None:
            arrays[pin.array] = _array(content, pin, name, source)
        advanced(done, len(pins))
    written = io.BytesIO()
    np.savez(written, allow_pickle=False, **arrays)
    return written.getvalue()


def _array(content: bytes, pin: Pin, name: str, source: str) -> npt.NDArray[np.float32]:
    import numpy as np

    if not content.strip():
        raise part_wrong(pin.file, name, source)  # NumPy only warns of it
    try:
        # Read as float64 first: that is how the .npz was made, and one rounding is not always two.
        numbers = np.loadtxt(io.BytesIO(content), delimiter=",", dtype=np.float64, ndmin=1)
        array = numbers.ravel().astype(np.float32).reshape(pin.shape)
    except ValueError as error:
        raise part_wrong(pin.file, name, source) from error
    if not np.isfinite(array).all():
        raise part_wrong(pin.file, name, source)
    return array
