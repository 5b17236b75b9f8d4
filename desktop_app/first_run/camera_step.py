"""The first camera: this PC's webcam now, a Raspberry Pi that appears, or later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop_app.first_run.step_page import StepPage, offer, paragraph
from desktop_app.settings.switch import Switch
from desktop_app.speech import Speech, SpokenButton
from desktop_app.station_state import Phase, StationState
from desktop_app.typed_signal import TypedSignal
from desktop_app.wall.wall_model import WallReport
from pipeline.types import Reason

if TYPE_CHECKING:
    from offload_server.webcams import Webcam


class CameraStep(StepPage):
    """A passive view: ``webcam_asked`` says the index of the webcam to keep as a door, ``lan_asked`` whether the
    network is to be let in, ``demo_asked`` that the demo is to be seen first."""

    webcam_asked = TypedSignal(int)
    lan_asked = TypedSignal(bool)
    demo_asked = TypedSignal(bool)

    def __init__(self, speech: Speech) -> None:
        super().__init__(speech, "camera")
        self._speech = speech
        self._webcams: tuple[Webcam, ...] = ()
        self._names: tuple[str, ...] = ()
        self.webcam = SpokenButton(speech, "first_run_use_webcam")
        self.lan = Switch()
        self.demo = SpokenButton(speech, "window_start_demo")
        self._said = paragraph(speech, role="ui")
        self._lan = paragraph(speech, "settings_lan_more")
        for card in (
            offer(speech, "video", "first_run_webcam", self.webcam),
            offer(speech, "server", "first_run_pi", self.lan),
        ):
            self.column.addWidget(card)
            self.column.addSpacing(6)
        self.column.addWidget(self._lan)
        self.column.addSpacing(6)
        self.column.addWidget(offer(speech, "play", "window_demo", self.demo))
        self.column.addSpacing(6)
        self.column.addWidget(self._said)
        self.column.addStretch(1)
        self.webcam.clicked.connect(self._use_webcam)
        self.webcam.setEnabled(False)
        self.lan.clicked.connect(self._ask_lan)
        self.demo.clicked.connect(lambda: self.demo_asked.emit(True))
        speech.changed.connect(self._name_switch)
        self._name_switch()

    def begin(self) -> QWidget | None:
        return self.webcam if self.webcam.isEnabled() else None

    def show_state(self, state: StationState) -> None:
        runs = state.phase is Phase.RUNNING
        self.lan.setEnabled(runs)
        if runs:
            self.lan.setChecked(state.insecure_lan)
            self._lan.say("settings_lan_on" if state.insecure_lan else "settings_lan_more")

    def show_webcams(self, webcams: tuple[Webcam, ...]) -> None:
        """The webcams of this PC."""
        self._webcams = webcams
        self.webcam.setEnabled(bool(webcams))
        if not webcams:
            self._said.say("first_run_no_webcam")

    def show_opening(self) -> None:
        """A webcam is being opened."""
        self.webcam.setEnabled(False)
        self._said.say("first_run_opening_webcam")

    def complain(self, reason: Reason) -> None:
        """The webcam could not be opened."""
        self.webcam.setEnabled(bool(self._webcams))
        self._said.say(reason.code, **reason.figures())

    def show_report(self, report: WallReport) -> None:
        """Which doors there are."""
        names = tuple(door.name for door in report.doors)
        if names and names != self._names:
            self._said.say("first_run_doors", doors=", ".join(names))
        self._names = names

    def note(self) -> str:
        """What was chosen."""
        return ", ".join(self._names)

    def said(self) -> str:
        """What stands below the offers."""
        return self._said.text()

    def _use_webcam(self) -> None:
        if self._webcams:
            self.webcam_asked.emit(self._webcams[0].index)

    def _ask_lan(self, wanted: bool) -> None:
        self.lan.setChecked(not wanted)  # until the server has started anew
        self.lan_asked.emit(wanted)

    def _name_switch(self) -> None:
        self.lan.setAccessibleName(self._speech.words.say("settings_lan"))
