"""The one hint: an arrow and a short sentence, readable from two metres (board enrol: 34/700 on one line)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.fonts import font
from desktop_app.icons import paint_icon
from desktop_app.theme import current_theme

_HEIGHT_PX: Final = 44
_ICON_PX: Final = 36.0
_GAP_PX: Final = 14.0
_SIZES_PX: Final = (34, 30, 26, 22)
"""A long hint in a narrow window gets smaller before it is cut."""


class HintLine(QWidget):
    """``text`` is what is shown and heard."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._icon = "info"
        self.setFixedHeight(_HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_hint(self, icon: str, text: str) -> None:
        if (icon, text) != (self._icon, self.text):
            self._icon, self.text = icon, text
            self.setAccessibleName(text)
            self.update()

    @property
    def icon(self) -> str:
        """The arrow or sign that stands before the sentence."""
        return self._icon

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(560, _HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(200, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        painter = QPainter(self)
        room = self.width() - _ICON_PX - _GAP_PX
        face = self._face(room)
        text = QFontMetricsF(face).elidedText(self.text, Qt.TextElideMode.ElideRight, room)
        wide = QFontMetricsF(face).horizontalAdvance(text)
        left = round((self.width() - _ICON_PX - _GAP_PX - wide) / 2)
        paint_icon(painter, self._icon, QRectF(left, (self.height() - _ICON_PX) / 2, _ICON_PX, _ICON_PX), "accent")
        painter.setFont(face)
        painter.setPen(QColor(current_theme().text.primary))
        place = QRectF(left + _ICON_PX + _GAP_PX, 0, wide + 4, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
        painter.end()

    def _face(self, room: float) -> QFont:
        faces = [font("hint", 700, size) for size in _SIZES_PX]
        return next((face for face in faces if QFontMetricsF(face).horizontalAdvance(self.text) <= room), faces[-1])
