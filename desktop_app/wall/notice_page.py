"""The Live screen while there is no wall: getting ready, could not start, fetching, stopping."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop_app.speech import Speech, SpokenButton, SpokenLabel
from desktop_app.station_state import Phase, StationState, models_are_missing, window_code
from desktop_app.typed_signal import TypedSignal
from desktop_app.wall.door_drawing import DoorDrawing

_SENTENCE_WIDTH_PX = 620
_BAR_WIDTH_PX = 260


class NoticePage(QWidget):
    """One sentence, what is being done, and at most two actions; ``acted`` says which was pressed."""

    acted = TypedSignal(str)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._title = SpokenLabel(speech, role="display")
        self._more = SpokenLabel(speech, role="body", tone="secondary")
        self._hint = SpokenLabel(speech, role="body", tone="secondary")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_BAR_WIDTH_PX)
        self._buttons = {
            "fetch": SpokenButton(speech, "window_fetch_models", kind="primary"),
            "retry": SpokenButton(speech, "window_try_again", kind="primary"),
            "port": SpokenButton(speech, "window_other_port"),
            "end_demo": SpokenButton(speech, "window_end_demo"),
        }
        speech.changed.connect(self._make_room)
        for name, button in self._buttons.items():
            button.clicked.connect(lambda _=False, name=name: self.acted.emit(name))
        self._lay_out()

    def show_state(self, state: StationState) -> None:
        """Say what the station is at; nothing is shown of a running one."""
        for name, button in self._buttons.items():
            button.setVisible(name in _actions(state))
        self._hint.hide()
        self._bar.setVisible(state.phase is not Phase.FAILED)
        match state.phase:
            case Phase.STARTING:
                self._title.say("window_starting")
                self._more.say(state.step or "window_starting_more")
                self._progress(state)
            case Phase.FETCHING:
                self._title.say("window_fetching_models")
                self._more.say("window_fetching_models_more")
                self._bar.setRange(0, 0)
            case Phase.FAILED:
                self._show_failure(state)
            case _:
                self._title.say("window_stopping")
                self._more.say("window_step_stopping")
                self._bar.setRange(0, 0)
        self._make_room()

    def _make_room(self) -> None:
        """A centred label asks for one line however long its sentence is."""
        for label in (self._more, self._hint):
            label.setFixedHeight(max(0, label.heightForWidth(_SENTENCE_WIDTH_PX)))  # -1 for no sentence

    def texts(self) -> tuple[str, str]:
        """Headline and sentence as they stand there."""
        return self._title.text(), self._more.text()

    def button(self, name: str) -> SpokenButton:
        """An action by its name."""
        return self._buttons[name]

    def _progress(self, state: StationState) -> None:
        """Steps that are done, and half of the one that runs: nobody knows how long one takes."""
        self._bar.setRange(0, 2 * state.steps)
        self._bar.setValue(2 * state.step_number + 1)

    def _show_failure(self, state: StationState) -> None:
        self._title.say("window_not_started")
        if state.reason is not None:
            self._more.say(window_code(state.reason), **state.reason.figures())
        if state.owner_process is not None:
            self._hint.say("window_stop_server", process=state.owner_process)
            self._hint.show()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(DoorDrawing(), alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(16)
        column.addWidget(self._title, alignment=Qt.AlignmentFlag.AlignHCenter)
        for label in (self._more, self._hint):
            label.setWordWrap(True)
            label.setFixedWidth(_SENTENCE_WIDTH_PX)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._bar, alignment=Qt.AlignmentFlag.AlignHCenter)
        line = QHBoxLayout()
        line.addStretch(1)
        for button in self._buttons.values():
            line.addWidget(button)
        line.addStretch(1)
        column.addLayout(line)
        column.addStretch(3)


def _actions(state: StationState) -> tuple[str, ...]:
    """What can be done about it."""
    if state.phase is not Phase.FAILED:
        return ()
    names = ("fetch",) if models_are_missing(state.reason) else ("retry",)
    if state.is_demo:
        return (*names, "end_demo")
    return (*names, "port") if state.port_is_taken else names
