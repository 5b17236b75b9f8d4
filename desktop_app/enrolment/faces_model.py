"""What the Faces step shows of a guided session, in codes and figures; knows no Qt and no language."""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desktop_app.painting.ring_model import Side, side_of
from offload_server.household.guided.reasons import GuidedReason
from offload_server.household.guided.states import (
    Direction,
    DraftSample,
    Gate,
    GateReading,
    GuidedPhase,
    GuidedState,
)
from pipeline.types import Reason

_TURNS: Final[Mapping[str, Direction]] = {
    GuidedReason.TURN_LEFT: Direction.LEFT,
    GuidedReason.TURN_RIGHT: Direction.RIGHT,
    GuidedReason.TURN_UP: Direction.UP,
    GuidedReason.TURN_DOWN: Direction.DOWN,
}
_OPPOSITE: Final[Mapping[str, Direction]] = {
    Direction.LEFT: Direction.RIGHT,
    Direction.RIGHT: Direction.LEFT,
    Direction.UP: Direction.DOWN,
    Direction.DOWN: Direction.UP,
}
_ARROWS: Final[Mapping[Side, str]] = {
    Side.LEFT: "move-left",
    Side.RIGHT: "move-right",
    Side.TOP: "move-up",
    Side.BOTTOM: "move-down",
}
_ICONS: Final[Mapping[str, str]] = {
    GuidedReason.WAITING: "circle-dashed",
    GuidedReason.NO_FACE: "scan-face",
    GuidedReason.SEVERAL_FACES: "users-round",
    GuidedReason.TOO_FAR: "zoom-in",
    GuidedReason.CUT_OFF: "scan-face",
    GuidedReason.TOO_DARK: "sun",
    GuidedReason.BACKLIT: "sun",
    GuidedReason.TOO_BRIGHT: "sun-dim",
    GuidedReason.LOW_CONTRAST: "sun",
    GuidedReason.BLURRED: "hand",
    GuidedReason.EYES_CLOSED: "eye",
    GuidedReason.LEANING: "rotate-cw",
    GuidedReason.LOOK_STRAIGHT: "circle-dot",
    GuidedReason.HOLD: "circle-dot",
    GuidedReason.MOVE_SLIGHTLY: "move",
    GuidedReason.AS_YOU_ARRIVE: "glasses",
    GuidedReason.SOMEONE_ELSE: "scale",
    GuidedReason.COMPLETE: "circle-check",
}
_ACROSS: Final = 3
FALLBACK_ICON: Final = "info"


class Note(enum.Enum):
    """What covers the live face, if anything."""

    NONE = enum.auto()
    PAUSED = enum.auto()
    LOST = enum.auto()
    WAITING = enum.auto()


@dataclass(frozen=True, slots=True)
class GateLine:
    """One gate: ``value`` and ``limit`` are None where a yes or no says it all; the limit stands only beside a refusal
    and the turn."""

    gate: Gate
    passed: bool | None
    value: float | None
    limit: float | None

    @property
    def unit(self) -> str:
        return {Gate.SIZE: " px", Gate.TURN: "°"}.get(self.gate, "")


@dataclass(frozen=True, slots=True, eq=False)
class DirectionRow:
    """The samples of one direction; ``next_slot`` is the place that fills next, None when it is not wanted now."""

    direction: Direction
    samples: tuple[DraftSample, ...]
    is_wanted: bool
    slots: int = _ACROSS

    @property
    def next_slot(self) -> int | None:
        return len(self.samples) if self.is_wanted and len(self.samples) < self.slots else None


def hint_icon(hint: Reason | None, *, mirrored: bool) -> str:
    """The arrow in the direction on the screen, or the sign of what the hint is about."""
    if hint is None:
        return FALLBACK_ICON
    direction = _TURNS.get(hint.code)
    if hint.code == GuidedReason.TURN_BACK:
        direction = _OPPOSITE.get(str(hint.figures().get("direction", "")))
    if direction is not None:
        return _ARROWS[side_of(direction, mirrored=mirrored)]
    return _ICONS.get(hint.code, FALLBACK_ICON)


def hint_of(state: GuidedState) -> Reason:
    """The sentence in large type; something is always said."""
    return state.hint or Reason.of(GuidedReason.WAITING)


def note_of(state: GuidedState) -> Note:
    """Paused and lost cover the face; before the first picture there is none."""
    if state.phase is GuidedPhase.PAUSED:
        return Note.PAUSED
    if state.phase is GuidedPhase.CAMERA_LOST:
        return Note.LOST
    has_picture = state.observation is not None and state.observation.image is not None
    return Note.NONE if has_picture else Note.WAITING


def gate_lines(state: GuidedState) -> tuple[GateLine, ...]:
    """All six in their order; what the session does not say cannot be measured now."""
    readings = {reading.gate: reading for reading in state.gates}
    return tuple(_gate_line(readings.get(gate) or GateReading(gate, None)) for gate in Gate)


def _gate_line(reading: GateReading) -> GateLine:
    if reading.gate in {Gate.EYES, Gate.ONE_FACE}:
        return GateLine(reading.gate, reading.passed, None, None)
    value = reading.value if reading.value is not None and math.isfinite(reading.value) else None
    shows_limit = reading.gate is Gate.TURN or reading.passed is False
    return GateLine(reading.gate, reading.passed, value, reading.limit if shows_limit else None)


def rows_of(state: GuidedState) -> tuple[DirectionRow, ...]:
    """A row for each direction that is asked for; photos may bring more than three of one."""
    looking = state.phase is GuidedPhase.LOOKING
    rows = []
    for direction in state.directions:
        kept = state.kept(direction)
        slots = max(state.wanted_of(direction), math.ceil(len(kept) / _ACROSS) * _ACROSS)
        rows.append(DirectionRow(direction, kept, looking and direction is state.wanted, slots))
    return tuple(rows)


def quality_word(quality: float) -> str:
    """The code of a word for a sample's quality: what a screen reader hears instead of a bar."""
    if quality >= 0.8:
        return "enrol_quality_good"
    return "enrol_quality_fair" if quality >= 0.5 else "enrol_quality_poor"
