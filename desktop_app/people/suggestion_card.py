"""What would make a person better known: the effect is said before the button is pressed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from desktop_app.people.sample_words import Suggestion
from desktop_app.speech import Speech, SpokenButton, SpokenLabel


class SuggestionCard(QFrame):
    """Hidden while there is nothing to suggest; ``accepted`` when the button was pressed."""

    accepted = Signal()

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self.setProperty("surface", "raised")
        self._question = SpokenLabel(speech)
        self._effects = SpokenLabel(speech, role="caption", tone="secondary")
        self.button = SpokenButton(speech, "people_remove")
        self.button.setProperty("extent", "small")
        self.button.clicked.connect(self.accepted.emit)
        words = QVBoxLayout()
        words.setSpacing(3)
        for label in (self._question, self._effects):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            words.addWidget(label)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 10, 12, 10)
        line.setSpacing(8)
        line.addLayout(words, stretch=1)
        line.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_suggestion(self, suggestion: Suggestion | None) -> None:
        """Say it, or nothing."""
        self.setVisible(suggestion is not None)
        if suggestion is not None:
            self._question.setText(suggestion.question)
            self._effects.setText("\n".join(suggestion.effects))
            self.setAccessibleName(suggestion.question)
            self.button.setAccessibleName(f"{self.button.text().strip()}: {suggestion.question}")
