"""Where things stand on a tile, in logical px; free of Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

SMALL_TILE_PX: Final = 320
_MOST_CROPPED: Final = 0.08
"""A picture fills the tile when that hides less than this share of it; else bars stand beside it (board.md 3)."""
_UNDER_PX: Final = 8.0
_INSIDE_PX: Final = 8.0
_PLATE_FITS_PX: Final = 520.0


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def grown(self, px: float) -> Rect:
        """With a margin of ``px`` around."""
        return Rect(self.x - px, self.y - px, self.width + 2 * px, self.height + 2 * px)

    def meets(self, other: Rect) -> bool:
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom


@dataclass(frozen=True, slots=True)
class Fit:
    """Picture px times ``scale`` plus ``x``, ``y`` are tile px."""

    scale: float
    x: float
    y: float

    def rect(self, left: float, top: float, width: float, height: float) -> Rect:
        return Rect(left * self.scale + self.x, top * self.scale + self.y, width * self.scale, height * self.scale)


def fit(width_px: int, height_px: int, area: Rect) -> Fit:
    """Put a picture into ``area``: filling it when little is hidden by that, else whole."""
    cover = max(area.width / width_px, area.height / height_px)
    hidden = 1.0 - (area.width * area.height) / (width_px * cover * height_px * cover)
    scale = cover if hidden < _MOST_CROPPED else min(area.width / width_px, area.height / height_px)
    x = area.x + (area.width - width_px * scale) / 2
    return Fit(scale, x, area.y + (area.height - height_px * scale) / 2)


def place_plate(box: Rect, size: tuple[float, float], area: Rect, taken: Iterable[Rect] = ()) -> tuple[Rect, bool]:
    """Under the box, centred; above it where there is no room or another plate; always inside ``area``.

    Returns the place and whether it is free of the plates that stand already.
    """
    placed, (width, height) = tuple(taken), size
    x = _clamp(box.x + box.width / 2 - width / 2, area.x + _INSIDE_PX, area.right - _INSIDE_PX - width)
    under, above = box.bottom + _UNDER_PX, box.y - _UNDER_PX - height
    lowest = area.bottom - _INSIDE_PX - height
    tries = [y for y in (under, above) if area.y + _INSIDE_PX <= y <= lowest]
    tries.append(_clamp(under, area.y + _INSIDE_PX, lowest))
    candidates = [Rect(round(x), round(y), width, height) for y in tries]
    for rect in candidates:
        if not any(rect.meets(other) for other in placed):
            return rect, True
    return candidates[0], False


def plate_scale(picture_width_px: float) -> float:
    """How much larger a plate is on a large picture: the strip of a single door is to be read from two metres.

    1 up to the tile of the board (431 px), 1.75 from 880 px on: names are then 23 px high. In quarters, as plates are
    kept as pictures.
    """
    return _clamp(round(picture_width_px / _PLATE_FITS_PX * 4) / 4, 1.0, 1.75)


def _clamp(value: float, low: float, high: float) -> float:
    return max(low, min(high, value))
