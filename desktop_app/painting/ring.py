"""The pose ring around the live face: one pure function (board.md 3, enrol).

Outer arcs up, right, down, left, three cells of 20 degrees each; the inner ring is the front, three cells of 114.
Filled is solid, wanted a row of dots, open a thin track: readable without any colour.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from desktop_app.painting.marks import pen
from desktop_app.painting.ring_model import RingModel, RingPart, Side
from desktop_app.tokens import Theme

RING_PX: Final = 468.0
FACE_PX: Final = 384.0
"""The live face inside a ring of ``RING_PX``."""
_MARGIN_PX, _GAP_PX = 14.0, 17.0
_OUTER_PX, _INNER_PX = 10.0, 5.0
_OPEN_SHARE: Final = 0.7
_DOT_GAP_PX: Final = 2.4
"""Dots of a wanted cell stand this far apart, edge to edge."""
_MIDDLE_DEG: Final = {Side.TOP: 0.0, Side.RIGHT: 90.0, Side.BOTTOM: 180.0, Side.LEFT: 270.0}


@dataclass(frozen=True, slots=True)
class _Arc:
    """Degrees clockwise from the top; ``width`` is that of a filled cell."""

    centre: QPointF
    radius: float
    start_deg: float
    length_deg: float
    width: float

    @property
    def box(self) -> QRectF:
        r = self.radius
        return QRectF(self.centre.x() - r, self.centre.y() - r, 2 * r, 2 * r)


def face_side(ring_px: float) -> float:
    """How wide the face's circle is in a ring of ``ring_px``."""
    return FACE_PX / RING_PX * ring_px


def paint_ring(painter: QPainter, rect: QRectF, model: RingModel, theme: Theme) -> None:
    """Paint the ring into the square ``rect``; what lies inside is left alone."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    k, centre = rect.width() / RING_PX, rect.center()
    outer = rect.width() / 2 - _MARGIN_PX * k
    inner = outer - _GAP_PX * k
    for side, part in model.parts.items():
        for index in range(3):
            if side is Side.FRONT:
                arc = _Arc(centre, inner, index * 120 - 57, 114, _INNER_PX * k)
            else:
                arc = _Arc(centre, outer, _MIDDLE_DEG[side] - 37 + index * 27, 20, _OUTER_PX * k)
            _paint_cell(painter, arc, part, index, theme)
    if model.pointer is not None:
        _paint_pointer(painter, centre, inner, model.pointer, k, theme)
    painter.restore()


def _paint_cell(painter: QPainter, arc: _Arc, part: RingPart, index: int, theme: Theme) -> None:
    share = min(1.0, max(0.0, part.filled - index))
    if share < 1.0:
        if part.is_wanted:
            _paint_dots(painter, arc, QColor(theme.accent.base))
        else:
            painter.setPen(pen(QColor(theme.surface.track), arc.width * _OPEN_SHARE, cap=Qt.PenCapStyle.RoundCap))
            _draw(painter, arc, 1.0)
    if share > 0.0:
        filled = QColor(theme.state["recognised"].mark)
        painter.setPen(pen(filled, arc.width, cap=Qt.PenCapStyle.RoundCap))
        _draw(painter, arc, share)


def _draw(painter: QPainter, arc: _Arc, share: float) -> None:
    """The middle ``share`` of the arc: a cell fills from there. Qt counts 1/16 degrees, anticlockwise from three."""
    length = max(0.1, arc.length_deg * share)
    start = arc.start_deg + (arc.length_deg - length) / 2
    painter.drawArc(arc.box, round((90 - start) * 16), round(-length * 16))


def _paint_dots(painter: QPainter, arc: _Arc, colour: QColor) -> None:
    step_deg = math.degrees((arc.width + _DOT_GAP_PX) / arc.radius)
    count = max(2, 1 + math.floor(arc.length_deg / step_deg))
    first = arc.start_deg + (arc.length_deg - (count - 1) * step_deg) / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for number in range(count):
        turn = math.radians(first + number * step_deg)
        at = arc.centre + QPointF(arc.radius * math.sin(turn), -arc.radius * math.cos(turn))
        painter.drawEllipse(at, arc.width / 2, arc.width / 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_pointer(  # noqa: PLR0917 - a place is three numbers
    painter: QPainter, centre: QPointF, radius: float, pointer: tuple[float, float], k: float, theme: Theme
) -> None:
    at = centre + QPointF(pointer[0] * radius, pointer[1] * radius)
    painter.setPen(Qt.PenStyle.NoPen)
    for colour, px in ((theme.surface.window, 9.0), (theme.accent.base, 6.5)):
        painter.setBrush(QColor(colour))
        painter.drawEllipse(at, px * k, px * k)
