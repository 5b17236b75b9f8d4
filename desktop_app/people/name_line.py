"""A name that can be changed where it stands."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QToolButton, QWidget

from desktop_app.icons import icon
from desktop_app.plain_tips import plain_tip
from desktop_app.speech import Speech
from desktop_app.typed_signal import TypedSignal
from offload_server.household.names import MAX_NAME_CHARACTERS


class NameLine(QWidget):
    """``renamed`` (str) with what was typed: Enter, or leaving the field. Esc leaves it as it was."""

    renamed = TypedSignal(str)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._name = ""
        self._label = QLabel()
        self._label.setProperty("role", "title")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self.field = QLineEdit()
        self.field.setMaxLength(MAX_NAME_CHARACTERS)
        self.field.installEventFilter(self)
        self.field.editingFinished.connect(self._finish)
        self.pencil = QToolButton()
        self.pencil.setIcon(icon("pencil", "secondary"))
        self.pencil.clicked.connect(self.edit)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._label)
        self._pages.addWidget(self.field)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._pages, stretch=1)
        line.addWidget(self.pencil)
        speech.changed.connect(self._speak)
        self._speak()

    def show_name(self, name: str) -> None:
        """What the person is called; typing that goes on is left alone."""
        self._name = name
        self._elide()

    def edit(self) -> None:
        """Let the name be typed."""
        self.field.setText(self._name)
        self._pages.setCurrentWidget(self.field)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Show the name as it is, and forget what was typed."""
        self.field.setText(self._name)  # a field that is hidden tells that it was finished
        self._pages.setCurrentWidget(self._label)

    @property
    def is_edited(self) -> bool:
        """Whether the name is being typed now."""
        return self._pages.currentWidget() is self.field

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if watched is self.field and event.type() == QEvent.Type.KeyPress and is_escape:
            self.leave()
            self.pencil.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's
        super().resizeEvent(event)
        self._elide()

    def _finish(self) -> None:
        if not self.is_edited:
            return
        typed = self.field.text().strip()
        had_focus = self.field.hasFocus()
        self.leave()
        if had_focus:
            self.pencil.setFocus(Qt.FocusReason.OtherFocusReason)
        if typed and typed != self._name:
            self.renamed.emit(typed)

    def _elide(self) -> None:
        room = max(40, self._pages.width())
        self._label.setText(self._label.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, room))
        self._label.setToolTip(plain_tip(self._name))
        self._label.setAccessibleName(self._name)

    def _speak(self) -> None:
        words = self._speech.words
        self.pencil.setToolTip(words.say("people_rename"))
        self.pencil.setAccessibleName(words.say("people_rename"))
        self.field.setAccessibleName(words.say("people_name"))
