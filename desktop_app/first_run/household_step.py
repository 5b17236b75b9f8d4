"""What the household is called."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.first_run.step_page import StepPage, note, paragraph
from desktop_app.speech import Speech
from pipeline.types import Reason

_FACTORY_NAME = "Munjigi"


class HouseholdStep(StepPage):
    """The name is kept when the step is left forwards."""

    def __init__(self, speech: Speech) -> None:
        super().__init__(speech, "household")
        self._speech = speech
        self._saved = ""
        self.name = QLineEdit()
        self.name.setMaxLength(80)
        self.name.setFixedWidth(360)
        self._wrong = paragraph(speech, tone="danger")
        self._wrong.hide()
        self.column.addWidget(self.name)
        self.column.addWidget(self._wrong)
        self.column.addSpacing(12)
        self.column.addWidget(note(speech, "first_run_household_note"))
        self.column.addStretch(1)
        self.name.textEdited.connect(lambda _: self._wrong.hide())
        speech.changed.connect(self._say)
        self._say()

    def show_name(self, name: str) -> None:
        """The name in force; the one that every new household has counts as none."""
        self._saved = "" if name == _FACTORY_NAME else name
        self._wrong.hide()
        if not self.name.isModified():
            self.name.setText(self._saved)

    def complain(self, reason: Reason) -> None:
        self._wrong.say(reason.code, **reason.figures())
        self._wrong.show()
        self.name.setFocus()

    def begin(self) -> QWidget | None:
        return self.name

    def entered(self) -> str | None:
        """A name that is not kept yet; None when there is nothing to keep."""
        name = self.name.text().strip()
        return name if name and name != self._saved else None

    def note(self) -> str:
        """What was chosen."""
        return self._saved

    def problem(self) -> str:
        """What is wrong with the name, as it stands there."""
        return "" if self._wrong.isHidden() else self._wrong.text()

    def _say(self) -> None:
        self.name.setPlaceholderText(self._speech.words.say("first_run_household_example"))
        self.name.setAccessibleName(self._speech.words.say("settings_name"))
