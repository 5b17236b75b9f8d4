"""The word of a state on its soft ground, with its icon."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.fonts import font
from desktop_app.icons import paint_icon
from desktop_app.painting.strip_model import Sign
from desktop_app.painting.strip_words import state_word
from desktop_app.theme import current_theme
from resources.catalogue import Catalogue

_HEIGHT_PX = 22


class StateChip(QWidget):
    """Shows a state; its word is its accessible name."""

    def __init__(self) -> None:
        super().__init__()
        self._sign = Sign.STALE
        self._word = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, sign: Sign, words: Catalogue) -> None:
        self._sign, self._word = sign, state_word(sign, words)
        self.setAccessibleName(self._word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(28 + QFontMetrics(font("caption", 600)).horizontalAdvance(self._word) + 10, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        theme = current_theme()
        colours = theme.state[self._sign]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.soft))
        painter.drawRoundedRect(QRectF(self.rect()), _HEIGHT_PX / 2, _HEIGHT_PX / 2)
        paint_icon(painter, theme.state_icon[self._sign], QRectF(8, 4, 14, 14), self._sign)
        painter.setPen(QColor(colours.mark))
        painter.setFont(font("caption", 600))
        painter.drawText(QRectF(28, 0, self.width() - 28, _HEIGHT_PX), Qt.AlignmentFlag.AlignVCenter, self._word)
        painter.end()
