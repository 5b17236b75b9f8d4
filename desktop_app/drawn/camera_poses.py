"""Adding, confirming and forgetting cameras as they look in each state, for pictures; everything is drawn."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QDialog

from desktop_app.drawn.camera_picture import Figure, camera_picture
from desktop_app.station import Station
from desktop_app.theme import current_theme
from desktop_app.wall.add_camera import AddCameraDialog
from desktop_app.wall.camera_calls import WaitingCamera
from desktop_app.wall.door_dialogs import ForgetDoorDialog, RenameDoorDialog
from desktop_app.wall.wall_model import Door
from desktop_app.window.main_window import MainWindow
from offload_server.reasons import ServerReason
from offload_server.webcams import Webcam
from pipeline.types import CameraId, Observation, Reason

_NEW: Final = CameraId("new")
_RADIUS_PX: Final = 14.0
_REFUSED: Final = Reason.of(ServerReason.MJPEG_NEEDS_PASSWORD)


def _picture(scene: str, *figures: Figure) -> Observation:
    now = time.monotonic_ns()
    return Observation(_NEW, 1, now, now, now, camera_picture(640, 480, scene, figures), ())


def _waiting(window: MainWindow, station: Station, *, lan: bool) -> None:
    waiting = (
        WaitingCamera(_NEW, "raspberrypi", "192.168.0.23"),
        WaitingCamera(CameraId("n2"), "pi-2", "192.168.0.24"),
    )
    station.state = dataclasses.replace(station.state, insecure_lan=lan)
    station.report = dataclasses.replace(station.report, waiting=waiting[: 2 if lan else 1])
    window.wall.show_state(station.state)
    window.wall.show_report(station.report)
    window.wall.desk.card.show_observation(_picture("gate", Figure("courier", 360, 230, 1.0)))


def _add(window: MainWindow, station: Station, way: str, *, lan: bool = False) -> AddCameraDialog:
    station.state = dataclasses.replace(station.state, insecure_lan=lan)
    dialog = window.wall.desk.add(way)
    if way == "webcam":
        dialog.webcam.chosen.disconnect()
    return dialog


def _webcam(window: MainWindow, station: Station) -> None:
    dialog = _add(window, station, "webcam")
    dialog.webcam.show_webcams((Webcam(0, "Integrated Camera"), Webcam(2, "Logitech C920")))
    dialog.webcam.show_opened(loading=False)
    dialog.webcam.show_observation(_picture("hall", Figure("minjun", 320, 240, 1.2)))


def _busy_webcam(window: MainWindow, station: Station) -> None:
    dialog = _add(window, station, "webcam")
    dialog.webcam.show_webcams((Webcam(0, "Integrated Camera"),))
    dialog.webcam.show_refused(Reason.of(ServerReason.WEBCAM_BUSY, camera="Integrated Camera"))


def _no_webcam(window: MainWindow, station: Station) -> None:
    _add(window, station, "webcam").webcam.show_webcams(())


def _address(window: MainWindow, station: Station) -> None:
    dialog = _add(window, station, "address")
    dialog.address.address.setText("http://192.168.0.31/video")
    dialog.address.name.setText(window.wall.desk.card.name.placeholderText())
    dialog.address.show_problem(_REFUSED)


def _rename(window: MainWindow, station: Station) -> None:
    _ask("rename", window, station)


def _forget(window: MainWindow, station: Station) -> None:
    _ask("forget", window, station)


def _ask(what: str, window: MainWindow, station: Station) -> None:
    door: Door = station.report.doors[1]
    window.wall.desk.act(what, door)


CAMERA_SCENES: Final[Mapping[str, Callable[[MainWindow, Station], object]]] = MappingProxyType(
    {
        "live-waiting": lambda window, station: _waiting(window, station, lan=False),
        "live-lan": lambda window, station: _waiting(window, station, lan=True),
        "add-webcam": _webcam,
        "add-webcam-busy": _busy_webcam,
        "add-webcam-none": _no_webcam,
        "add-address": _address,
        "add-pi": lambda window, station: _add(window, station, "pi", lan=True),
        "add-pi-closed": lambda window, station: _add(window, station, "pi"),
        "add-demo": lambda window, station: _add(window, station, "demo"),
        "door-rename": _rename,
        "door-forget": _forget,
    }
)
"""By the name of the scene; each is posed on a wall with doors."""


def picture_of(window: MainWindow, station: Station, scene: str) -> QImage:
    """The window with what ``scene`` shows on it; a dialog stands in the middle of the dimmed rest."""
    CAMERA_SCENES[scene](window, station)
    for _ in range(3):
        QApplication.processEvents()
    picture = window.grab()
    for kind in (AddCameraDialog, RenameDoorDialog, ForgetDoorDialog):
        for dialog in window.findChildren(kind):
            if dialog.isVisible():
                _lay_on(picture, dialog)
                dialog.close()
    return picture.toImage()


def _lay_on(picture: QPixmap, dialog: QDialog) -> None:
    seen = dialog.grab()
    size = picture.deviceIndependentSize()
    at = QRectF(
        round((size.width() - dialog.width()) / 2),
        round((size.height() - dialog.height()) / 2),
        dialog.width(),
        dialog.height(),
    )
    shape = QPainterPath()
    shape.addRoundedRect(at, _RADIUS_PX, _RADIUS_PX)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(shape)
    painter.drawPixmap(at.topLeft(), seen)
    painter.setClipping(False)
    painter.setPen(QPen(QColor(current_theme().line.subtle), 1))
    painter.drawPath(shape)
    painter.end()
