"""Every photo against every other in bounded memory: all genuine distances, and the impostors that come nearest.

A recognised photo may stand on the other side of a comparison as it was enrolled ("enrolled") or in a harder condition
("probes"); then every ordered pair of different photos is one comparison, else every unordered one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.lab.cohort import Cohort
from pipeline.types import Float32Array

Float64Array = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

NEAREST_SHARE = 0.02
"""Which part of the impostors is kept: twice the largest false accept rate that is ever asked for."""
_BINS_A_UNIT = 20_000
_LARGEST_L2 = 2.0
_ROWS = 256


@dataclass(frozen=True, slots=True, eq=False)
class Comparisons:
    """``genuine_l2`` is infinite where a photo had no face; ``genuine_of`` says whose they are (codes of people).

    ``near_l2`` are the nearest impostors, ascending, between the people ``near_one`` and ``near_other``. Impostor pairs
    with a photo without a face are no comparisons; ``enrolled_photos`` and ``probe_photos`` are the photos with a face
    of each person. ``counts`` is the histogram of all impostors, in steps of 1/20,000 L2.
    """

    genuine_l2: Float64Array
    genuine_of: IntArray
    near_l2: Float32Array
    near_one: IntArray
    near_other: IntArray
    impostor_pairs: int
    impostor_spread: float
    counts: IntArray
    enrolled_photos: IntArray
    probe_photos: IntArray
    is_ordered: bool


def compare(enrolled: Cohort, probes: Cohort | None = None) -> Comparisons:
    """``probes``, if given, are the same photos in the same order."""
    pairs = _Pairs(enrolled, probes)
    counts = np.zeros(round(_LARGEST_L2 * _BINS_A_UNIT) + 2, np.int64)
    squares = np.zeros(2)
    genuine: list[tuple[Float64Array, IntArray]] = []
    for rows, apart, other in pairs.blocks():
        impostors = apart[other & pairs.both_have_faces(rows)]
        counts += np.bincount((impostors * _BINS_A_UNIT).astype(np.int64), minlength=len(counts))
        squares += (np.square(impostors).sum(), np.power(impostors, 4).sum())
        genuine.append(pairs.genuine(rows, apart))
    total = int(counts.sum())
    near = _nearest(pairs, counts, int(np.ceil(total * NEAREST_SHARE)))
    mean = squares[0] / max(total, 1)
    return Comparisons(
        genuine_l2=np.concatenate([apart for apart, _whose in genuine]),
        genuine_of=np.concatenate([whose for _apart, whose in genuine]),
        near_l2=near[0],
        near_one=near[1],
        near_other=near[2],
        impostor_pairs=total,
        impostor_spread=float(np.sqrt(max(0.0, squares[1] / max(total, 1) - mean**2))),
        counts=counts,
        enrolled_photos=pairs.photos_with_face(enrolled),
        probe_photos=pairs.photos_with_face(probes or enrolled),
        is_ordered=probes is not None,
    )


def _nearest(pairs: _Pairs, counts: IntArray, wanted: int) -> tuple[Float32Array, IntArray, IntArray]:
    last_bin = int(np.searchsorted(np.cumsum(counts), wanted))
    distances, ones, others = [], [], []
    for rows, apart, other in pairs.blocks():
        near = other & pairs.both_have_faces(rows) & (apart * _BINS_A_UNIT < last_bin + 1)
        row, column = np.nonzero(near)
        distances.append(apart[row, column].astype(np.float32))
        ones.append(pairs.codes[rows][row])
        others.append(pairs.codes[column])
    found = np.concatenate(distances)
    order = np.argsort(found, kind="stable")
    return found[order], np.concatenate(ones)[order], np.concatenate(others)[order]


class _Pairs:
    """Distances of one block of rows after another, each with which of its pairs are of two people and count."""

    def __init__(self, enrolled: Cohort, probes: Cohort | None) -> None:
        self.codes = enrolled.codes()
        self._enrolled, self._probes = enrolled, probes or enrolled
        self._is_ordered = probes is not None

    def blocks(self) -> Iterator[tuple[slice, Float64Array, npt.NDArray[np.bool_]]]:
        columns = self._probes.vectors.T.astype(np.float64)
        for start in range(0, len(self.codes), _ROWS):
            rows = slice(start, start + _ROWS)
            # In float64: 2 - 2 cos of unit vectors loses half its digits for pairs that are alike.
            cosines = self._enrolled.vectors[rows].astype(np.float64) @ columns
            apart = np.sqrt(np.clip(2 - 2 * cosines, 0, _LARGEST_L2**2))
            yield rows, apart, self._counted(rows) & (self.codes[rows][:, None] != self.codes[None])

    def both_have_faces(self, rows: slice) -> npt.NDArray[np.bool_]:
        return np.asarray(self._enrolled.has_face[rows][:, None] & self._probes.has_face[None], np.bool_)

    def genuine(self, rows: slice, apart: Float64Array) -> tuple[Float64Array, IntArray]:
        same = self._counted(rows) & (self.codes[rows][:, None] == self.codes[None])
        row, column = np.nonzero(same)
        found = np.where(self.both_have_faces(rows)[row, column], apart[row, column], np.inf)
        return found, self.codes[rows][row]

    def photos_with_face(self, cohort: Cohort) -> IntArray:
        return np.bincount(self.codes[cohort.has_face], minlength=int(self.codes.max()) + 1).astype(np.int64)

    def _counted(self, rows: slice) -> npt.NDArray[np.bool_]:
        """Each pair once; a photo is never compared with itself, in whatever condition."""
        row = np.arange(len(self.codes))[rows][:, None]
        column = np.arange(len(self.codes))[None]
        return np.asarray(row != column if self._is_ordered else row < column, np.bool_)
