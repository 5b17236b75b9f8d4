"""The rounded edge of a tile, from four kept corners and four straight lines: no clip path, no stroke a frame."""

from __future__ import annotations

import functools

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from desktop_app.tokens import Theme


def paint_edge(painter: QPainter, whole: QRectF, theme: Theme, ground: str) -> None:
    """Round the corners by painting them in the colour behind the tile, then the line around (board.md 8)."""
    radius = float(theme.radius["tile"])
    dpr = painter.device().devicePixelRatio()
    corners = _corners(radius, theme.line.subtle, ground, dpr)
    right, bottom = whole.right() - radius, whole.bottom() - radius
    side = radius * dpr
    for x, from_x in ((whole.left(), 0.0), (right, side)):
        for y, from_y in ((whole.top(), 0.0), (bottom, side)):
            painter.drawPixmap(QPointF(x, y), corners, QRectF(from_x, from_y, side, side))
    line, wide, high = QColor(theme.line.subtle), whole.width() - 2 * radius, whole.height() - 2 * radius
    for y in (whole.top(), whole.bottom() - 1):
        painter.fillRect(QRectF(whole.left() + radius, y, wide, 1), line)
    for x in (whole.left(), whole.right() - 1):
        painter.fillRect(QRectF(x, whole.top() + radius, 1, high), line)


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
