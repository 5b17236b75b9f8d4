"""The station starts, says what is wrong, and stops without leaving anything."""

from __future__ import annotations

import os
import socket
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from desktop_app.application import Application
from desktop_app.station_state import Phase, StationState, models_are_missing, window_code
from offload_server.data_folder import DataFolder
from offload_server.reasons import ServerReason
from pipeline.types import Reason
from resources.catalogue import Catalogue
from tests.desktop_app.conftest import StationMaker
from tests.fakes.engine import FakeEngine


def _failed(application: Application, qtbot: QtBot) -> StationState:
    qtbot.waitUntil(lambda: application.station.state.phase is Phase.FAILED, timeout=20_000)
    return application.station.state


def test_the_window_is_there_before_the_server(make_station: StationMaker, qtbot: QtBot) -> None:
    application = make_station()
    assert application.window.isVisible()
    assert application.station.state.phase is not Phase.RUNNING
    assert "getting ready" in application.window.wall.notice.texts()[0]
    qtbot.waitUntil(lambda: application.station.state.phase is Phase.RUNNING, timeout=20_000)
    server, cameras, device, recogniser, faces = application.window.status.texts()
    assert server.startswith("127.0.0.1:")
    assert (cameras, recogniser, faces) == ("0", "fake", "0")
    assert device == "CPU · fake"


def test_a_taken_port_is_said_and_another_one_helps(
    make_station: StationMaker, engine: FakeEngine, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_app.backends.household_engine", lambda _: FakeEngine())
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        application = make_station(port=port)
        state = _failed(application, qtbot)
        assert state.port_is_taken
        assert str(port) in application.window.wall.notice.texts()[1]
        application.window.wall.notice.button("port").click()
        qtbot.waitUntil(lambda: application.station.state.phase is Phase.RUNNING, timeout=20_000)
    assert application.station.state.address != f"127.0.0.1:{port}"


def test_another_owner_of_the_data_folder_is_named(make_station: StationMaker, qtbot: QtBot, tmp_path: Path) -> None:
    data = DataFolder(tmp_path)
    data.open()
    data.lock()
    try:
        application = make_station(data=tmp_path)
        state = _failed(application, qtbot)
        assert state.owner_process == str(os.getpid())
        assert str(tmp_path) in application.window.wall.notice.texts()[1]
        assert application.window.wall.notice.button("retry").isVisible()
        assert not application.window.wall.notice.button("fetch").isVisible()
    finally:
        data.release()


def test_loading_models_do_not_stop_the_doors(make_station: StationMaker, engine: FakeEngine, qtbot: QtBot) -> None:
    engine._ready = False
    application = make_station()
    qtbot.waitUntil(lambda: application.station.state.is_loading, timeout=20_000)
    assert application.window.wall.news.isVisible()
    assert application.window.status.texts()[2] != "not running"
    engine.become_ready()
    qtbot.waitUntil(lambda: not application.window.wall.news.isVisible(), timeout=20_000)


@pytest.mark.allow_log("the engine did not start")
def test_models_that_cannot_be_loaded_are_a_banner(
    make_station: StationMaker, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine._ready = False
    application = make_station()
    qtbot.waitUntil(lambda: application.station.state.is_loading, timeout=20_000)
    engine.fail("no room")
    qtbot.waitUntil(application.window.wall.trouble.isVisible, timeout=20_000)
    assert "no room" in application.window.wall.trouble.accessibleName()
    assert application.window.wall.trouble.button.text() == "Try again"


def test_missing_models_can_be_fetched() -> None:
    assert models_are_missing(Reason.of("weight_missing", name="sface", file="f", folder="d"))
    assert not models_are_missing(Reason.of(ServerReason.PORT_TAKEN, host="h", port=1))
    assert not models_are_missing(None)


def test_it_stops_in_time_and_leaves_no_thread_or_timer(make_station: StationMaker, qtbot: QtBot) -> None:
    before = {thread.name for thread in threading.enumerate()}
    application = make_station()
    qtbot.waitUntil(lambda: application.station.state.phase is Phase.RUNNING, timeout=20_000)
    began = time.monotonic()
    application.quit()
    application.quit()
    assert not application.window.isVisible()
    qtbot.waitUntil(lambda: application.station.state.phase is Phase.STOPPED, timeout=20_000)
    assert time.monotonic() - began < 3.0
    qtbot.waitUntil(lambda: {thread.name for thread in threading.enumerate()} <= before, timeout=2_000)
    assert not [timer for timer in application.station.findChildren(QTimer) if timer.isActive()]


def test_quitting_while_it_starts_stops_what_had_begun(make_station: StationMaker, qtbot: QtBot) -> None:
    application = make_station()
    qtbot.waitUntil(lambda: application.station.state.step != "", timeout=20_000)
    application.quit()
    qtbot.waitUntil(lambda: application.station.state.phase is Phase.STOPPED, timeout=20_000)


def test_one_timer_polls_for_all(station: Application) -> None:
    assert len([timer for timer in station.station.findChildren(QTimer) if timer.isActive()]) == 1


def test_the_window_names_buttons_where_a_terminal_names_commands() -> None:
    damaged = Reason.of("weight_damaged", name="sface", file="sface.bin", folder="weights")
    for words in (Catalogue("en"), Catalogue("ko")):
        said = words.say(window_code(damaged), **damaged.figures())
        assert "sface.bin" in said
        assert "munjigi-lab" not in said
    assert window_code(Reason.of("face_too_small", face_px=41, needed_px=60)) == "face_too_small"
