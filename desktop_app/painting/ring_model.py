"""What the pose ring says, free of Qt: which cells are filled, which are wanted, where the head points.

Directions of a person are their own; the ring stands on a screen. A mirrored picture (the webcam) behaves as a mirror
does: whoever turns to their left sees the left of the ring fill. A door's picture is never mirrored, so there their
left is the right of the screen.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from offload_server.household.guided.states import Direction, GuidedState
from pipeline.types import HeadPose

CELLS: Final = 3
"""Of a side: one a sample; where more samples are asked for, each fills a part of one."""
POINTER_REACH_DEG: Final = 21.0
"""A head turned this far points at the inner ring: the middle of the 15-30 degrees that are asked for."""


class Side(enum.StrEnum):
    """A part of the ring as it stands on the screen; FRONT is the inner ring."""

    FRONT = "front"
    TOP = "top"
    RIGHT = "right"
    BOTTOM = "bottom"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class RingPart:
    """The three cells of a side. ``filled`` counts samples; a cell that fills just now holds a fraction."""

    filled: float = 0.0
    is_wanted: bool = False


@dataclass(frozen=True, slots=True)
class RingModel:
    """``parts`` holds the sides that this enrolment asks for; ``pointer`` is where the head points, 1.0 long at the
    inner ring, x to the right and y down on the screen."""

    parts: Mapping[Side, RingPart] = field(default_factory=lambda: MappingProxyType({}))
    pointer: tuple[float, float] | None = None


def side_of(direction: Direction, *, mirrored: bool) -> Side:
    """Where on the screen a direction of the person stands."""
    match direction:
        case Direction.UP:
            return Side.TOP
        case Direction.DOWN:
            return Side.BOTTOM
        case Direction.LEFT:
            return Side.LEFT if mirrored else Side.RIGHT
        case Direction.RIGHT:
            return Side.RIGHT if mirrored else Side.LEFT
        case _:
            return Side.FRONT


def ring_of(state: GuidedState, *, mirrored: bool) -> RingModel:
    """The ring of one moment; "as you usually arrive" is the inner ring, once it has begun."""
    arriving = state.wanted is Direction.ARRIVAL
    parts = {}
    for direction in state.directions:
        if (direction is Direction.ARRIVAL) != arriving:
            continue
        share = min(1.0, len(state.kept(direction)) / state.wanted_of(direction))
        parts[side_of(direction, mirrored=mirrored)] = RingPart(share * CELLS, direction is state.wanted)
    return RingModel(MappingProxyType(parts), pointer_of(state.pose, mirrored=mirrored))


def pointer_of(pose: HeadPose | None, *, mirrored: bool) -> tuple[float, float] | None:
    """Where a head points on the screen, never beyond the inner ring."""
    if pose is None:
        return None
    x = (-pose.yaw_deg if mirrored else pose.yaw_deg) / POINTER_REACH_DEG
    y = -pose.pitch_deg / POINTER_REACH_DEG
    reach = max(1.0, math.hypot(x, y))
    return x / reach, y / reach


class RingMotion:
    """Lets cells fill in ``duration_ms`` instead of at once; a cell that is taken back goes at once.

    Times are ms of any steady clock; 0 for reduced motion.
    """

    def __init__(self, duration_ms: float) -> None:
        self._duration_ms = duration_ms
        self._model = RingModel()
        self._fills: dict[Side, tuple[float, float]] = {}

    def aim(self, model: RingModel, now_ms: float) -> None:
        """Take in what is true now."""
        for side, part in model.parts.items():
            before = self._model.parts.get(side)
            if before is not None and part.filled > before.filled:
                self._fills[side] = (self._filled(side, before.filled, now_ms), now_ms)
            elif before is None or part.filled < before.filled:
                self._fills.pop(side, None)
        self._model = model

    def at(self, now_ms: float) -> RingModel:
        """What is to be painted at ``now_ms``."""
        parts = {
            side: replace(part, filled=self._filled(side, part.filled, now_ms))
            for side, part in self._model.parts.items()
        }
        return replace(self._model, parts=MappingProxyType(parts))

    def moves(self, now_ms: float) -> bool:
        """Whether a later call of ``at`` will differ."""
        return any(now_ms - started < self._duration_ms for _, started in self._fills.values())

    def _filled(self, side: Side, wanted: float, now_ms: float) -> float:
        start, started_ms = self._fills.get(side, (wanted, now_ms))
        if self._duration_ms <= 0:
            return wanted
        left = 1.0 - min(1.0, max(0.0, (now_ms - started_ms) / self._duration_ms))
        return wanted + (start - wanted) * left**3
