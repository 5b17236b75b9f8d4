"""What the admin does about cameras on the Live screen: add, confirm, send away, rename, forget."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop_app.speech import Speech
from desktop_app.station import Station
from desktop_app.wall import camera_calls
from desktop_app.wall.add_camera import AddCameraDialog
from desktop_app.wall.camera_calls import reason_of
from desktop_app.wall.door_dialogs import ForgetDoorDialog, RenameDoorDialog
from desktop_app.wall.waiting_card import WaitingCard
from desktop_app.wall.wall_model import Door, WallReport
from desktop_app.window.ways import Ways
from pipeline.types import CameraId


class CameraDesk(QObject):
    """One a Live screen; ``card`` is shown there while a camera waits."""

    def __init__(self, speech: Speech, station: Station, ways: Ways, screen: QWidget) -> None:
        super().__init__(screen)
        self._speech, self._station, self._ways, self._screen = speech, station, ways, screen
        self.card = WaitingCard(speech)
        self.card.confirmed.connect(self._confirm)
        self.card.refused.connect(lambda camera_id: self._refuse(CameraId(camera_id)))
        station.polled.connect(self._poll)

    def show_report(self, report: WallReport) -> None:
        """Who waits now."""
        self.card.show_waiting(report.waiting)

    def add(self, way: str) -> AddCameraDialog:
        """Ask which camera."""
        dialog = AddCameraDialog(self._speech, self._station, self._ways, self._screen.window())
        dialog.show_way(way)
        dialog.open()
        return dialog

    def act(self, name: str, door: Door) -> None:
        """``name`` is "rename" or "forget"."""
        if name == "rename":
            self._ask_name(door)
        elif name == "forget":
            dialog = ForgetDoorDialog(self._speech, door.name, self._screen.window())
            dialog.accepted.connect(lambda: self._forget(door))
            dialog.open()

    def _confirm(self, given: tuple[CameraId, str]) -> None:
        bridge = self._station.bridge
        if bridge.is_attached:
            bridge.call(camera_calls.confirm, bridge.house, *given).then(
                lambda camera: self._ways.say("camera_confirmed", camera=camera.name),
                lambda error: self.card.show_problem(reason_of(error)),
            )

    def _refuse(self, camera_id: CameraId) -> None:
        self._ask_to_forget(camera_id, lambda: self._ways.say("camera_sent_away"))

    def _forget(self, door: Door) -> None:
        self._ask_to_forget(door.camera_id, lambda: self._ways.say("camera_forgotten", door=door.name))

    def _ask_to_forget(self, camera_id: CameraId, then: Callable[[], None]) -> None:
        bridge = self._station.bridge
        if bridge.is_attached:
            bridge.call(camera_calls.forget, bridge.house, camera_id).then(lambda _: then(), self._complain)

    def _ask_name(self, door: Door) -> None:
        dialog = RenameDoorDialog(self._speech, door.name, self._screen.window())

        def save(name: str) -> None:
            bridge = self._station.bridge
            bridge.call(camera_calls.rename, bridge.house, door.camera_id, name).then(
                lambda _: dialog.accept(), lambda error: dialog.show_problem(reason_of(error))
            )

        dialog.named.connect(save)
        dialog.open()

    def _complain(self, error: BaseException) -> None:
        reason = reason_of(error)
        self._ways.complain(reason.code, **reason.figures())

    def _poll(self) -> None:
        if self.card.camera_id is not None and self.card.isVisible():
            self.card.show_observation(self._station.bridge.latest().get(self.card.camera_id))
