"""The first person: by this PC's webcam, or from photos."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop_app.first_run.step_page import StepPage, note, offer
from desktop_app.speech import Speech, SpokenButton
from desktop_app.typed_signal import TypedSignal
from desktop_app.wall.wall_model import WallReport


class PersonStep(StepPage):
    """``enrol_asked`` says that somebody is to be enrolled now."""

    enrol_asked = TypedSignal(bool)

    def __init__(self, speech: Speech) -> None:
        super().__init__(speech, "person")
        self.enrol = SpokenButton(speech, "first_run_enrol", kind="primary", icon_name="user-round-plus")
        self.column.addWidget(offer(speech, "scan-face", "first_run_face", self.enrol))
        self.column.addSpacing(12)
        self.column.addWidget(note(speech, "first_run_consent"))
        self.column.addStretch(1)
        self._names: tuple[str, ...] = ()
        self.enrol.clicked.connect(lambda: self.enrol_asked.emit(True))

    def begin(self) -> QWidget | None:
        return self.enrol

    def show_report(self, report: WallReport) -> None:
        self._names = tuple(report.names.values())

    def note(self) -> str:
        """Who is enrolled."""
        return ", ".join(self._names)
