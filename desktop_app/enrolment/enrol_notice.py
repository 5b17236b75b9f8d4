"""The Enrol screen while nobody can be enrolled: no server, models missing, recognition still starting."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.speech import Speech, SpokenButton, SpokenLabel
from desktop_app.station_state import Phase, StationState, models_are_missing, window_code
from desktop_app.typed_signal import TypedSignal
from desktop_app.window.status_bar import SmallIcon

_WIDTH_PX = 560


class EnrolNotice(QWidget):
    """``acted`` says "fetch" or "retry"; ``to_live`` is the screen's to connect."""

    acted = TypedSignal(str)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._title = SpokenLabel(speech, role="display")
        self._more = SpokenLabel(speech, role="body", tone="secondary")
        self.fetch = SpokenButton(speech, "window_fetch_models", kind="primary")
        self.retry = SpokenButton(speech, "window_try_again", kind="primary")
        self.to_live = SpokenButton(speech, "enrol_to_live")
        self.fetch.clicked.connect(lambda: self.acted.emit("fetch"))
        self.retry.clicked.connect(lambda: self.acted.emit("retry"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 16)
        column.setSpacing(8)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addStretch(2)
        column.addWidget(SmallIcon("scan-face", "tertiary", 28), alignment=middle)
        for label in (self._title, self._more):
            label.setAlignment(middle)
            label.setWordWrap(True)
            label.setFixedWidth(_WIDTH_PX)
            around = QHBoxLayout()  # an alignment would take the label's height for its width away
            around.addStretch(1)
            around.addWidget(label)
            around.addStretch(1)
            column.addLayout(around)
        column.addSpacing(12)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addStretch(1)
        for button in (self.fetch, self.retry, self.to_live):
            line.addWidget(button)
        line.addStretch(1)
        column.addLayout(line)
        column.addStretch(3)

    def show_state(self, state: StationState) -> None:
        """Say why nobody can be enrolled, and what helps."""
        trouble = state.engine_trouble
        self.fetch.setVisible(models_are_missing(trouble))
        self.retry.setVisible(trouble is not None and not models_are_missing(trouble))
        self.to_live.setVisible(state.phase is not Phase.RUNNING)
        if state.phase is not Phase.RUNNING:
            self._title.say("enrol_no_server")
            self._more.say("enrol_no_server_more")
        elif trouble is not None:
            self._title.say("enrol_no_models" if models_are_missing(trouble) else "window_engine_trouble")
            self._more.say(window_code(trouble), **trouble.figures())
        else:
            self._title.say("enrol_loading")
            self._more.say("enrol_loading_more")


def nobody_can_be_enrolled(state: StationState) -> bool:
    """Whether the notice is what there is to show."""
    engine = state.engine
    return state.phase is not Phase.RUNNING or engine is None or not engine.ready
