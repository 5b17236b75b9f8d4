"""Doors appear, are judged, get lost; keys, language and theme work meanwhile. Real window, server and store."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QListView
from pytestqt.qtbot import QtBot

from desktop_app.application import Application
from desktop_app.theme import current_theme
from desktop_app.wall.add_camera import AddCameraDialog
from desktop_app.wall.tile import CameraTile
from desktop_app.wall.tile_frame import tool_places
from desktop_app.wall.tile_menu import TileMenu
from desktop_app.wall.tile_model import TileState
from desktop_app.window.dialogs import KeysDialog, QuitDialog
from offload_server.household.cameras import admit_camera
from offload_server.household.house import House
from offload_server.household.people import add_person
from offload_server.trust.principals import CameraOfThisMachine, LocalAdmin
from pipeline.types import CameraId, Verdict
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_decision, fake_face, fake_observation, fake_picture


async def _connect(house: House, name: str) -> CameraId:
    admitted = await admit_camera(CameraOfThisMachine(), house, name, None)
    house.views.connected(admitted.camera.id)
    return admitted.camera.id


async def _disconnect(house: House, camera_id: CameraId) -> None:
    house.views.disconnected(camera_id)


def _door(station: Application, qtbot: QtBot, name: str) -> CameraId:
    """A connected camera; its frames come straight into the store of latest frames."""
    got: list[CameraId] = []
    bridge = station.station.bridge
    bridge.call(_connect, bridge.house, name).then(got.append)
    qtbot.waitUntil(lambda: name in station.window.doors_watched(), timeout=20_000)
    return got[0]


def _show(station: Application, camera_id: CameraId, seq: int = 1) -> None:
    server = station.station.bridge._running()
    server.latest_frames.put(fake_observation(camera_id, seq, faces=(fake_face(),), image=fake_picture(320, 240)))


def _in_front(station: Application, qtbot: QtBot) -> None:
    station.window.activateWindow()
    qtbot.waitUntil(station.window.isActiveWindow, timeout=2_000)


def _tile(station: Application) -> CameraTile:
    return station.window.wall.grid.tiles[0]


def _state(station: Application) -> TileState | None:
    model = _tile(station).model
    return model.state if model is not None else None


def _states(station: Application) -> list[TileState | None]:
    models = [tile.model for tile in station.window.wall.grid.tiles]
    return [model.state if model is not None else None for model in models]


def test_without_a_door_it_says_what_to_do(station: Application) -> None:
    wall = station.window.wall
    assert wall.empty.isVisible()
    assert not wall.panel.isVisible()
    wall.empty.connect_camera.click()
    (dialog,) = station.window.findChildren(AddCameraDialog)
    assert dialog.pi.isVisible(), "the ways there are"
    dialog.reject()


def test_a_door_appears_is_judged_and_gets_lost(station: Application, engine: FakeEngine, qtbot: QtBot) -> None:
    camera_id = _door(station, qtbot, "Front door")
    wall = station.window.wall
    assert wall.news.isVisible(), "nobody is enrolled, and the wall says so"
    _show(station, camera_id)
    qtbot.waitUntil(lambda: _state(station) is TileState.LIVE, timeout=2_000)
    engine.say(fake_decision(verdict=Verdict.UNKNOWN, camera_id=camera_id, person_id=None))
    qtbot.waitUntil(lambda: wall.panel.model.rowCount() == 1, timeout=20_000)
    _show(station, camera_id, 2)
    qtbot.waitUntil(lambda: [face.sign for face in (_tile(station).model or pytest.fail("none")).faces] == ["unknown"])
    bridge = station.station.bridge
    bridge.call(_disconnect, bridge.house, camera_id).then(None)
    qtbot.waitUntil(lambda: _state(station) is TileState.STALE, timeout=20_000)
    assert station.window.status.texts()[1] == "0/1"
    assert wall.grid.isVisible(), "a lost door keeps its place"


def test_visits_of_today_are_there_after_a_restart(station: Application, engine: FakeEngine, qtbot: QtBot) -> None:
    engine.say(fake_decision(verdict=Verdict.UNKNOWN, person_id=None))
    qtbot.waitUntil(lambda: station.window.wall.panel.model.rowCount() == 1, timeout=20_000)
    station.window.wall.clear_visits()
    assert station.window.wall.panel.model.rowCount() == 0
    station.window.wall.load_visits()
    qtbot.waitUntil(lambda: station.window.wall.panel.model.rowCount() == 1, timeout=20_000)


def test_keys_of_the_wall(station: Application, qtbot: QtBot) -> None:
    camera_id = _door(station, qtbot, "Front door")
    _show(station, camera_id)
    wall, window = station.window.wall, station.window
    _in_front(station, qtbot)
    _tile(station).setFocus()
    qtbot.waitUntil(lambda: _state(station) is TileState.LIVE, timeout=2_000)
    QTest.keyClick(_tile(station), Qt.Key.Key_C)
    assert _state(station) is TileState.CURTAIN
    QTest.keyClick(_tile(station), Qt.Key.Key_C)
    assert _state(station) is not TileState.CURTAIN
    shown = wall.panel.isVisible()
    QTest.keyClick(_tile(station), Qt.Key.Key_V)
    assert wall.panel.isVisible() is not shown
    QTest.keyClick(_tile(station), Qt.Key.Key_L)
    assert not wall.landmarks.isChecked()
    QTest.keyClick(window, Qt.Key.Key_F1)
    keys = window.findChild(KeysDialog)
    assert keys is not None
    keys.accept()


def test_arrow_keys_move_over_the_tiles(station: Application, qtbot: QtBot) -> None:
    for name in ("Front door", "Garden gate", "Back door"):
        _door(station, qtbot, name)
    _in_front(station, qtbot)
    first, second, third = station.window.wall.grid.tiles
    first.setFocus()
    for pressed, key, focused in (
        (first, Qt.Key.Key_Right, second),
        (second, Qt.Key.Key_Down, second),  # there is no tile below it
        (second, Qt.Key.Key_Left, first),
        (first, Qt.Key.Key_Down, third),
    ):
        _in_front(station, qtbot)  # the window system of tests forgets now and then which window is
        qtbot.waitUntil(pressed.hasFocus)
        QTest.keyClick(pressed, key)
        assert station.window.focusWidget() is focused


def test_one_door_can_be_curtained_by_mouse_key_and_menu(station: Application, qtbot: QtBot) -> None:
    cameras = [_door(station, qtbot, name) for name in ("Front door", "Garden gate")]
    _in_front(station, qtbot)
    for camera_id in cameras:
        _show(station, camera_id)
    wall = station.window.wall
    first, second = wall.grid.tiles
    qtbot.waitUntil(lambda: _states(station) == [TileState.LIVE, TileState.LIVE], timeout=2_000)
    QTest.keyClick(first, Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    assert _states(station) == [TileState.CURTAIN, TileState.LIVE]
    assert not wall.curtain.isChecked(), "not all of them"
    place = tool_places(second.picture_rect())["curtain"].center().toPoint()
    QTest.mouseMove(second, place)
    QTest.mouseClick(second, Qt.MouseButton.LeftButton, pos=place)
    assert _states(station) == [TileState.CURTAIN, TileState.CURTAIN]
    assert wall.curtain.isChecked()
    menu = first.menu
    assert isinstance(menu, TileMenu)
    menu.action("curtain").trigger()
    assert _states(station)[1] is TileState.CURTAIN
    assert _states(station)[0] is not TileState.CURTAIN
    assert not wall.curtain.isChecked()


def test_the_curtain_of_all_hides_doors_that_come_later(station: Application, qtbot: QtBot) -> None:
    _door(station, qtbot, "Front door")
    wall = station.window.wall
    wall.curtain.click()
    later = _door(station, qtbot, "Garden gate")
    _show(station, later)
    qtbot.waitUntil(lambda: len(wall.grid.tiles) == 2, timeout=2_000)
    qtbot.waitUntil(lambda: _states(station)[1] is TileState.CURTAIN, timeout=2_000)


def test_points_of_one_tile_and_of_all(station: Application, qtbot: QtBot) -> None:
    for name in ("Front door", "Garden gate"):
        _door(station, qtbot, name)
    _in_front(station, qtbot)
    first, second = station.window.wall.grid.tiles
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert (first.landmarks_shown, second.landmarks_shown) == (False, True)
    QTest.keyClick(first, Qt.Key.Key_L)
    assert (first.landmarks_shown, second.landmarks_shown) == (False, False)


def test_language_and_theme_change_while_it_runs(station: Application, qtbot: QtBot) -> None:
    window = station.window
    _in_front(station, qtbot)
    QTest.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.screen_shown is window.settings, timeout=2_000)  # Qt shows the press for 100 ms
    window.settings.general.languages.button("ko").click()
    assert window.rail.button("live").text() == "실시간"
    assert window.windowTitle() == "문지기"
    house = station.station.bridge.house
    qtbot.waitUntil(lambda: house.settings.current.language == "ko", timeout=20_000)
    window.settings.general.themes.card("light").click()
    assert current_theme().name == "light"
    window.settings.general.themes.card("dark").click()
    assert current_theme().name == "dark"


def test_every_control_has_a_name(station: Application, qtbot: QtBot) -> None:
    _door(station, qtbot, "Front door")
    window = station.window
    nameless = [
        widget
        for kind in (QAbstractButton, QListView, CameraTile)
        for widget in window.findChildren(kind)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not widget.accessibleName()
    ]
    assert nameless == []


def test_quit_names_the_doors(station: Application, qtbot: QtBot) -> None:
    _door(station, qtbot, "Front door")
    station.window.ask_to_quit()
    dialog = station.window.findChild(QuitDialog)
    assert dialog is not None
    assert "Front door" in dialog.sentence.text()
    dialog.stay.click()
    assert station.window.isVisible()


def test_closing_keeps_watching(station: Application, qtbot: QtBot) -> None:
    _door(station, qtbot, "Front door")
    station.window.close()
    qtbot.waitUntil(lambda: station.window.isMinimized() or not station.window.isVisible())
    assert station.station.bridge.is_attached
    if station.presence.tray is None:
        assert "Front door" in station.window.windowTitle()
    station.window.come_forward()


def test_closing_without_a_door_quits(station: Application, qtbot: QtBot) -> None:
    with qtbot.waitSignal(station.station.stopped, timeout=10_000):
        station.window.close()


def test_someone_enrolled_ends_the_notice(station: Application, qtbot: QtBot) -> None:
    _door(station, qtbot, "Front door")
    bridge = station.station.bridge
    bridge.call(add_person, LocalAdmin(), bridge.house, "Minji").then(None)
    qtbot.waitUntil(lambda: not station.window.wall.news.isVisible(), timeout=20_000)


def test_a_hidden_wall_takes_no_frames(station: Application, qtbot: QtBot) -> None:
    camera_id = _door(station, qtbot, "Front door")
    station.window.show_screen("settings")
    _show(station, camera_id)
    time.sleep(0.1)
    before = _tile(station).model
    qtbot.wait(200)
    assert before is None or before.image is None
