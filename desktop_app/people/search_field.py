"""Where a name is looked for."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit

from desktop_app.speech import Speech
from desktop_app.window.status_bar import SmallIcon
from offload_server.household.names import MAX_NAME_CHARACTERS

_WIDTH_PX: Final = 220
_ICON_PX: Final = 16


class SearchField(QLineEdit):
    """``left`` by Esc, emptied; Down goes there, too, but keeps what was typed."""

    left = Signal()

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._icon = SmallIcon("search", "secondary", _ICON_PX)
        self._icon.setParent(self)
        self.setTextMargins(_ICON_PX + 6, 0, 0, 0)
        self.setFixedWidth(_WIDTH_PX)
        self.setMaxLength(MAX_NAME_CHARACTERS)
        speech.changed.connect(self._speak)
        self._speak()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's
        match event.key():
            case Qt.Key.Key_Escape:
                self.clear()
                self.left.emit()
            case Qt.Key.Key_Down:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's
        super().resizeEvent(event)
        self._icon.move(10, (self.height() - _ICON_PX) // 2)

    def _speak(self) -> None:
        word = self._speech.words.say("people_search")
        self.setPlaceholderText(word)
        self.setAccessibleName(word)
