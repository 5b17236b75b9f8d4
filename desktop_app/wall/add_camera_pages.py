"""The pages of "Add a camera": passive, each says what is wanted and shows what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from desktop_app.speech import Speech, SpokenButton, SpokenLabel
from desktop_app.typed_signal import TypedSignal
from desktop_app.wall.camera_calls import pi_command, titles_of
from desktop_app.wall.preview import Preview
from pipeline.types import Observation, Reason

if TYPE_CHECKING:
    from offload_server.webcams import Webcam

PAGE_WIDTH_PX = 448
_PREVIEW = QSize(PAGE_WIDTH_PX, 252)
_LONGEST_ADDRESS = 2_000


class Page(QWidget):
    """A column with a sentence, what it is about, the reason why something was refused, and one filled button."""

    def __init__(self, speech: Speech, more: str, button: str) -> None:
        super().__init__()
        self.speech = speech
        self.more = _paragraph(SpokenLabel(speech, more, "ui", "secondary"))
        self.problem = _paragraph(SpokenLabel(speech, role="ui", tone="danger"))
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.button = SpokenButton(speech, button, kind="primary")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)
        self.column.addWidget(self.more)
        self.show_busy(False)
        self.problem.hide()

    def close_column(self) -> None:
        """Everything else is in: the foot."""
        self.column.addWidget(self.problem)
        self.column.addStretch(1)
        self.column.addWidget(self.progress)

    def show_problem(self, reason: Reason | None) -> None:
        """Why it did not work; None: it may work now."""
        self.problem.setVisible(reason is not None)
        if reason is not None:
            self.problem.say(reason.code, **reason.figures())
        self.show_busy(False)

    def show_busy(self, busy: bool) -> None:
        """Something is being tried."""
        self.progress.setVisible(busy)
        self.button.setEnabled(not busy)


class WebcamPage(Page):
    """``chosen`` says the index of a webcam to be looked through; ``added`` that one and its name."""

    chosen = TypedSignal(int)
    added = TypedSignal(tuple)
    asked_again = TypedSignal(bool)

    def __init__(self, speech: Speech) -> None:
        super().__init__(speech, "camera_webcam_more", "camera_add_this")
        self.chooser = QComboBox()
        self.again = SpokenButton(speech, "camera_look_again", kind="quiet", icon_name="refresh-cw")
        self.preview = Preview(_PREVIEW, "raised", mirrored=True)
        self.name = QLineEdit(speech.words.say("camera_webcam_name"))
        self._webcams: tuple[Webcam, ...] = ()
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.chooser, stretch=1)
        line.addWidget(self.again)
        line.addStretch(0)
        self.column.addLayout(line)
        self.column.addWidget(self.preview)
        self.column.addLayout(_named(speech, "camera_name", self.name))
        self.close_column()
        self.chooser.setAccessibleName(speech.words.say("camera_webcam"))
        self.chooser.activated.connect(self._choose)
        self.again.clicked.connect(lambda: self.asked_again.emit(True))
        self.button.clicked.connect(self._add)
        self.name.returnPressed.connect(self.button.click)
        self.show_webcams(None)

    @property
    def webcam(self) -> Webcam | None:
        """The one that is chosen."""
        index = self.chooser.currentIndex()
        return self._webcams[index] if 0 <= index < len(self._webcams) else None

    def show_webcams(self, webcams: tuple[Webcam, ...] | None) -> None:
        """Which there are; None while they are looked for. The first is chosen."""
        self._webcams = webcams or ()
        self.chooser.clear()
        self.chooser.addItems(titles_of(self._webcams))
        self.chooser.setEnabled(len(self._webcams) > 1)
        self.chooser.setVisible(bool(self._webcams))
        self.button.setEnabled(False)
        say = self.speech.words.say
        if webcams is None:
            self.preview.show_message("circle-dashed", say("camera_looking"))
        elif not webcams:
            self.preview.show_message("video-off", say("camera_no_webcam"))
        else:
            self._choose(0)

    def show_opened(self, *, loading: bool) -> None:
        """It gives pictures; ``loading``: they are shown when the networks are there."""
        self.show_problem(None)
        if loading:
            self.preview.show_message("circle-dashed", self.speech.words.say("camera_preview_later"))

    def show_refused(self, reason: Reason) -> None:
        """It cannot be opened."""
        self.show_problem(reason)
        self.button.setEnabled(False)
        self.preview.show_message("video-off", self.speech.words.say("camera_no_picture"))

    def show_observation(self, newest: Observation | None) -> None:
        self.preview.show_observation(newest)

    def _choose(self, row: int) -> None:
        self.preview.show_message("circle-dashed", self.speech.words.say("camera_opening"))
        self.show_problem(None)
        self.button.setEnabled(False)
        self.chosen.emit(self._webcams[row].index)

    def _add(self) -> None:
        if self.webcam is not None and self.name.text().strip():
            self.show_busy(True)
            self.added.emit((self.webcam.index, self.name.text()))


class AddressPage(Page):
    """``added`` says the address and the name."""

    added = TypedSignal(tuple)

    def __init__(self, speech: Speech) -> None:
        super().__init__(speech, "camera_address_more", "camera_check")
        self.address = QLineEdit()
        self.address.setMaxLength(_LONGEST_ADDRESS)
        self.address.setPlaceholderText("http://192.168.0.20:8080/?action=stream")
        self.name = QLineEdit()
        self.name.setPlaceholderText(speech.words.say("camera_name_example"))
        self.column.addLayout(_named(speech, "camera_address", self.address))
        self.column.addLayout(_named(speech, "camera_name", self.name))
        self.column.addWidget(_paragraph(SpokenLabel(speech, "camera_address_password", "caption", "tertiary")))
        self.close_column()
        for field in (self.address, self.name):
            field.textChanged.connect(lambda _: self._look())
            field.returnPressed.connect(self.button.click)
        self.button.clicked.connect(self._add)
        self._look()

    def show_busy(self, busy: bool) -> None:
        super().show_busy(busy)
        if hasattr(self, "address"):
            self.address.setEnabled(not busy)
            self.name.setEnabled(not busy)

    def _look(self) -> None:
        self.show_problem(None)
        self.button.setEnabled(bool(self.address.text().strip() and self.name.text().strip()))

    def _add(self) -> None:
        self.show_problem(None)
        self.show_busy(True)
        self.added.emit((self.address.text(), self.name.text()))


class PiPage(Page):
    """The command for the Pi, or what must be switched on before; ``opened`` says that it was asked for."""

    opened = TypedSignal(bool)

    def __init__(self, speech: Speech, address: str, *, is_open: bool) -> None:
        super().__init__(speech, "camera_pi_more" if is_open else "camera_pi_closed", "camera_lan_on")
        self.command = QLineEdit(pi_command(address))
        self.command.setReadOnly(True)
        self.command.setCursorPosition(0)
        self.command.setAccessibleName(speech.words.say("camera_pi_command"))
        self.copy = SpokenButton(speech, "window_copy_command", icon_name="copy")
        self.copy.clicked.connect(self._copy)
        if is_open:
            self.column.addWidget(SpokenLabel(speech, "camera_pi_command", "ui"))
            self.column.addWidget(self.command)
            self.column.addWidget(self.copy, alignment=Qt.AlignmentFlag.AlignLeft)
            self.column.addWidget(_paragraph(SpokenLabel(speech, "camera_pi_then", "ui", "secondary")))
            self.button.hide()
        else:
            self.column.addWidget(_paragraph(SpokenLabel(speech, "camera_lan_means", "ui", "secondary")))
        self.close_column()
        self.button.clicked.connect(lambda: self.opened.emit(True))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.command.text())
        self.copy.say("window_copied")


class DemoPage(Page):
    """``started`` says that the demo was asked for."""

    started = TypedSignal(bool)

    def __init__(self, speech: Speech) -> None:
        super().__init__(speech, "camera_demo_more", "window_start_demo")
        self.close_column()
        self.button.clicked.connect(lambda: self.started.emit(True))


def _named(speech: Speech, code: str, field: QLineEdit) -> QVBoxLayout:
    """A field under its name."""
    field.setAccessibleName(speech.words.say(code))
    label = SpokenLabel(speech, code, "ui")
    label.setBuddy(field)
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(label)
    column.addWidget(field)
    return column


def _paragraph(label: SpokenLabel) -> SpokenLabel:
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    label.setMaximumWidth(PAGE_WIDTH_PX)
    return label
