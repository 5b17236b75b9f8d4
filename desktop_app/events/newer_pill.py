"""Says over the table how many rows came in at the top while somebody reads further down."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.icons import icon
from desktop_app.speech import Speech

_TOP_PX = 46


class NewerPill(QPushButton):
    """A button in the middle above the rows of ``over``; hidden while there is nothing newer."""

    def __init__(self, speech: Speech, over: QWidget) -> None:
        super().__init__(over)
        self._speech = speech
        self._newer = 0
        self.setProperty("kind", "primary")
        self.setAutoDefault(False)
        self.setIcon(icon("arrow-up", "on_accent"))
        self.setIconSize(QSize(16, 16))
        over.installEventFilter(self)
        speech.changed.connect(self._speak)
        self.show_newer(0)

    def show_newer(self, newer: int) -> None:
        """So many rows stand above, unread."""
        self._newer = newer
        self._speak()
        self.setVisible(newer > 0)

    @property
    def newer(self) -> int:
        return self._newer

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _speak(self) -> None:
        said = self._speech.words.say("events_newer", events=self._newer)
        self.setText(f" {said}")
        self.setAccessibleName(said)
        self._place()

    def _place(self) -> None:
        self.adjustSize()
        over = self.parentWidget()
        if over is not None:
            self.move((over.width() - self.width()) // 2, _TOP_PX)
        self.raise_()
