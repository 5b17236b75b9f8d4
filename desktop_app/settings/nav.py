"""The list of pages at the left of Settings (board settings: 196 wide, entries 36 high)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from desktop_app.fonts import font
from desktop_app.icons import paint_icon
from desktop_app.speech import Speech
from desktop_app.theme import current_theme
from desktop_app.typed_signal import TypedSignal

WIDTH_PX = 196
_ENTRY = QSize(188, 36)


class NavEntry(QAbstractButton):
    """One page; checked when it is shown."""

    def __init__(self, speech: Speech, code: str, icon_name: str) -> None:
        super().__init__()
        self._speech, self._code, self._icon = speech, code, icon_name
        self.setCheckable(True)
        self.setFixedSize(_ENTRY)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        speech.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        self.setText(self._speech.words.say(self._code))
        self.setAccessibleName(self.text())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return _ENTRY

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.surface.selected if self.isChecked() else theme.surface.hover))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        role = "accent" if self.isChecked() else "secondary"
        paint_icon(painter, self._icon, QRectF(QPointF(12, 10), QPointF(28, 26)), role)
        painter.setPen(QColor(theme.ink(role)))
        painter.setFont(font("ui", 600) if self.isChecked() else font("ui"))
        words = QRectF(self.rect()).adjusted(38, 0, -8, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.end()


class Nav(QWidget):
    """``chosen`` says the name of the page that was asked for."""

    chosen = TypedSignal(str)

    def __init__(self, speech: Speech, pages: Mapping[str, str]) -> None:
        """``pages``: name → icon."""
        super().__init__()
        self.setFixedWidth(WIDTH_PX + 16)
        self._entries = {name: NavEntry(speech, f"settings_page_{name}", icon) for name, icon in pages.items()}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 8, 0)
        column.setSpacing(2)
        for name, entry in self._entries.items():
            entry.clicked.connect(lambda _=False, name=name: self.chosen.emit(name))
            self._group.addButton(entry)
            column.addWidget(entry)
        column.addStretch(1)

    def show_chosen(self, name: str) -> None:
        """Mark the page that is shown."""
        self._entries[name].setChecked(True)

    def entry(self, name: str) -> NavEntry:
        """The entry of a page."""
        return self._entries[name]
