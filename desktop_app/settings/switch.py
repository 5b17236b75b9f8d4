"""On or off (board settings: 36 x 20, the knob at the side of what holds)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from desktop_app.theme import current_theme

_SIZE: Final = QSize(36, 20)
_KNOB_RADIUS_PX: Final = 7.0


class Switch(QAbstractButton):
    """Checked is on; ``clicked`` is the user's wish, ``setChecked`` shows what holds."""

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setFixedSize(_SIZE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("focusRadius", 10)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return _SIZE

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        theme = current_theme()
        on = self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = theme.surface.track if not self.isEnabled() else theme.accent.base if on else theme.line.control
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()), 10, 10)
        painter.setBrush(QColor(theme.accent.on if on else theme.surface.card))
        painter.drawEllipse(QPointF(26 if on else 10, 10), _KNOB_RADIUS_PX, _KNOB_RADIUS_PX)
        painter.end()
