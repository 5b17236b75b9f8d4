"""``munjigi --screenshot``: the screens with drawn faces, in both languages and themes, for documents and review."""

from __future__ import annotations

import datetime as dt
import errno
import os
import tempfile
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSettings, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop_app.drawn.camera_picture import camera_picture
from desktop_app.drawn.camera_poses import CAMERA_SCENES, picture_of
from desktop_app.drawn.enrol_poses import ENROL_SCENES, pose_enrolment
from desktop_app.drawn.events_poses import POSES as EVENTS_POSES
from desktop_app.drawn.events_poses import pose_events
from desktop_app.drawn.example_house import ExampleHouse
from desktop_app.drawn.example_visits import POSES, pose_visit
from desktop_app.drawn.frame_poses import FRAME_SCENES, frame_picture
from desktop_app.drawn.people_poses import POSES as PEOPLE_POSES
from desktop_app.drawn.people_poses import pose_people
from desktop_app.drawn.settings_poses import FIRST_RUN_SCENES, SETTINGS_SCENES, pose_first_run, pose_settings
from desktop_app.events.events_screen import EventsScreen
from desktop_app.people.people_screen import PeopleScreen
from desktop_app.speech import Speech
from desktop_app.station import Station
from desktop_app.station_state import Phase, StationState
from desktop_app.theme import ThemeChoice, apply_theme
from desktop_app.wall.wall_model import WallReport
from desktop_app.window.main_window import MainWindow
from offload_server.reasons import ServerReason
from pipeline.types import EngineStatus, Reason
from resources.catalogue import LANGUAGES

_SIZE: Final = QSize(1280, 800)
_THEMES: Final[tuple[ThemeChoice, ...]] = ("dark", "light")
_READY: Final = EngineStatus(True, "sface", "litert 2.1.5 fp32", "CPU", None, 900, 700, 28.4, 24.0)
_LOADING: Final = EngineStatus(False, "", "", "", None, 0, 0, 0.0, 0.0)
_BROKEN: Final = EngineStatus(
    False, "", "", "", None, 0, 0, 0.0, 0.0,
    problem=Reason.of("weight_damaged", name="sface", file="sface.onnx", folder="weights"),
)  # fmt: skip
_ADDRESS: Final = "127.0.0.1:8710"


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: what the station is at and which house it shows."""

    name: str
    state: StationState
    house: bool = False
    screen: str = "live"
    curtain: bool = False
    visit: str = ""
    """One door at full size (``drawn.example_visits``)."""
    events: bool = False
    """The Events screen as ``drawn.events_poses`` shows it under the scene's name."""
    people: bool = False
    """The People screen as ``drawn.people_poses`` shows it under the scene's name."""


SCENES: Final = (
    Scene("live", StationState(Phase.RUNNING, address=_ADDRESS, engine=_READY), house=True),
    Scene("live-curtain", StationState(Phase.RUNNING, address=_ADDRESS, engine=_READY), house=True, curtain=True),
    *(
        Scene(
            f"live-full-{visit}", StationState(Phase.RUNNING, address=_ADDRESS, engine=_READY), house=True, visit=visit
        )
        for visit in POSES
    ),
    *(
        Scene(name, StationState(Phase.RUNNING, address=_ADDRESS, engine=_READY), house=True)
        for name in (*CAMERA_SCENES, *FRAME_SCENES)
    ),
    Scene("live-empty", StationState(Phase.RUNNING, address=_ADDRESS, engine=_READY)),
    Scene("live-loading", StationState(Phase.RUNNING, address=_ADDRESS, engine=_LOADING), house=True),
    Scene("live-trouble", StationState(Phase.RUNNING, address=_ADDRESS, engine=_BROKEN), house=True),
    Scene("live-starting", StationState(Phase.STARTING, step="window_step_server", steps=2)),
    Scene(
        "live-port-taken",
        StationState(Phase.FAILED, reason=Reason.of(ServerReason.PORT_TAKEN, host="127.0.0.1", port=8710)),
    ),
    *(
        Scene(name, StationState(Phase.RUNNING, address=_ADDRESS, engine=_READY), screen="people", people=True)
        for name in PEOPLE_POSES
    ),
    *(
        Scene(name, StationState(Phase.RUNNING, address=_ADDRESS, engine=_READY), screen="events", events=True)
        for name in EVENTS_POSES
    ),
    Scene("people-loading", StationState(Phase.RUNNING, address=_ADDRESS, engine=_LOADING), screen="people"),
    *(
        Scene(name, StationState(Phase.RUNNING, address=_ADDRESS, engine=_READY), house=True, screen="settings")
        for name in ("settings", *SETTINGS_SCENES)
    ),
    *(
        Scene(name, StationState(Phase.RUNNING, address=_ADDRESS, engine=_READY), house=True, screen="enrol")
        for name in ENROL_SCENES
    ),
    Scene("enrol-no-camera", StationState(Phase.RUNNING, address=_ADDRESS, engine=_READY), screen="enrol"),
    Scene("enrol-loading", StationState(Phase.RUNNING, address=_ADDRESS, engine=_LOADING), screen="enrol"),
    Scene("enrol-no-models", StationState(Phase.RUNNING, address=_ADDRESS, engine=_BROKEN), screen="enrol"),
    Scene("enrol-no-server", StationState(Phase.STARTING, step="window_step_server", steps=2), screen="enrol"),
    *(Scene(name, StationState(Phase.RUNNING, address=_ADDRESS, engine=_READY)) for name in FIRST_RUN_SCENES),
)


