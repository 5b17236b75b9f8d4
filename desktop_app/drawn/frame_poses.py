"""What the frame shows around the screens, for pictures: toasts, the focus ring, the keys, the question at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop_app.sleep import Wakefulness
from desktop_app.station import Station
from desktop_app.theme import current_theme
from desktop_app.window.focus_ring import FocusRings
from desktop_app.window.main_window import MainWindow


def frame_picture(window: MainWindow, station: Station, scene: str) -> QImage:
    """The window as ``FRAME_SCENES`` names it; a dialog stands in the middle."""
    FRAME_SCENES[scene](window, station)
    for _ in range(3):
        QApplication.processEvents()
    picture = window.grab().toImage()
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            _lay_on(picture, dialog)
            dialog.reject()
    return picture


def _toasts(window: MainWindow, _: Station) -> None:
    window.ways.say("window_copied")
    window.ways.say("people_removed", lambda: None, samples=2, person="Ji-woo")
    window.ways.complain("camera_not_connected")
    for card in window.toasts.cards:
        card.setGraphicsEffect(None)  # type: ignore[arg-type] # as it is when it has faded in


def _focus_on(find: Callable[[MainWindow], QWidget]) -> Callable[[MainWindow, Station], None]:
    def pose(window: MainWindow, _: Station) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            FocusRings(application)
        window.activateWindow()
        QApplication.processEvents()
        window.rail.button("settings").setFocus(Qt.FocusReason.OtherFocusReason)
        find(window).setFocus(Qt.FocusReason.TabFocusReason)

    return pose


def _small(window: MainWindow, _: Station) -> None:
    window.resize(window.minimumSize())


def _may_sleep(window: MainWindow, _: Station) -> None:
    window.status.show_wakefulness(Wakefulness.REFUSED)


FRAME_SCENES: Final[dict[str, Callable[[MainWindow, Station], None]]] = {
    "frame-toasts": _toasts,
    "frame-focus-tile": _focus_on(lambda window: window.wall.grid.tiles[0]),
    "frame-focus-rail": _focus_on(lambda window: window.rail.button("live")),
    "frame-focus-button": _focus_on(lambda window: window.wall.curtain),
    "frame-keys": lambda window, _: window.show_keys(),
    "frame-quit": lambda window, _: window.ask_to_quit(),
    "frame-small": _small,
    "frame-may-sleep": _may_sleep,
}


def _lay_on(picture: QImage, dialog: QDialog) -> None:
    seen = dialog.grab()
    size = picture.deviceIndependentSize()
    at = QRectF(
        round((size.width() - dialog.width()) / 2),
        round((size.height() - dialog.height()) / 2),
        dialog.width(),
        dialog.height(),
    )
    shape = QPainterPath()
    radius = current_theme().radius["dialog"]
    shape.addRoundedRect(at, radius, radius)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(shape)
    painter.drawPixmap(at.topLeft(), seen)
    painter.end()
