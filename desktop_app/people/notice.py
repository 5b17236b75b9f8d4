"""The People screen without cards: nobody enrolled, nobody found, not running, not readable, still reading."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.people.cards_view import CARD_HEIGHT_PX, columns_for
from desktop_app.people.detail_panel import WIDTH_PX
from desktop_app.speech import Speech, SpokenButton, SpokenLabel
from desktop_app.theme import current_theme
from desktop_app.window.status_bar import SmallIcon

_GAP_PX: Final = 12
_MARGIN_PX: Final = 16


class Notice(QWidget):
    """Icon, one sentence, a smaller one, and at most one action: ``acted``."""

    acted = Signal()

    def __init__(self, speech: Speech, icon_name: str, code: str, more: str = "", action: tuple[str, str] = ("", "")):
        """``action``: the code of its word and its icon; no word, no button."""
        super().__init__()
        self.title = SpokenLabel(speech, code, "heading")
        self.more = SpokenLabel(speech, more, "ui", "secondary")
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(SmallIcon(icon_name, "tertiary", 28), alignment=Qt.AlignmentFlag.AlignHCenter)
        for label in (self.title, self.more):
            column.addWidget(label, alignment=Qt.AlignmentFlag.AlignHCenter)
        word, button_icon = action
        self.button = SpokenButton(speech, word, kind="primary", icon_name=button_icon) if word else None
        if self.button is not None:
            self.button.clicked.connect(self.acted.emit)
            column.addSpacing(8)
            column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)


class Skeleton(QWidget):
    """Where the cards and the panel will be; nothing moves (board.md 5)."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        speech.changed.connect(self._speak)
        self._speak()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(240, CARD_HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(current_theme().surface.skeleton))
        radius = current_theme().radius["tile"]
        room = self.width() - WIDTH_PX - 2 * _MARGIN_PX
        columns = columns_for(room)
        width = (room + _GAP_PX) / columns - _GAP_PX
        for place in range(2 * columns):
            left = _MARGIN_PX + (place % columns) * (width + _GAP_PX)
            top = (place // columns) * (CARD_HEIGHT_PX + _GAP_PX)
            painter.drawRoundedRect(QRectF(left, top, width, CARD_HEIGHT_PX), radius, radius)
        left = self.width() - WIDTH_PX + 20
        painter.drawRoundedRect(QRectF(left, _MARGIN_PX, 72, 72), 14, 14)
        painter.drawRoundedRect(QRectF(left + 86, _MARGIN_PX + 14, 160, 18), 5, 5)
        painter.drawRoundedRect(QRectF(left + 86, _MARGIN_PX + 42, 220, 14), 5, 5)
        for place in range(10):
            cell = QRectF(left + (place % 5) * 74 + 6, 140 + (place // 5) * 90, 62, 62)
            painter.drawRoundedRect(cell, 8, 8)
        painter.end()

    def _speak(self) -> None:
        self.setAccessibleName(self._speech.words.say("people_loading"))
