"""A camera that came by itself: its picture, where it comes from, and the one question (board doors-pairing)."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout

from desktop_app.speech import Speech, SpokenButton, SpokenLabel
from desktop_app.typed_signal import TypedSignal
from desktop_app.wall.camera_calls import WaitingCamera
from desktop_app.wall.preview import Preview
from pipeline.types import CameraId, Observation, Reason

_PREVIEW = QSize(176, 132)
_NAME_WIDTH_PX = 220
_NOTHING_YET = "camera_no_picture_yet"


class WaitingCard(QFrame):
    """One at a time, the one of longest ago. ``confirmed`` says its id and the name that was typed; ``refused`` its id.

    What was typed stays while it waits, however often the report comes.
    """

    confirmed = TypedSignal(tuple)
    refused = TypedSignal(str)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self._speech = speech
        self._shown: WaitingCamera | None = None
        self._is_curtained = False
        self.preview = Preview(_PREVIEW, "card")
        self.title = SpokenLabel(speech, "camera_waiting", "heading")
        self.about = SpokenLabel(speech, role="ui", tone="secondary")
        self.more = SpokenLabel(speech, "camera_waiting_more", "caption", "tertiary")
        self.others = SpokenLabel(speech, role="caption", tone="tertiary")
        self.problem = SpokenLabel(speech, role="caption", tone="danger")
        self.name = QLineEdit()
        self.name.setMaxLength(80)
        self.yes = SpokenButton(speech, "camera_is_mine", kind="primary")
        self.no = SpokenButton(speech, "camera_not_mine", kind="danger-quiet")
        self._lay_out()
        self.yes.clicked.connect(self._confirm)
        self.name.returnPressed.connect(self._confirm)
        self.no.clicked.connect(self._refuse)
        self.name.textChanged.connect(lambda _: self._look_at_name())
        speech.changed.connect(self._speak)
        self._speak()
        self.hide()

    @property
    def camera_id(self) -> CameraId | None:
        """Who is asked about."""
        return self._shown.camera_id if self._shown is not None else None

    def show_waiting(self, waiting: tuple[WaitingCamera, ...]) -> None:
        """The cameras that wait now; the one that is asked about stays as long as it waits."""
        kept = next((each for each in waiting if each.camera_id == self.camera_id), None)
        first = kept or next(iter(waiting), None)
        if first is None:
            self._shown = None
            self.hide()
            return
        if kept is None:
            self._begin(first)
        self._shown = first
        self.others.say("camera_waiting_others", others=len(waiting) - 1) if len(waiting) > 1 else self.others.say("")
        self.others.setVisible(len(waiting) > 1)
        self.show()

    def show_observation(self, newest: Observation | None) -> None:
        """What it sees."""
        if not self._is_curtained:
            self.preview.show_observation(newest)

    def draw_curtain(self, drawn: bool) -> None:
        """Hide its picture with those of the doors, or show it."""
        self._is_curtained = drawn
        self._empty()

    def show_problem(self, reason: Reason) -> None:
        """Why its name will not do."""
        self.problem.say(reason.code, **reason.figures())
        self.problem.show()
        self.yes.setEnabled(True)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's
        super().hideEvent(event)
        if not self._shown:
            self.name.clear()

    def _begin(self, camera: WaitingCamera) -> None:
        self.name.setText(camera.name)
        self.problem.hide()
        self._empty()
        self.about.say("camera_waiting_from" if camera.address else "camera_waiting_here", address=camera.address)
        self.setAccessibleName(f"{self.title.text()} {self.about.text()}")
        self._look_at_name()

    def _confirm(self) -> None:
        if self._shown is not None and self.name.text().strip():
            self.yes.setEnabled(False)
            self.confirmed.emit((self._shown.camera_id, self.name.text()))

    def _refuse(self) -> None:
        if self._shown is not None:
            self.refused.emit(self._shown.camera_id)

    def _look_at_name(self) -> None:
        self.yes.setEnabled(bool(self.name.text().strip()))
        self.problem.hide()

    def _empty(self) -> None:
        icon_name, code = ("blinds", "tile_curtain_title") if self._is_curtained else ("circle-dashed", _NOTHING_YET)
        self.preview.show_message(icon_name, self._speech.words.say(code))

    def _speak(self) -> None:
        say = self._speech.words.say
        self.name.setAccessibleName(say("camera_name"))
        self.name.setPlaceholderText(say("camera_name_example"))
        if not self.preview.has_picture:
            self._empty()

    def _lay_out(self) -> None:
        for label in (self.title, self.about, self.more, self.problem):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.name.setMinimumWidth(140)
        self.name.setMaximumWidth(_NAME_WIDTH_PX)
        answer = QHBoxLayout()
        answer.setSpacing(8)
        answer.addWidget(self.name, stretch=1)
        answer.addWidget(self.yes)
        answer.addWidget(self.no)
        answer.addStretch(1)
        answer.addWidget(self.others)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.title)
        words.addWidget(self.about)
        words.addWidget(self.more)
        words.addStretch(1)
        words.addWidget(self.problem)
        words.addLayout(answer)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 12, 16, 12)
        line.setSpacing(16)
        line.addWidget(self.preview)
        line.addLayout(words, stretch=1)
