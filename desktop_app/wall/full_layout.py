"""Where the parts of the full view stand, in logical px; free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop_app.wall.tile_layout import Rect

LATENCY_PX: Final = 90
PANEL_PX: Final = 356
_PANEL_MOST_PX: Final = 440
_GAP_PX: Final = 12
_PANEL_GAP_PX: Final = 16
_SHAPE: Final = 4 / 3


@dataclass(frozen=True, slots=True)
class FullPlaces:
    picture: Rect
    latency: Rect
    panel: Rect


def full_places(width: float, height: float) -> FullPlaces:
    """The picture is 4:3 and grows first; what it cannot use goes to the panel, then to both of its sides."""
    room_x, room_y = width - PANEL_PX - _PANEL_GAP_PX, height - LATENCY_PX - _GAP_PX
    wide = max(0.0, min(room_x, room_y * _SHAPE))
    high = round(wide / _SHAPE)
    panel = min(_PANEL_MOST_PX, width - wide - _PANEL_GAP_PX)
    left = round((width - panel - _PANEL_GAP_PX - wide) / 2)
    return FullPlaces(
        Rect(left, 0, round(wide), high),
        Rect(left, high + _GAP_PX, round(wide), LATENCY_PX),
        Rect(width - panel, 0, panel, height),
    )
