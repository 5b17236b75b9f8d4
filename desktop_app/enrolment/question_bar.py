"""What is asked of the admin instead of guessed: a banner with two answers, in place of the gates and the buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from desktop_app.speech import Speech, SpokenButton
from desktop_app.window.status_bar import SmallIcon


class QuestionBar(QFrame):
    """``answered``: whether it was the first, affirming button."""

    answered = Signal(bool)

    def __init__(self, speech: Speech, icon: str, no: str) -> None:
        super().__init__()
        self._speech = speech
        self.setProperty("surface", "banner-uncertain")
        self._main = QLabel()
        self._main.setStyleSheet("font-weight: 600;")
        self._more = QLabel()
        self._more.setProperty("tone", "secondary")
        for label in (self._main, self._more):
            label.setProperty("role", "ui")
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.yes = SpokenButton(speech, "enrol_go_on")
        self.no = SpokenButton(speech, no)
        self.yes.clicked.connect(lambda: self.answered.emit(True))
        self.no.clicked.connect(lambda: self.answered.emit(False))
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 10, 12, 10)
        line.setSpacing(12)
        line.addWidget(SmallIcon(icon, "uncertain", 20), alignment=Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._main, self._more):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            words.addWidget(label)
        line.addLayout(words, stretch=1)
        line.addWidget(self.yes, alignment=Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.no, alignment=Qt.AlignmentFlag.AlignVCenter)

    def ask(self, asked: str, yes: str, **figures: object) -> None:
        """``asked`` begins with the question; ``yes`` is the code of the affirming answer, with ``figures``."""
        question, mark, more = asked.partition("? ")
        self._main.setText(f"{question}?" if mark else asked)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        word = self._speech.words.say(yes, **figures)
        self.yes.setText(word)
        self.yes.setAccessibleName(word)
        self.setAccessibleName(asked)
