"""Samples and states made up for tests."""

from __future__ import annotations

import numpy as np

from offload_server.household.guided.states import Direction, DraftId, DraftSample, GuidedPhase, GuidedState
from pipeline.types import HeadPose, read_only

RING = (Direction.FRONT, Direction.LEFT, Direction.RIGHT, Direction.UP, Direction.DOWN)


def draft(direction: Direction, number: int = 0, quality: float = 0.9) -> DraftSample:
    """One sample."""
    picture = read_only(np.full((112, 112, 3), 90, np.uint8))
    return DraftSample(DraftId(f"{direction}-{number}"), direction, picture, quality, 110.0, HeadPose(0, 0, 0))


def drafts(*counts: int) -> tuple[DraftSample, ...]:
    """So many of each direction, in the order of the ring."""
    return tuple(draft(each, number) for each, count in zip(RING, counts, strict=False) for number in range(count))


def state_with(*counts: int, wanted: Direction | None = None) -> GuidedState:
    """A session that looks, with so many samples of each direction."""
    return GuidedState(GuidedPhase.LOOKING, "Mina", None, False, RING, drafts(*counts), wanted)
