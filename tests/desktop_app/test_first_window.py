"""What is there when the window first appears, and what a screen knows that comes later."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.enrolment.enrol_screen import EnrolScreen
from desktop_app.people.people_screen import PeopleScreen
from desktop_app.sleep import Wakefulness
from desktop_app.speech import Speech
from desktop_app.station import Station
from desktop_app.station_state import Phase, StationState
from desktop_app.wall.wall_model import WallReport
from desktop_app.wall.wall_screen import WallScreen
from desktop_app.window.main_window import MainWindow
from pipeline.types import PersonId
from tests.desktop_app.conftest import StationMaker

_AT_FIRST = """
import json, sys
from desktop_app import application
def begin(it):
    it.window.show()
    print(json.dumps([sorted(sys.modules), it.window.screens_made, it._first_run is not None]))
    sys.stdout.flush()
    it.quit()
application.Application.begin = begin
from desktop_app.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
_HEAVY = ("cv2", "dlib", "sqlalchemy", "aiohttp", "tensorflow", "zeroconf", "pydantic", "offload_server.runtime")
_LATER = (
    "pipeline.engine",
    "desktop_app.enrolment.enrol_screen",
    "desktop_app.people.people_screen",
    "desktop_app.events.events_screen",
    "desktop_app.settings.settings_screen",
    "desktop_app.first_run.first_run",
)
"""The screens that nobody has opened yet, and the engine."""


def test_the_window_appears_before_anything_heavy_is_imported(tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    command = [sys.executable, "-c", _AT_FIRST, "--data", str(tmp_path / "home"), "--port", "0"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    modules, screens, first_run = json.loads(done.stdout)
    assert "desktop_app.wall.wall_screen" in modules
    assert not set(modules) & {*_HEAVY, *_LATER}
    assert screens == ["live"]
    assert not first_run


def test_the_screen_that_was_left_is_the_only_one_at_first(make_station: StationMaker, qtbot: QtBot) -> None:
    QSettings("munjigi", "station").setValue("window/screen", "people")
    application = make_station()
    assert application.window.screens_made == ("people",)
    qtbot.waitUntil(lambda: len(application.window.screens_made) == 5, timeout=20_000)
    assert isinstance(application.window.screen_shown, PeopleScreen), "those made ahead stay behind it"


def test_nothing_is_made_any_more_when_it_quits(make_station: StationMaker, qtbot: QtBot) -> None:
    application = make_station()
    qtbot.waitUntil(lambda: application.station.state.phase is Phase.RUNNING, timeout=20_000)
    made = application.window.screens_made
    application.quit()
    qtbot.waitUntil(lambda: application.station.state.phase is Phase.STOPPED, timeout=20_000)
    assert application.window.screens_made == made


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> MainWindow:
    store = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    made = MainWindow(Speech("en"), Station(), store, "")
    qtbot.addWidget(made)
    return made


def _made(window: MainWindow) -> tuple[str, ...]:
    return window.screens_made


def _shown(window: MainWindow) -> QWidget | None:
    return window.screen_shown


def test_a_late_screen_knows_language_theme_state_and_report(window: MainWindow) -> None:
    station = window._station
    station.state = StationState(Phase.RUNNING, address="127.0.0.1:8710")
    station.state_changed.emit(station.state)
    station.report = WallReport((), {PersonId("p"): "Minji"})
    station.report_changed.emit(station.report)
    window.choose_language("ko")
    window.choose_theme("light")
    window.show_wakefulness(Wakefulness.NO_MEANS)
    assert _made(window) == ("live",)
    settings = window.settings
    assert settings.network.texts()[0] == "127.0.0.1:8710"
    assert settings.network.texts()[2].startswith(window._speech.words.say("settings_awake_no_means"))
    assert settings.general.themes.card("light").isChecked()
    assert settings.general.languages.button("ko").isChecked()
    window.choose_theme("dark")
    window.screen_named("enrol", EnrolScreen)
    assert _made(window) == ("live", "enrol", "settings")
    assert _shown(window) is window.screen_named("live", WallScreen)


def test_a_late_screen_gets_its_key_and_its_panel(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.wall.panel_button.setChecked(False)
    window.show_screen("people")
    window.close_for_good()
    store = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    again = MainWindow(Speech("en"), Station(), store, "")
    qtbot.addWidget(again)
    assert again.screens_made == ("people",)
    again.rail.button("live").click()
    assert _shown(again) is again.wall
    assert not again.wall.panel_button.isChecked()
    again.ways.go("enrol")
    assert isinstance(_shown(again), EnrolScreen)
