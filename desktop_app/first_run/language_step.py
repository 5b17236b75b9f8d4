"""Which language Munjigi speaks."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from desktop_app.first_run.step_page import StepPage
from desktop_app.settings.general_page import LANGUAGE_NAMES
from desktop_app.speech import Speech
from desktop_app.typed_signal import TypedSignal


class LanguageStep(StepPage):
    """``chosen`` says the language that was pressed; it holds at once."""

    chosen = TypedSignal(str)

    def __init__(self, speech: Speech) -> None:
        super().__init__(speech, "language")
        self._speech = speech
        self._group = QButtonGroup(self)
        self.buttons = {language: QPushButton(name) for language, name in LANGUAGE_NAMES.items()}
        for language, button in self.buttons.items():
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("extent", "large")
            button.setAccessibleName(button.text())
            button.clicked.connect(lambda _=False, language=language: self.chosen.emit(language))
            self._group.addButton(button)
            self.column.addWidget(button)
            self.column.addSpacing(4)
        self.column.addStretch(1)
        speech.changed.connect(self._mark)
        self._mark()

    def begin(self) -> QWidget | None:
        return self.buttons[self._speech.words.language]

    def note(self) -> str:
        """What was chosen."""
        return LANGUAGE_NAMES[self._speech.words.language]

    def _mark(self) -> None:
        self.buttons[self._speech.words.language].setChecked(True)
