"""The dialog that adds a camera: a webcam, an address, a Raspberry Pi, or the demo doors (board doors-pairing)."""

from __future__ import annotations

import logging

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.speech import Speech, SpokenButton, SpokenLabel
from desktop_app.station import Station
from desktop_app.wall.add_camera_pages import PAGE_WIDTH_PX, AddressPage, DemoPage, Page, PiPage, WebcamPage
from desktop_app.wall.camera_calls import add_webcam, reason_of
from desktop_app.window.ways import Ways
from pipeline.types import CameraId

logger = logging.getLogger(__name__)
_CHOICES_WIDTH_PX = 232
_WAYS = (
    ("webcam", "camera_webcam", "video"),
    ("address", "camera_network", "link"),
    ("pi", "camera_pi", "cpu"),
    ("demo", "window_demo", "play"),
)


class AddCameraDialog(QDialog):
    """Lets go of the webcam when it closes, whatever was going on."""

    def __init__(self, speech: Speech, station: Station, ways: Ways, parent: QWidget) -> None:
        super().__init__(parent)
        self._speech, self._station, self._ways = speech, station, ways
        self._previewed: CameraId | None = None
        self._previews = 0
        self._is_over = False
        self.webcam = WebcamPage(speech)
        self.address = AddressPage(speech)
        state = station.state
        self.pi = PiPage(speech, state.address or "", is_open=state.insecure_lan)
        self.demo = DemoPage(speech)
        self.choices = QButtonGroup(self)
        self.cancel = SpokenButton(speech, "camera_cancel")
        self._pages = QStackedWidget()
        self._foot = QHBoxLayout()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(speech.words.say("camera_add"))
        self._lay_out()
        self._wire()

    def show_way(self, name: str) -> None:
        """One of "webcam", "address", "pi" and "demo"."""
        number = [each for each, _, _ in _WAYS].index(name)
        self.choices.button(number).setChecked(True)
        self._show(number)

    def done(self, result: int) -> None:
        self._is_over = True
        self._let_go()
        super().done(result)

    # ---- the webcam

    def look_for_webcams(self) -> None:
        """Ask which there are; the first one is looked through."""
        self._let_go()
        self.webcam.show_webcams(None)
        bridge = self._station.bridge
        if bridge.is_attached:
            bridge.call(bridge.local_cameras.webcams).then(
                self.webcam.show_webcams, lambda error: self.webcam.show_refused(reason_of(error))
            )

    def _look_through(self, index: int) -> None:
        self._let_go()
        bridge = self._station.bridge
        self._previews += 1
        number = self._previews
        title = self.webcam.chooser.currentText()
        bridge.call(bridge.local_cameras.open_webcam, index, title, False).then(
            lambda camera_id: self._opened(number, camera_id), lambda error: self._not_opened(number, error)
        )

    def _opened(self, number: int, camera_id: CameraId) -> None:
        if self._is_over or number != self._previews:
            self._give_back(camera_id)  # nobody looks any more
            return
        self._previewed = camera_id
        engine = self._station.state.engine
        self.webcam.show_opened(loading=engine is None or not engine.ready)

    def _not_opened(self, number: int, error: BaseException) -> None:
        if not self._is_over and number == self._previews:
            self.webcam.show_refused(reason_of(error))

    def _add_webcam(self, given: tuple[int, str]) -> None:
        index, name = given
        bridge = self._station.bridge
        preview, self._previewed = self._previewed, None
        self._previews += 1
        call = bridge.call(add_webcam, bridge.local_cameras, preview, index, name)
        call.then(lambda _: self._added(name), lambda error: self._failed(self.webcam, error))

    def _let_go(self) -> None:
        self._previews += 1
        if self._previewed is not None:
            self._give_back(self._previewed)
            self._previewed = None

    def _give_back(self, camera_id: CameraId) -> None:
        bridge = self._station.bridge
        if bridge.is_attached:
            bridge.call(bridge.local_cameras.close, camera_id).then(
                None, lambda error: logger.warning("a webcam was not closed: %s", error)
            )

    # ---- the others

    def _add_address(self, given: tuple[str, str]) -> None:
        url, name = given
        bridge = self._station.bridge
        call = bridge.call(bridge.local_cameras.add_mjpeg, url, name)
        call.then(lambda _: self._added(name), lambda error: self._failed(self.address, error))

    def _added(self, name: str) -> None:
        self._ways.say("camera_added", camera=name.strip())
        if not self._is_over:
            self.accept()

    def _failed(self, page: Page, error: BaseException) -> None:
        reason = reason_of(error)
        if self._is_over:
            self._ways.complain(reason.code, **reason.figures())
            return
        page.show_problem(reason)
        if page is self.webcam and self.webcam.webcam is not None:
            self._look_through(self.webcam.webcam.index)

    def _act(self, name: str) -> None:
        self.accept()
        self._ways.acted.emit(name)

    def _poll(self) -> None:
        if self._previewed is not None:
            self.webcam.show_observation(self._station.bridge.latest().get(self._previewed))

    # ---- the frame

    def _show(self, number: int) -> None:
        page = (self.webcam, self.address, self.pi, self.demo)[number]
        self._pages.setCurrentWidget(page)
        for each in (self.webcam, self.address, self.pi, self.demo):
            each.button.setVisible(each is page and not (each is self.pi and self._station.state.insecure_lan))
        self.cancel.say("camera_cancel" if page.button.isVisibleTo(self) else "window_close")
        if page is self.webcam:
            self.look_for_webcams()
        else:
            self._let_go()
        if page is self.address:
            self.address.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def _wire(self) -> None:
        self.choices.idClicked.connect(self._show)
        self.cancel.clicked.connect(self.reject)
        self.webcam.chosen.connect(self._look_through)
        self.webcam.asked_again.connect(lambda _: self.look_for_webcams())
        self.webcam.added.connect(self._add_webcam)
        self.address.added.connect(self._add_address)
        self.pi.opened.connect(lambda _: self._act("lan_on"))
        self.demo.started.connect(lambda _: self._act("demo"))
        self._station.polled.connect(self._poll)

    def _lay_out(self) -> None:
        ways = QVBoxLayout()
        ways.setSpacing(4)
        for number, (_, code, icon_name) in enumerate(_WAYS):
            choice = SpokenButton(self._speech, code, kind="choice", icon_name=icon_name, checkable=True)
            choice.setIconSize(QSize(18, 18))
            choice.setFixedWidth(_CHOICES_WIDTH_PX)
            self.choices.addButton(choice, number)
            ways.addWidget(choice)
        ways.addStretch(1)
        for page in (self.webcam, self.address, self.pi, self.demo):
            page.setFixedWidth(PAGE_WIDTH_PX)
            self._pages.addWidget(page)
        body = QHBoxLayout()
        body.setSpacing(24)
        body.addLayout(ways)
        body.addWidget(_upright())
        body.addWidget(self._pages)
        self._foot.setSpacing(8)
        self._foot.addStretch(1)
        self._foot.addWidget(self.cancel)
        for page in (self.webcam, self.address, self.pi, self.demo):
            self._foot.addWidget(page.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(4)
        column.addWidget(SpokenLabel(self._speech, "camera_add", "title"))
        column.addWidget(SpokenLabel(self._speech, "camera_add_more", "ui", "secondary"))
        column.addSpacing(16)
        column.addLayout(body)
        column.addSpacing(16)
        column.addLayout(self._foot)


def _upright() -> QFrame:
    line = QFrame()
    line.setFixedWidth(1)
    line.setAutoFillBackground(True)
    line.setBackgroundRole(line.palette().ColorRole.Mid)
    return line
