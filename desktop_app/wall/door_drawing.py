"""A drawn door with a camera beside it (board live-empty)."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_app.theme import current_theme


class DoorDrawing(QWidget):
    """Decoration: it says nothing that a sentence beside it does not say."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(184, 120)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(47, 12, 90, 102), QColor(theme.surface.card))
        painter.setPen(QPen(QColor(theme.line.subtle), 3))
        for x, top in ((71.0, 18.0), (92.0, 18.0), (113.0, 18.0)):
            painter.drawLine(QPointF(x, top), QPointF(x, 50.0))
        painter.drawLine(QPointF(92, 50), QPointF(92, 114))
        for y in (50.0, 82.0):
            painter.drawLine(QPointF(50, y), QPointF(134, y))
        ink = QColor(theme.text.secondary)
        painter.setPen(QPen(ink, 6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(QPointF(48, 12), QPointF(48, 114))
        painter.drawLine(QPointF(136, 12), QPointF(136, 114))
        painter.setPen(QPen(ink, 6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        eave = QPainterPath(QPointF(30, 14))
        eave.quadTo(QPointF(92, 0), QPointF(154, 14))
        painter.drawPath(eave)
        painter.setPen(QPen(QColor(theme.text.disabled), 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(4, 115.5), QPointF(180, 115.5))
        self._paint_camera(painter)
        painter.end()

    def _paint_camera(self, painter: QPainter) -> None:
        theme = current_theme()
        painter.setPen(QPen(QColor(theme.line.control), 2))
        painter.setBrush(QColor(theme.surface.raised))
        painter.drawRoundedRect(QRectF(141, 32, 26, 38), 6, 6)
        painter.setPen(QPen(QColor(theme.accent.text), 3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(154, 45), 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent.text))
        painter.drawEllipse(QPointF(154, 61), 2, 2)
