"""The Faces step and "as you usually arrive": one hint, the ring, six gates, three buttons (board enrol)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from desktop_app.enrolment.enrolment_model import EnrolmentModel, Step
from desktop_app.enrolment.faces_model import Note, gate_lines, hint_icon, hint_of, note_of
from desktop_app.enrolment.gate_row import GateRow
from desktop_app.enrolment.hint_line import HintLine
from desktop_app.enrolment.question_bar import QuestionBar
from desktop_app.enrolment.ring_view import RingView
from desktop_app.enrolment.words import source_name
from desktop_app.plain_tips import plain_tip
from desktop_app.speech import Speech, SpokenButton
from offload_server.household.guided.states import GuidedPhase, GuidedState

_FOOT_PX: Final = 98


class FacesPage(QWidget):
    """A passive view; the buttons are the screen's to connect. ``heard`` is the hint as it would be spoken."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._model: EnrolmentModel | None = None
        self._was_paused = False
        self.hint = HintLine()
        self.help = QLabel()
        self.help.setProperty("role", "body")
        self.help.setProperty("tone", "secondary")
        self.help.setTextFormat(Qt.TextFormat.PlainText)
        self.help.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.help.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.ring = RingView(speech.words)
        self.gates = GateRow(speech.words)
        self.question = QuestionBar(speech, "scale", "enrol_question_no")
        quiet = "quiet"
        self.speak = SpokenButton(speech, "enrol_speak", kind=quiet, icon_name="volume-2", key="S", checkable=True)
        self.still = SpokenButton(speech, "enrol_still", kind=quiet, icon_name="hand")
        self.pause = SpokenButton(speech, "enrol_pause", kind=quiet, icon_name="pause", key="Space")
        self.undo = SpokenButton(speech, "enrol_undo", kind=quiet, icon_name="undo-2")
        self.go_on = SpokenButton(speech, "enrol_go_on", kind="primary", icon_name="play", key="Space")
        self.discard = SpokenButton(speech, "enrol_discard", kind="danger-quiet")
        self.other_camera = SpokenButton(speech, "enrol_other_camera", icon_name="video")
        self.arrive = SpokenButton(speech, "enrol_arrival_start", kind="primary")
        self.skip = SpokenButton(speech, "enrol_arrival_skip")
        self.save = SpokenButton(speech, "enrol_save", kind="primary")
        self._buttons = (
            self.speak, self.still, self.pause, self.go_on, self.discard, self.other_camera, self.arrive, self.skip,
            self.save, self.undo,
        )  # fmt: skip
        self._lay_out()
        speech.changed.connect(self._speak_anew)

    def show_model(self, model: EnrolmentModel) -> None:
        """Draw the session's newest moment."""
        self._model = model
        state, words = model.state, self._speech.words
        if state is None:
            return
        self._show_hint(model, state)
        self.ring.show_state(state, words, mirrored=model.is_mirrored)
        self.gates.show_gates(gate_lines(state), words)
        self._show_foot(model, state)

    @property
    def heard(self) -> str:
        """The hint as it would be spoken."""
        return self.hint.text

    def _show_hint(self, model: EnrolmentModel, state: GuidedState) -> None:
        say = self._speech.words.say
        if model.step is Step.ARRIVAL and not model.is_arriving:
            icon, main, more = "glasses", say("enrol_arrival_hint"), say("enrol_arrival_more")
        elif model.step is Step.ARRIVAL and state.phase is GuidedPhase.COMPLETE:
            icon, main, more = "circle-check", say("enrol_all_there"), say("enrol_all_there_more")
        else:
            hint = hint_of(state)
            icon, main = hint_icon(hint, mirrored=model.is_mirrored), self._speech.words.say_reason(hint)
            more = self._speech.words.say_reason(state.detail) if state.detail is not None else ""
        if note_of(state) is Note.LOST:
            icon, main = "unplug", say("enrol_lost", camera=source_name(model, self._speech.words))
            more = say("enrol_lost_more")
        elif note_of(state) is Note.PAUSED:
            icon, main, more = "pause", say("enrol_paused"), say("enrol_paused_more")
        if model.problem is not None:
            more = self._speech.words.say_reason(model.problem)
        self.hint.show_hint(icon, main)
        if more != self.help.text():
            self.help.setText(more)
            self.help.setToolTip(plain_tip(more))

    def _show_foot(self, model: EnrolmentModel, state: GuidedState) -> None:
        if state.question is not None:
            asked = self._speech.words.say_reason(state.question)
            self.question.ask(asked, "enrol_question_yes", person=model.name)
        self._foot.setCurrentIndex(1 if state.question is not None else 0)
        self.gates.setVisible(note_of(state) is Note.NONE and (model.step is Step.FACES or model.is_arriving))
        self.still.say("enrol_move" if state.without_movement else "enrol_still")
        self.save.say("enrol_saving" if model.is_busy else "enrol_save")
        self.save.setEnabled(not model.is_busy)
        self.skip.setEnabled(not model.is_busy)
        self.undo.setEnabled(bool(state.samples))
        shown = self._shown(model, state)
        for button in self._buttons:
            button.setVisible(button in shown)
        self._keep_keyboard(is_paused=state.phase is GuidedPhase.PAUSED)

    def _keep_keyboard(self, *, is_paused: bool) -> None:
        """The button that was pressed is gone: the keyboard goes to the one that stands for it now."""
        if is_paused is not self._was_paused:
            self._was_paused = is_paused
            (self.go_on if is_paused else self.pause).setFocus()

    def _shown(self, model: EnrolmentModel, state: GuidedState) -> tuple[SpokenButton, ...]:
        """The buttons of the moment; at most one is filled."""
        if state.phase is GuidedPhase.PAUSED:
            return self.go_on, self.undo, self.discard
        if model.step is Step.ARRIVAL and not model.is_arriving:
            return self.arrive, self.skip, self.undo
        if state.phase is GuidedPhase.COMPLETE:
            return self.save, self.undo
        if state.phase is GuidedPhase.CAMERA_LOST:
            return self.other_camera, self.pause, self.discard
        if model.is_arriving:
            return self.speak, self.pause, self.skip
        return self.speak, self.still, self.pause

    def _speak_anew(self) -> None:
        if self._model is not None:
            self.show_model(self._model)

    def _lay_out(self) -> None:
        usual = QWidget()
        column = QVBoxLayout(usual)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.gates)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addStretch(1)
        for button in self._buttons:
            line.addWidget(button)
        line.addStretch(1)
        column.addLayout(line)
        column.addStretch(1)
        asking = QWidget()
        around = QVBoxLayout(asking)
        around.setContentsMargins(24, 0, 24, 0)
        around.addWidget(self.question)
        around.addStretch(1)
        foot = QWidget()
        foot.setFixedHeight(_FOOT_PX)
        self._foot = QStackedLayout(foot)
        self._foot.addWidget(usual)
        self._foot.addWidget(asking)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 18, 16, 8)
        page.setSpacing(0)
        page.addWidget(self.hint)
        page.addSpacing(2)
        page.addWidget(self.help)
        page.addSpacing(14)
        page.addWidget(self.ring, stretch=1)
        page.addSpacing(14)
        page.addWidget(foot)
