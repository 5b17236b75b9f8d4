"""The rounded edge of a tile, from four kept corners and four straight lines: no clip path, no stroke a frame."""

from __future__ import annotations

import functools

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from desktop_app.tokens import Theme


def paint_edge(painter: QPainter, whole: QRect, dirty: QRect, theme: Theme, ground: str) -> None:
    """Round the corners by painting them in the colour behind the tile, then the line around (board.md 8).

    Only what reaches into ``dirty``.
    """
    radius = theme.radius["tile"]
    for from_y, ends in ((0, whole.top()), (radius, whole.bottom() + 1 - radius)):
        if ends < dirty.bottom() + 1 and dirty.top() < ends + radius:
            _paint_ends(painter, whole, (ends, from_y), theme, ground)
    line = QColor(theme.line.subtle)
    high = whole.height() - 2 * radius
    for x in (whole.left(), whole.right()):
        if dirty.left() <= x <= dirty.right():
            painter.fillRect(x, whole.top() + radius, 1, high, line)


def _paint_ends(painter: QPainter, whole: QRect, ends: tuple[int, int], theme: Theme, ground: str) -> None:
    """The two corners at the top or bottom, and the line between them."""
    radius, (y, from_y) = theme.radius["tile"], ends
    dpr = painter.device().devicePixelRatio()
    corners = _corners(float(radius), theme.line.subtle, ground, dpr)
    side = radius * dpr
    for x, from_x in ((whole.left(), 0.0), (whole.right() + 1 - radius, side)):
        painter.drawPixmap(QPointF(x, y), corners, QRectF(from_x, from_y * dpr, side, side))
    line_y = whole.bottom() if from_y else whole.top()
    painter.fillRect(whole.left() + radius, line_y, whole.width() - 2 * radius, 1, QColor(theme.line.subtle))


@functools.lru_cache(maxsize=8)
def _corners(radius: float, line: str, ground: str, dpr: float) -> QPixmap:
    """The four corners side by side, as of a tile that has nothing between them."""
    side = 2 * radius
    pixmap = QPixmap(round(side * dpr), round(side * dpr))
    pixmap.setDevicePixelRatio(dpr)
    pixmap.fill(Qt.GlobalColor.transparent)
    whole, inside = QPainterPath(), QPainterPath()
    whole.addRect(QRectF(0, 0, side, side))
    inside.addRoundedRect(QRectF(0, 0, side, side), radius, radius)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(whole.subtracted(inside), QColor(ground))
    painter.setPen(QPen(QColor(line), 1))
    painter.drawRoundedRect(QRectF(0.5, 0.5, side - 1, side - 1), radius - 0.5, radius - 0.5)
    painter.end()
    return pixmap
