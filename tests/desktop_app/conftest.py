"""A whole station on a throw-away household: real window, server thread and store; the engine obeys the test."""

from __future__ import annotations

import gc
import os
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anybody makes a QApplication

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.application import Application, StationOptions
from desktop_app.backends import HouseholdBackend, HouseholdOptions
from desktop_app.collecting import collect_what_is_due
from desktop_app.station_state import Phase
from offload_server.demo.options import DemoOptions
from tests.fakes.engine import FakeEngine

StationMaker = Callable[..., Application]


@pytest.fixture(scope="package", autouse=True)
def nothing_is_left_to_others() -> Iterator[None]:
    """The windows of these tests are not for a thread of the next package to destroy."""
    yield
    gc.collect()


@pytest.fixture(autouse=True)
def garbage_ends_on_the_gui_thread() -> Iterator[None]:
    """As in the station: Python's collector in another thread would destroy widgets there."""
    gc.disable()
    yield
    collect_what_is_due()
    gc.enable()


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def make_station(qapp: QApplication, qtbot: QtBot, tmp_path: Path, engine: FakeEngine) -> Iterator[StationMaker]:
    """``make_station(port=0, data=None, begin=True)``: stations, all of which are stopped in the end.

    ``welcomes``: the first minutes come by themselves, which most tests know already.
    """
    made: list[Application] = []
    QSettings("munjigi", "station").clear()  # a window opens as the one before was left

    def make(
        port: int = 0,
        data: Path | None = None,
        *,
        begin: bool = True,
        welcomes: bool = False,
        weights: Path | None = None,
    ) -> Application:
        options = HouseholdOptions(data or tmp_path / uuid.uuid4().hex, port, weights, advertise=False)
        backend = HouseholdBackend(options, lambda _: engine)
        application = Application(qapp, StationOptions(options, DemoOptions(), "en", welcomes=welcomes), backend)
        made.append(application)
        if begin:
            application.begin()
        return application

    yield make
    for application in made:
        application.quit()
        qtbot.waitUntil(partial(_has_stopped, application), timeout=10_000)
        application.window.deleteLater()
        application.deleteLater()
    qapp.processEvents()


def _has_stopped(application: Application) -> bool:
    return application.station.state.phase is Phase.STOPPED


@pytest.fixture
def station(make_station: StationMaker, qtbot: QtBot) -> Application:
    """A running one."""
    application = make_station()
    qtbot.waitUntil(lambda: application.station.state.phase is Phase.RUNNING, timeout=20_000)
    return application
