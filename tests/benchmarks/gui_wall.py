"""A wall for measurements: a real window whose doors show a film of decoded frames; no server, no engine."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QSettings, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.drawn.camera_picture import Figure, camera_picture
from desktop_app.drawn.example_house import ExampleHouse
from desktop_app.speech import Speech
from desktop_app.station import POLL_MS, Station
from desktop_app.station_state import Phase, StationState
from desktop_app.theme import apply_theme
from desktop_app.wall.face_painter import FacePainter
from desktop_app.wall.wall_model import Door, WallReport
from desktop_app.window.main_window import MainWindow
from pipeline.types import (
    CameraId,
    Candidate,
    Comparison,
    EngineStatus,
    HeadPose,
    Observation,
    ObservedFace,
    PersonId,
    Quality,
    TrackId,
    VisitId,
)
from tests.fakes.outputs import FAKE_SPACE, FAKE_THRESHOLD

SIZE = QSize(1600, 1000)
"""The window that gui-and-lan.md 2 measured with."""
CAMERA_PX = (640, 480)
FPS = 15
_FRAMES = 30


@dataclass
class Wall:
    """``show`` brings one round of newest frames; ``painted`` counts the tiles' paint events."""

    window: MainWindow
    doors: tuple[CameraId, ...]
    frames: dict[CameraId, Observation]
    painted: int = 0


def application() -> QApplication:
    qt = QApplication.instance() or QApplication(["bench"])
    assert isinstance(qt, QApplication)
    apply_theme(qt, "dark")
    return qt


@contextmanager
def open_wall(tiles: int, *, decided: bool = True) -> Iterator[Wall]:
    """The whole main window with so many live doors; whoever stands there is recognised, or still gathering."""
    application()
    house = ExampleHouse("en", dt.datetime.now().astimezone())
    station = Station()
    engine = EngineStatus(True, "sface", "tensorflow", "cpu", None, 900, 700, 28.4, 24.0)
    station.state = StationState(Phase.RUNNING, address="127.0.0.1:8710", engine=engine)
    now = dt.datetime.now().astimezone()
    doors = tuple(Door(CameraId(f"c{number}"), f"Door {number + 1}", True, now) for number in range(tiles))
    station.report = WallReport(doors, house.report.names)
    with tempfile.TemporaryDirectory() as folder:
        store = QSettings(str(Path(folder) / "window.ini"), QSettings.Format.IniFormat)
        window = MainWindow(Speech("en"), station, store, "household")
        window.resize(SIZE)
        window.show()
        station.state_changed.emit(station.state)
        station.report_changed.emit(station.report)
        for event in house.events:
            window.wall.show_event(event)
        for door in doors if decided else ():
            visit = VisitId("v")
            window.wall.show_event(replace(house.events[-1], visit_id=visit, camera_id=door.camera_id))
        yield Wall(window, tuple(door.camera_id for door in doors), {})
        window.close_for_good()


def film() -> list[Observation]:
    """A person who walks a little and comes nearer, gathering: box, points and strip move with every frame."""
    made = []
    for number in range(_FRAMES):
        sway = abs(number - _FRAMES // 2) / _FRAMES
        figure = Figure("seoyeon", 300 + 40 * sway, 230, 0.9 + 0.2 * sway)
        near = Candidate(PersonId("seoyeon"), 0.8 + 0.2 * sway), Candidate(PersonId("haeun"), 1.3)
        face = ObservedFace(
            TrackId(1),
            VisitId("v"),
            figure.box,
            None,
            figure.landmarks,
            Quality(figure.box.width, 300.0, 120.0, 50.0, HeadPose(0, 0, 0)),
            comparison=Comparison(FAKE_SPACE, FAKE_THRESHOLD, near),
        )
        image = camera_picture(*CAMERA_PX, "porch", (figure,))
        made.append(Observation(CameraId("c"), number, 0, 0, 0, image, (face,)))
    return made


def play(wall: Wall, pictures: list[Observation], seconds: float) -> float:
    """Show ``pictures`` at every door at ``FPS`` through a poll as the station's; the CPU seconds of the process."""
    begun_ns = time.monotonic_ns()
    shown = dict.fromkeys(wall.doors, -1)

    def poll() -> None:
        for offset, door in enumerate(wall.doors):  # the cameras are not in step
            number = int((time.monotonic_ns() - begun_ns) / 1e9 * FPS + offset / len(wall.doors))
            if number != shown[door]:
                shown[door] = number
                now_ns = time.monotonic_ns()
                wall.frames[door] = replace(
                    pictures[number % len(pictures)],
                    camera_id=door, seq=number,
                    captured_at_ns=now_ns - 90_000_000, received_at_ns=now_ns - 60_000_000, finished_at_ns=now_ns,
                )  # fmt: skip
        wall.window.wall.grid.show_frames(wall.frames)

    with beating(poll, POLL_MS), _counted(wall):
        turn(0.5)
        wall.painted = 0
        before = time.process_time()
        turn(seconds)
        return time.process_time() - before


@contextmanager
def beating(act: Callable[[], object], interval_ms: int) -> Iterator[None]:
    """``act`` at a precise beat of the GUI thread."""
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(act)
    timer.start(interval_ms)
    yield
    timer.stop()


def turn(seconds: float) -> None:
    """Let the event loop turn."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


@contextmanager
def _counted(wall: Wall) -> Iterator[None]:
    real = FacePainter.paint

    def paint(faces: FacePainter, *args: Any, **kwargs: Any) -> None:
        wall.painted += 1
        real(faces, *args, **kwargs)

    FacePainter.paint = paint  # type: ignore[assignment, method-assign]
    yield
    FacePainter.paint = real  # type: ignore[method-assign]


@contextmanager
def beats(interval_ms: int = 10) -> Iterator[list[float]]:
    """How many ms late each beat of a timer of the GUI thread came, counted from the beat before."""
    late: list[float] = []
    last = [0.0]

    def beat() -> None:
        now = time.perf_counter()
        if last[0]:
            late.append(max(0.0, (now - last[0]) * 1000 - interval_ms))
        last[0] = now

    with beating(beat, interval_ms):
        yield late
