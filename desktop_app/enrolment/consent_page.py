"""Does this person agree: who, when, to which text; a guardian for a child. Nothing goes on without it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app.enrolment.enrolment_model import Consent, EnrolmentModel
from desktop_app.enrolment.person_page import LONGEST_NAME, scrolled
from desktop_app.speech import Speech, SpokenButton, SpokenLabel
from desktop_app.typed_signal import TypedSignal

_WIDTH_PX: Final = 680
_TEXT_PX: Final = 230
_LOCALES: Final = {"en": QLocale(QLocale.Language.English), "ko": QLocale(QLocale.Language.Korean)}


class ConsentPage(QWidget):
    """``agreed`` carries who agreed; ``back`` is the screen's to connect."""

    agreed = TypedSignal(Consent)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._model: EnrolmentModel | None = None
        self._for = ""
        self._title = SpokenLabel(speech, role="display")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setMinimumHeight(_TEXT_PX)
        self.text.setTabChangesFocus(True)
        self.guardian = QCheckBox()
        self._giver_label = SpokenLabel(speech)
        self.giver = QLineEdit()
        self.giver.setMaxLength(LONGEST_NAME)
        self._when = SpokenLabel(speech, role="caption", tone="secondary")
        self.back = SpokenButton(speech, "enrol_back", kind="quiet", icon_name="arrow-left")
        self.agree = SpokenButton(speech, "enrol_agree", kind="primary")
        self.guardian.toggled.connect(self._for_a_child)
        self.giver.textChanged.connect(lambda _: self._check())
        self.giver.returnPressed.connect(self.agree.click)
        self.agree.clicked.connect(self._agree)
        self._lay_out()
        speech.changed.connect(self._speak)
        self._speak()

    def show_model(self, model: EnrolmentModel) -> None:
        """Draw the text and ask for this person; another person begins with empty fields."""
        self._model = model
        if model.name != self._for:
            self._for = model.name
            self.guardian.setChecked(False)
            self.giver.setText(model.name)
        self._speak()

    def _for_a_child(self, child: bool) -> None:
        if child and self.giver.text() == self._for:
            self.giver.clear()
            self.giver.setFocus()
        elif not child:
            self.giver.setText(self._for)
        self._speak()

    def _check(self) -> None:
        has_text = self._model is not None and self._model.text is not None
        self.agree.setEnabled(has_text and bool(self.giver.text().strip()))

    def _agree(self) -> None:
        self.agreed.emit(Consent(self.giver.text(), self.guardian.isChecked()))

    def _speak(self) -> None:
        words, model = self._speech.words, self._model
        self.guardian.setText(words.say("enrol_guardian"))
        self.guardian.setAccessibleName(words.say("enrol_guardian"))
        self.text.setAccessibleName(words.say("enrol_consent_text"))
        code = "enrol_guardian_name" if self.guardian.isChecked() else "enrol_given_by"
        self._giver_label.say(code)
        self.giver.setAccessibleName(words.say(code))
        self.agree.setAccessibleName(f"{words.say('enrol_agree')}: {self.giver.text()}")
        if model is not None and model.text is not None:
            self._title.say("enrol_consent", person=model.name)
            text = model.text.texts.get(words.language) or next(iter(model.text.texts.values()), "")
            if text.strip() != self.text.toPlainText():
                self.text.setPlainText(text.strip())
            date = _LOCALES[words.language].toString(QDate.currentDate(), QLocale.FormatType.LongFormat)
            self._when.say("enrol_consent_when", date=date, text_version=model.text.version)
        self._check()

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 24, 0, 16)
        column.setSpacing(6)
        column.addWidget(self._title)
        more = SpokenLabel(self._speech, "enrol_consent_more", "body", "secondary")
        more.setWordWrap(True)
        column.addWidget(more)
        column.addSpacing(10)
        column.addWidget(self.text, stretch=1)
        column.addSpacing(12)
        column.addWidget(self.guardian)
        column.addSpacing(8)
        column.addWidget(self._giver_label)
        column.addWidget(self.giver)
        column.addWidget(self._when)
        column.addSpacing(14)
        line = QHBoxLayout()
        line.addWidget(self.back)
        line.addStretch(1)
        line.addWidget(self.agree)
        column.addLayout(line)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 0, 16, 0)
        page.addWidget(scrolled(inner, _WIDTH_PX), alignment=Qt.AlignmentFlag(0))
