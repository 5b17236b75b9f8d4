"""One hash for the values of a set of arrays, whatever file they came from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


def values_sha256(arrays: Mapping[str, npt.NDArray[np.float32]]) -> str:
    """SHA-256 in lower-case hexadecimal over every array, in the order of their names (by code point).

    Of each array: its name, a space, its sides joined by "x", a line feed (all UTF-8), then its values as little-endian
    IEEE 754 binary32, the last axis fastest. -0 counts as 0. So a CSV folder and an .npz that hold the same numbers
    have the same hash, and one differing value makes another.
    """
    digest = hashlib.sha256()
    for name in sorted(arrays):
        array = arrays[name]
        digest.update(f"{name} {'x'.join(map(str, array.shape))}\n".encode())
        digest.update((array + 0.0).astype("<f4").tobytes())  # -0.0 + 0.0 is +0.0
    return digest.hexdigest()
