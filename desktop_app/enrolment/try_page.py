"""Try it: walk up to the camera that will judge, and see the margin."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.enrolment.enrolment_model import EnrolmentModel
from desktop_app.enrolment.hint_line import HintLine
from desktop_app.enrolment.try_out_view import TryOutView
from desktop_app.speech import Speech, SpokenButton

_WIDTH_PX: Final = 620


class TryPage(QWidget):
    """A passive view; ``report`` is the screen's to connect."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self.hint = HintLine()
        self._more = QLabel()
        self._more.setProperty("role", "body")
        self._more.setProperty("tone", "secondary")
        self._more.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._more.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.view = TryOutView(speech, ground="window")
        self.view.setMaximumWidth(_WIDTH_PX)
        self.report = SpokenButton(speech, "enrol_try_report", kind="primary")
        self.report.setProperty("extent", "large")
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.view, stretch=20)
        middle.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 18, 16, 20)
        column.setSpacing(0)
        column.addWidget(self.hint)
        column.addSpacing(2)
        column.addWidget(self._more)
        column.addSpacing(16)
        column.addLayout(middle, stretch=1)
        column.addSpacing(14)
        column.addWidget(self.report, alignment=Qt.AlignmentFlag.AlignHCenter)
        speech.changed.connect(self._speak)
        self._speak()

    def show_model(self, model: EnrolmentModel) -> None:
        self.view.show_model(model)

    def _speak(self) -> None:
        self.hint.show_hint("footprints", self._speech.words.say("enrol_try_hint"))
        self._more.setText(self._speech.words.say("enrol_try_more"))
