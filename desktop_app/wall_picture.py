"""A picture of the wall as it was, for machines without a display: the best moment of a demo, drawn when it is over.

``look`` runs on the demo's thread and knows no Qt; ``draw`` makes a window that nobody sees.
"""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop_app.wall.wall_model import WallReport, read_snapshot, read_visits_today, read_wall
from offload_server.errors import NotFoundError
from offload_server.household.records import EventRecord
from pipeline.types import CameraId, EngineStatus, Observation, ObservedFace

if TYPE_CHECKING:
    from desktop_app.station import Station
    from desktop_app.window.main_window import MainWindow
    from offload_server.runtime import ServerThread

WIDTH_PX, HEIGHT_PX = 1280, 800
_ANSWER_S: Final = 5.0
_AGAIN_NS: Final = 2_000_000_000
"""A moment that is as good as the best is worth another look only so much later: it shows more visits."""
_OLDEST_NS: Final = 1_000_000_000
"""A door whose picture is older is not well shown."""


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """The house at one moment of ``time.monotonic_ns``."""

    at_ns: int
    worth: int
    frames: dict[CameraId, Observation]
    report: WallReport
    visits: tuple[tuple[EventRecord, bytes | None], ...]
    engine: EngineStatus
    address: str


class WallPicture:
    """Remembers the best moment that it saw."""

    def __init__(self) -> None:
        self.moment: Moment | None = None

    def look(self, server: ServerThread) -> None:
        """Take this moment when it shows more than the best so far: doors with faces, best of all recognised ones."""
        now_ns = time.monotonic_ns()
        frames = server.latest_frames.all()
        worth = sum(_worth(frame, now_ns) for frame in frames.values())
        best = self.moment
        if worth and (best is None or worth > best.worth or (worth == best.worth and now_ns > best.at_ns + _AGAIN_NS)):
            self.moment = _moment(server, frames, worth, now_ns)

    def draw(self, file: Path, language: str) -> bool:
        """Write the moment as PNG; False when nothing was ever seen. OSError when the file cannot be written."""
        if self.moment is None:
            return False
        file.parent.mkdir(parents=True, exist_ok=True)
        return _draw(self.moment, file, language)


def _worth(frame: Observation, now_ns: int) -> int:
    if now_ns - frame.captured_at_ns > _OLDEST_NS or frame.image is None:
        return 0
    return 1 + max((2 * _is_near(face) + 1 for face in frame.faces), default=0)


def _is_near(face: ObservedFace) -> bool:
    comparison = face.comparison
    if comparison is None or not comparison.candidates:
        return False
    return comparison.candidates[0].distance <= comparison.threshold.distance


def _moment(server: ServerThread, frames: dict[CameraId, Observation], worth: int, now_ns: int) -> Moment:
    house, today = server.house, dt.datetime.now().astimezone()
    report = server.call(read_wall, house).result(_ANSWER_S)
    events = server.call(read_visits_today, house, today).result(_ANSWER_S)
    visits = tuple((event, _snapshot(server, event)) for event in events)
    address = server.address.url.removeprefix("http://")
    return Moment(now_ns, worth, frames, report, visits, house.engine.status(), address)


def _snapshot(server: ServerThread, event: EventRecord) -> bytes | None:
    try:
        return server.call(read_snapshot, server.house, event).result(_ANSWER_S)
    except NotFoundError:
        return None


def _draw(moment: Moment, file: Path, language: str) -> bool:
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from desktop_app.speech import Speech
    from desktop_app.station import Station
    from desktop_app.theme import apply_theme
    from desktop_app.window.main_window import MainWindow

    application = QApplication.instance() or QApplication(["munjigi"])
    if isinstance(application, QApplication):
        apply_theme(application, "dark")  # fonts must be there before the first widget
    station = Station()
    with tempfile.TemporaryDirectory() as nowhere:
        remembered = QSettings(str(Path(nowhere) / "window.ini"), QSettings.Format.IniFormat)
        window = MainWindow(Speech(language), station, remembered, "")
        window.resize(WIDTH_PX, HEIGHT_PX)
        window.show()
        _pose(window, station, moment)
        for _ in range(3):
            QApplication.processEvents()
        window.wall.grid.show_frames(_as_if_now(moment))
        QApplication.processEvents()
        written = window.grab().toImage().save(str(file))
        window.close_for_good()
        window.deleteLater()
    if not written:
        raise OSError(0, "the picture could not be written", str(file))
    return True


def _pose(window: MainWindow, station: Station, moment: Moment) -> None:
    """Tell the window what it would have been told at that moment."""
    from desktop_app.station_state import Phase, StationState

    station.state = StationState(Phase.RUNNING, is_demo=True, address=moment.address, engine=moment.engine)
    station.report = moment.report
    station.state_changed.emit(station.state)
    station.report_changed.emit(station.report)
    window.show_screen("live")
    for event, jpeg in reversed(moment.visits):
        window.wall.show_event(event)
        if jpeg is not None:
            window.wall.panel.model.show_snapshot(event.id, jpeg)


def _as_if_now(moment: Moment) -> dict[CameraId, Observation]:
    """The pictures were live then, and are shown as they were."""
    since_ns = time.monotonic_ns() - moment.at_ns
    return {
        camera_id: replace(
            frame,
            captured_at_ns=frame.captured_at_ns + since_ns,
            received_at_ns=frame.received_at_ns + since_ns,
            finished_at_ns=frame.finished_at_ns + since_ns,
        )
        for camera_id, frame in moment.frames.items()
    }
