"""The frame around the screens: keys, toasts, what is remembered, how it closes. Real window, server and store."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app.application import Application
from desktop_app.sleep import SleepGuard, Wakefulness
from desktop_app.speech import Speech
from desktop_app.station import Station
from desktop_app.wall.wall_model import Door, WallReport
from desktop_app.window.dialogs import KeysDialog
from desktop_app.window.focus_ring import ring_of
from desktop_app.window.main_window import MainWindow
from pipeline.types import CameraId


def _in_front(station: Application, qtbot: QtBot) -> None:
    station.window.activateWindow()
    qtbot.waitUntil(station.window.isActiveWindow, timeout=2_000)


def _caps(station: Application) -> list[str]:
    """The keys on the sheet, which is closed again."""
    QTest.keyClick(station.window, Qt.Key.Key_F1)
    sheet = station.window.findChildren(KeysDialog)[-1]
    found = [label.text() for label in sheet.findChildren(QLabel) if label.property("role") == "key"]
    sheet.accept()
    return found


def test_the_sheet_shows_the_keys_of_the_screen_in_front(station: Application, qtbot: QtBot) -> None:
    _in_front(station, qtbot)
    live = _caps(station)
    assert {"L", "C", "V", "Ctrl+1", "Ctrl+,", "F1", "Ctrl+Q", "Ctrl+Z"} <= set(live)
    station.window.show_screen("settings")
    settings = _caps(station)
    assert "L" not in settings
    assert {"Ctrl+1", "F1"} <= set(settings)


def test_letters_typed_into_a_field_stay_there(station: Application, qtbot: QtBot) -> None:
    _in_front(station, qtbot)
    wall = station.window.wall
    field = QLineEdit(wall)
    field.show()
    field.setFocus()
    before = wall.landmarks.isChecked(), wall.curtain.isChecked(), wall.panel_button.isChecked()
    QTest.keyClicks(field, "lcv")
    assert field.text() == "lcv"
    assert before == (wall.landmarks.isChecked(), wall.curtain.isChecked(), wall.panel_button.isChecked())
    wall.setFocus()
    QTest.keyClick(wall, Qt.Key.Key_L)
    assert wall.landmarks.isChecked() is not before[0], "without a field the letter acts"


def test_what_was_done_is_said_and_taken_back(station: Application, qtbot: QtBot) -> None:
    _in_front(station, qtbot)
    done: list[str] = []
    station.window.ways.say("window_copied", lambda: done.append("undone"))
    assert station.window.toasts.isVisible()
    QTest.keyClick(station.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert done == ["undone"]


def test_undo_in_a_field_is_the_fields(station: Application, qtbot: QtBot) -> None:
    _in_front(station, qtbot)
    done: list[str] = []
    station.window.ways.say("window_copied", lambda: done.append("undone"))
    field = QLineEdit(station.window.wall)
    field.show()
    field.setFocus()
    QTest.keyClicks(field, "ab")
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert done == []


def test_tab_through_the_rail_shows_where_the_focus_is(station: Application, qtbot: QtBot) -> None:
    _in_front(station, qtbot)
    live = station.window.rail.button("live")
    live.setFocus(Qt.FocusReason.OtherFocusReason)
    assert not ring_of(station.window).isVisible()
    QTest.keyClick(live, Qt.Key.Key_Tab)
    qtbot.waitUntil(ring_of(station.window).isVisible, timeout=2_000)


def test_a_pc_that_may_sleep_is_said_in_the_status_bar(station: Application, qtbot: QtBot) -> None:
    status = station.window.status
    assert not status.may_sleep.isVisible()
    station.sleep = SleepGuard(None, station)
    station.sleep.changed.connect(status.show_wakefulness)
    door = Door(CameraId("c1"), "Front door", True, dt.datetime.now().astimezone())
    station._stay_awake(WallReport((door,), {}))
    assert status.may_sleep.isVisible()
    assert "sleep" in status.may_sleep.toolTip()
    station._stay_awake(WallReport((), {}))
    assert not status.may_sleep.isVisible()
    assert station.sleep.state is Wakefulness.NOT_ASKED


def test_the_window_opens_as_it_was_left(station: Application, qtbot: QtBot) -> None:
    window = station.window
    window.resize(1024, 700)
    window.wall.panel_button.setChecked(False)
    window.show_screen("settings")
    store = QSettings("munjigi", "station")
    window.close_for_good()
    again = MainWindow(Speech("en"), Station(), store, "")
    qtbot.addWidget(again)
    assert again.size() == QSize(1024, 700)
    assert again.screen_shown is again.settings
    assert not again.wall.panel_button.isChecked()


@pytest.mark.parametrize("size", [QSize(1024, 640), QSize(3840, 2160)])
def test_it_fits_every_screen(tmp_path: Path, qtbot: QtBot, size: QSize) -> None:
    store = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Speech("en"), Station(), store, "")
    qtbot.addWidget(window)
    window.resize(size)
    window.show()
    assert window.size() == size, "nothing in it needs more room"
    window.close_for_good()


def test_a_screen_that_is_gone_is_not_looked_for(tmp_path: Path, qtbot: QtBot) -> None:
    store = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    store.setValue("window/screen", "horoscope")
    window = MainWindow(Speech("en"), Station(), store, "")
    qtbot.addWidget(window)
    assert window.screen_shown is window.wall
    window.close_for_good()
