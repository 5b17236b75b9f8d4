"""Which part of a camera picture the round view shows: the meant face, calmly followed. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from offload_server.household.guided.states import GuidedState
from pipeline.types import Box

_FACE_SHARE: Final = 0.52
"""Of the circle's width: the head and some shoulder, as the board draws it."""
_FOLLOW: Final = 0.18
"""Share of the way to the face that one picture goes: a still head stands still, a walking one is followed."""
_JUMP_SHARE: Final = 1.0
"""A face farther away than one view is another face: no gliding across the picture."""


@dataclass(frozen=True, slots=True)
class View:
    """A square of the picture, px; ``scale`` is filled in when it is drawn."""

    x: float
    y: float
    side: float


def whole_view(width_px: int, height_px: int) -> View:
    """The middle square."""
    side = float(min(width_px, height_px))
    return View((width_px - side) / 2, (height_px - side) / 2, side)


def view_of_face(box: Box, width_px: int, height_px: int) -> View:
    """A square around a face; inside the picture where that is possible."""
    side = min(max(box.width, 0.8 * box.height) / _FACE_SHARE, float(min(width_px, height_px)))
    across, down = box.centre
    x = min(max(0.0, across - side / 2), width_px - side)
    y = min(max(0.0, down - side / 2), height_px - side)
    return View(x, y, side)


def box_of(state: GuidedState) -> Box | None:
    """The face that is meant, else the largest one."""
    if state.observation is None or not state.observation.faces:
        return None
    faces = state.observation.faces
    if state.face_index is not None and 0 <= state.face_index < len(faces):
        return faces[state.face_index].box
    return max(faces, key=lambda face: face.box.width).box


def follow(before: View | None, wanted: View) -> View:
    """A step from ``before`` towards ``wanted``; at once from nothing, or to somewhere else."""
    if before is None or _is_elsewhere(before, wanted):
        return wanted
    return View(
        before.x + (wanted.x - before.x) * _FOLLOW,
        before.y + (wanted.y - before.y) * _FOLLOW,
        before.side + (wanted.side - before.side) * _FOLLOW,
    )


def _is_elsewhere(before: View, wanted: View) -> bool:
    far = max(abs(before.x - wanted.x), abs(before.y - wanted.y))
    return far > _JUMP_SHARE * before.side or wanted.side > 3 * before.side or before.side > 3 * wanted.side
