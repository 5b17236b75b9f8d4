"""Which face is the same one in the next frame: pure functions on an immutable state.

Greedy: the best fitting pair first. With the handful of faces that a door sees it differs from the optimal assignment
only where people cross, and there the visit's own check of identity (``pipeline.visit``) has the last word.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.types import Box, DetectedFace, TrackId

TRACK_LIFE_NS = 3_000_000_000  # as long as a visit stays open for a face out of sight
# A visitor walks at 1.4 m/s at most and a face is .15 m wide: .78 of a width in a frame of 12 a second. A wider gate
# would hand one person's track to their neighbour; a face out of sight for longer may have gone further.
GATE_WIDTHS = 0.8
GATE_GROWTH_WIDTHS_PER_S = 1.0
GATE_LIMIT_WIDTHS = 2.0
LARGEST_SIZE_RATIO = 2.0


@dataclass(frozen=True, slots=True)
class Track:
    """A face as last seen."""

    track_id: TrackId
    box: Box
    seen_ns: int


@dataclass(frozen=True, slots=True)
class TrackerState:
    """The living tracks of one camera, and the next id: ids are never used again."""

    tracks: tuple[Track, ...] = ()
    next_id: int = 1


def associate(
    state: TrackerState, faces: Sequence[DetectedFace], now_ns: int
) -> tuple[TrackerState, tuple[TrackId, ...]]:
    """Give every face of a frame its track's id, in the order of ``faces``; a face that fits none begins a track."""
    alive = [track for track in state.tracks if now_ns - track.seen_ns < TRACK_LIFE_NS]
    fits = _best_fits(alive, faces, now_ns)
    next_id, ids = state.next_id, []
    for index in range(len(faces)):
        if index in fits:
            ids.append(fits[index])
        else:
            ids.append(TrackId(next_id))
            next_id += 1
    seen = [Track(track_id, face.box, now_ns) for track_id, face in zip(ids, faces, strict=True)]
    unseen = [track for track in alive if track.track_id not in set(ids)]
    return replace(state, tracks=(*seen, *unseen), next_id=next_id), tuple(ids)


def intersection_over_union(one: Box, other: Box) -> float:
    """0 (apart) to 1 (equal)."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (one.width * one.height + other.width * other.height - shared)


def _best_fits(tracks: Sequence[Track], faces: Sequence[DetectedFace], now_ns: int) -> dict[int, TrackId]:
    costs = sorted(
        (cost, index, track.track_id)
        for track in tracks
        for index, face in enumerate(faces)
        if (cost := _cost(track, face.box, now_ns)) is not None
    )
    fits: dict[int, TrackId] = {}
    taken: set[TrackId] = set()
    for _, index, track_id in costs:
        if index not in fits and track_id not in taken:
            fits[index] = track_id
            taken.add(track_id)
    return fits


def _cost(track: Track, box: Box, now_ns: int) -> float | None:
    """0 (the very same box) upwards, overlapping boxes below 1; None when it cannot be the same face."""
    widths = sorted((track.box.width, box.width))
    if widths[0] <= 0 or widths[1] / widths[0] > LARGEST_SIZE_RATIO:
        return None
    apart = math.dist(track.box.centre, box.centre) / widths[1]
    unseen_s = max(0, now_ns - track.seen_ns) / 1e9
    if apart > min(GATE_WIDTHS + GATE_GROWTH_WIDTHS_PER_S * unseen_s, GATE_LIMIT_WIDTHS):
        return None
    overlap = intersection_over_union(track.box, box)
    return 1.0 - overlap if overlap > 0 else 1.0 + apart
