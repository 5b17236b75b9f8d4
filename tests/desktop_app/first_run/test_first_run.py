"""The first minutes in a fresh household, by mouse and by keyboard: real window, server and store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.application import Application
from desktop_app.first_run.first_run_model import Step
from desktop_app.settings.models_model import ModelsState, Presence, models_of
from desktop_app.settings.settings_model import read_household
from desktop_app.station_state import Phase
from offload_server.household.consents import ConsentGiven
from offload_server.household.people import add_person
from offload_server.trust.principals import LocalAdmin
from tests.desktop_app.conftest import StationMaker
from tests.desktop_app.settings.conftest import SFACE, make_small_store, small_manifest
from tests.fakes.engine import FakeEngine


@pytest.fixture
def welcomed(make_station: StationMaker, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Application:
    """A station on a fresh household; it has come to the first step."""
    monkeypatch.setattr("desktop_app.backends.household_engine", lambda _: FakeEngine())
    application = make_station(welcomes=True)
    qtbot.waitUntil(lambda: application.window.is_covered, timeout=20_000)
    return application


def _press(application: Application, key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)
    QApplication.processEvents()


def _step(application: Application) -> Step:
    return application.first_run.state.step


def _language(application: Application) -> str:
    return application.speech.words.language


def _is_covered(application: Application) -> bool:
    return application.window.is_covered


def _household_name(application: Application, qtbot: QtBot) -> str:
    got: list[str] = []
    bridge = application.station.bridge
    bridge.call(read_household, bridge.house).then(lambda household: got.append(household.household_name))
    qtbot.waitUntil(lambda: bool(got), timeout=20_000)
    return got[0]


def test_a_fresh_household_is_led_through_its_first_minutes_by_the_keyboard_alone(
    welcomed: Application, qtbot: QtBot
) -> None:
    first_run = welcomed.first_run
    welcomed.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is first_run.language.buttons["en"], timeout=20_000)
    _press(welcomed, Qt.Key.Key_Up)
    _press(welcomed, Qt.Key.Key_Space)
    assert _language(welcomed) == "ko"
    assert first_run.language.title.text() == "어떤 언어를 쓸까요?"
    _press(welcomed, Qt.Key.Key_Down)
    _press(welcomed, Qt.Key.Key_Space)
    assert _language(welcomed) == "en"
    first_run.next.setFocus()
    _press(welcomed, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is first_run.household.name, timeout=20_000)
    QTest.keyClicks(first_run.household.name, "The Kims")
    _press(welcomed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _step(welcomed) is Step.MODELS, timeout=20_000)
    assert _household_name(welcomed, qtbot) == "The Kims"
    assert "The Kims" in first_run.list.entries[Step.HOUSEHOLD].accessibleName()
    _press(welcomed, Qt.Key.Key_Escape)
    assert not welcomed.window.is_covered
    assert first_run.state.is_over


def test_a_name_that_cannot_be_shown_is_refused_where_it_stands(welcomed: Application, qtbot: QtBot) -> None:
    first_run = welcomed.first_run
    first_run.go_to("household")
    first_run.household.name.setText("K\u202eim")
    QTest.mouseClick(first_run.next, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: first_run.household.problem() != "", timeout=20_000)
    assert _step(welcomed) is Step.HOUSEHOLD
    first_run.household.name.setText("Kim")
    QTest.mouseClick(first_run.next, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: _step(welcomed) is Step.MODELS, timeout=20_000)


def test_every_step_can_be_gone_to_and_left(welcomed: Application, qtbot: QtBot) -> None:
    first_run = welcomed.first_run
    for step, entry in reversed(first_run.list.entries.items()):
        QTest.mouseClick(entry, Qt.MouseButton.LeftButton)
        assert _step(welcomed) is step
    first_run.go_to("camera")
    QTest.mouseClick(first_run.back, Qt.MouseButton.LeftButton)
    assert _step(welcomed) is Step.MODELS
    QTest.mouseClick(first_run.later, Qt.MouseButton.LeftButton)
    assert _step(welcomed) is Step.CAMERA
    assert Step.MODELS not in first_run.state.done


def test_closing_it_is_remembered_and_settings_opens_it_again(
    welcomed: Application, make_station: StationMaker, qtbot: QtBot
) -> None:
    first_run = welcomed.first_run
    first_run.go_to("camera")
    QTest.mouseClick(first_run.close_now, Qt.MouseButton.LeftButton)
    assert not _is_covered(welcomed)
    welcomed.window.show_screen("settings")
    QTest.mouseClick(welcomed.window.settings.general.first_steps, Qt.MouseButton.LeftButton)
    assert _is_covered(welcomed)
    assert _step(welcomed) is Step.CAMERA


def test_a_restart_in_the_middle_goes_on_where_it_was(make_station: StationMaker, qtbot: QtBot, tmp_path: Path) -> None:
    data = tmp_path / "home"
    before = make_station(data=data, welcomes=True)
    qtbot.waitUntil(lambda: before.window.is_covered, timeout=20_000)
    before.first_run.go_to("models")
    before.quit()
    qtbot.waitUntil(lambda: before.station.state.phase is Phase.STOPPED, timeout=10_000)
    after = make_station(data=data, begin=False, welcomes=True)
    assert _step(after) is Step.MODELS
    other = make_station(begin=False, welcomes=True)
    assert _step(other) is Step.LANGUAGE, "another household has first minutes of its own"


def test_a_household_with_somebody_is_not_led(make_station: StationMaker, qtbot: QtBot) -> None:
    application = make_station(welcomes=False)
    qtbot.waitUntil(lambda: application.station.state.phase is Phase.RUNNING, timeout=20_000)
    bridge = application.station.bridge
    done: list[object] = []
    bridge.call(add_person, LocalAdmin(), bridge.house, "Minji", ConsentGiven("Minji", False, "2026-11")).then(
        done.append
    )
    qtbot.waitUntil(lambda: bool(done) and bool(application.station.report.names), timeout=20_000)
    application._options = replace(application._options, welcomes=True)
    asked = list(bridge._calls)
    application._started()
    qtbot.waitUntil(lambda: not set(bridge._calls) - set(asked), timeout=20_000)
    assert not application.window.is_covered


def test_the_models_come_with_their_progress_and_a_failure_is_said(
    welcomed: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    shelf, models = welcomed.shelf, welcomed.first_run.models
    shelf._make_store = make_small_store
    shelf.folder = tmp_path / "weights"
    shelf.state = ModelsState(models_of(small_manifest()))
    welcomed.first_run.go_to("models")
    qtbot.waitUntil(lambda: shelf.state.of("standard")[0].presence is Presence.MISSING, timeout=20_000)
    models.take_from(tmp_path / "nothing")
    qtbot.waitUntil(lambda: models.problem() != "", timeout=20_000)
    assert "sface.bin" in models.problem()
    (tmp_path / "usb").mkdir()
    (tmp_path / "usb" / "sface.bin").write_bytes(SFACE)
    models.take_from(tmp_path / "usb")
    qtbot.waitUntil(lambda: shelf.state.is_complete("standard"), timeout=20_000)
    assert models.problem() == ""
    assert models.all_here.isVisible()
    assert not models.fetch.isVisible()
    assert welcomed.window.is_covered


def test_enrolling_leaves_it_for_the_enrol_screen(welcomed: Application, qtbot: QtBot) -> None:
    first_run = welcomed.first_run
    asked: list[str] = []
    first_run.left.disconnect()
    first_run.left.connect(asked.append)
    first_run.go_to("person")
    assert first_run.next.property("kind") == "", "one filled button a view"
    QTest.mouseClick(first_run.person.enrol, Qt.MouseButton.LeftButton)
    assert asked == ["enrol"]
    assert first_run.state.is_over


def test_what_keeps_the_server_from_starting_is_not_covered(welcomed: Application, qtbot: QtBot) -> None:
    welcomed.station._show(replace(welcomed.station.state, phase=Phase.FAILED))
    assert not welcomed.window.is_covered
