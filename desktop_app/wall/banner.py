"""What concerns all doors, above them: one sentence, one action (board.md 3, live-trouble)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from desktop_app.speech import Speech, SpokenButton, SpokenLabel
from desktop_app.typed_signal import TypedSignal
from desktop_app.window.status_bar import SmallIcon

_ICONS = {"attack": "triangle-alert", "poor_view": "info", "unknown": "info"}


class Banner(QFrame):
    """Hidden until ``show_trouble``; ``acted`` says the name of the action that was pressed."""

    acted = TypedSignal(str)

    def __init__(self, speech: Speech, surface: str) -> None:
        """``surface`` is a state of the tokens: "attack" for what stops recognition, "poor_view" for what is meant."""
        super().__init__()
        self.setProperty("surface", f"banner-{surface}")
        self._action_name = ""
        self._speech = speech
        self._main = SpokenLabel(speech)
        self._main.setStyleSheet("font-weight: 600;")
        self._more = SpokenLabel(speech, tone="secondary")
        self._button = SpokenButton(speech, "window_try_again", kind="primary" if surface == "attack" else "")
        self._button.clicked.connect(lambda: self.acted.emit(self._action_name))
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 8, 8, 8)
        line.setSpacing(12)
        line.addWidget(SmallIcon(_ICONS[surface], surface, 18), alignment=Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._main, self._more):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            words.addWidget(label)
        line.addLayout(words, stretch=1)
        line.addWidget(self._button, alignment=Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_trouble(self, main: str, more: str, figures: Mapping[str, object], action: tuple[str, str] | None) -> None:
        """``main`` and ``more`` are codes, ``figures`` those of ``more``; ``action`` is a name and its word's code."""
        self._main.say(main)
        self._more.say(more, **figures)
        self._button.setVisible(action is not None)
        if action is not None:
            self._action_name, code = action
            self._button.say(code)
        self.setAccessibleName(f"{self._main.text()} {self._more.text()}")
        self.show()

    @property
    def button(self) -> SpokenButton:
        """The one action."""
        return self._button