def stems_of(names: Container[str]) -> frozenset[str]:
    """The files (without .png) that are called so, or whose scene is; names that nothing has are passed over."""
    looks = [f"{theme}-{language}" for theme in _THEMES for language in LANGUAGES]
    stems = [(scene.name, f"{scene.name}-{look}") for scene in SCENES for look in looks]
    return frozenset(stem for scene, stem in stems if scene in names or stem in names)


def render_all(folder: Path, only: Container[str] | None = None) -> Iterator[Path]:
    """Draw every scene into ``folder`` as NAME-THEME-LANGUAGE.png; the files, as they are written.

    ``only``: those whose file (without .png) is in it. OSError when ``folder`` cannot be written.
    """
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(["munjigi"])
    apply_theme(application, _THEMES[0])  # fonts must be there before the first widget
    folder.mkdir(parents=True, exist_ok=True)
    for theme in _THEMES:
        for language in LANGUAGES:
            for scene in SCENES:
                file = folder / f"{scene.name}-{theme}-{language}.png"
                if only is not None and file.stem not in only:
                    continue
                if not _draw(scene, theme, language).save(str(file)):
                    raise OSError(errno.EIO, os.strerror(errno.EIO), str(file))  # Qt does not say why
                yield file


def _draw(scene: Scene, theme: ThemeChoice, language: str) -> QImage:
    speech = Speech(language)
    station = Station()
    house = ExampleHouse(language, dt.datetime.now().astimezone())
    with tempfile.TemporaryDirectory() as nowhere:
        remembered = QSettings(str(Path(nowhere) / "window.ini"), QSettings.Format.IniFormat)
        window = MainWindow(speech, station, remembered, "~/.local/share/munjigi/household")
        window.choose_theme(theme)
        window.resize(_SIZE)
        window.show()
        _pose(window, speech, station, scene, house)
        window.show_screen(scene.screen)
        if scene.screen == "settings":
            pose_settings(window, scene.name, language)
        if scene.name in ENROL_SCENES or scene.name == "enrol-no-camera":
            pose_enrolment(window, scene.name.replace("enrol-no-camera", "enrol-camera"), language, house)
        if scene.name in FIRST_RUN_SCENES:
            pose_first_run(window, speech, station, scene.name.removeprefix("first-run-"), remembered)
        for _ in range(3):
            QApplication.processEvents()
        if scene.name in FRAME_SCENES:
            picture = frame_picture(window, station, scene.name)
        elif scene.name in CAMERA_SCENES:
            picture = picture_of(window, station, scene.name)
        else:
            picture = window.grab().toImage()
        window.close_for_good()
    return picture


def _pose(window: MainWindow, speech: Speech, station: Station, scene: Scene, house: ExampleHouse) -> None:
    """Tell the window what it would be told by a running station."""
    station.state = scene.state
    station.report = house.report if scene.house else WallReport((), {})
    station.state_changed.emit(station.state)
    station.report_changed.emit(station.report)
    window.wall.curtain.setChecked(scene.curtain)
    if scene.house and scene.state.engine is _READY:
        for event in house.events:
            window.wall.show_event(event)
            window.wall.panel.model.show_snapshot(event.id, _jpeg(house, event.id))
    newest = house.frames() if scene.house and scene.state.engine is _READY else {}
    for frames in (house.frames_before(newest), newest):
        window.wall.grid.show_frames(frames)
    speech.changed.emit()  # headers are written twice a second, and the rate was not known at the first time
    if scene.events:
        window.show_screen("events")
        pose_events(window.screen_named("events", EventsScreen), scene.name, house.language)
    if scene.people:
        window.show_screen("people")
        pose_people(window.screen_named("people", PeopleScreen), scene.name, house.language)
    if scene.visit:
        pose_visit(window.wall, station, scene.visit, house.language)


def _jpeg(house: ExampleHouse, event_id: str) -> bytes:
    pixels = camera_picture(120, 120, "porch", (house.portrait(event_id),))
    image = QImage(pixels.tobytes(), 120, 120, 360, QImage.Format.Format_BGR888)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", 90)  # type: ignore[call-overload]
    return bytes(data.data())
