"""The record in a real window over a real store: filtered, scrolled, followed, exported, and never waited for."""

from __future__ import annotations

import csv
import dataclasses
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app.application import Application
from desktop_app.events.columns import ROW_PX, Column
from desktop_app.events.events_screen import EventsScreen
from desktop_app.events.notice import NONE_MATCH, NOT_RUNNING, NOTHING_YET, UNREADABLE
from desktop_app.events.paging import PAGE_ROWS
from desktop_app.window.toast_shelf import Toast
from desktop_app.window.ways import Destination
from offload_server.household import events as use_cases
from offload_server.household.people import erase_person, rename_person
from offload_server.household.records import EventFilter, EventId, EventRecord
from offload_server.household.visits import record_decision
from offload_server.store.event_listing import EventListing
from offload_server.trust.principals import Housekeeper, LocalAdmin
from pipeline.types import CameraId, PersonId, Verdict
from tests.desktop_app.conftest import StationMaker
from tests.desktop_app.events.filling import fill
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_decision

Filled = tuple[Application, EventsScreen, list[CameraId], list[PersonId]]
Opener = Callable[..., Filled]


def _screen(station: Application) -> EventsScreen:
    return station.window.screen_named("events", EventsScreen)


@pytest.fixture
def opened(station: Application, qtbot: QtBot) -> Opener:
    """``opened(rows)``: a house with so many events, shown."""

    def open_with(rows: int) -> Filled:
        got: list[tuple[list[CameraId], list[PersonId]]] = []
        bridge = station.station.bridge
        bridge.call(fill, bridge.house, rows).then(got.append)
        qtbot.waitUntil(lambda: bool(got), timeout=10_000)
        report = station.station
        qtbot.waitUntil(lambda: len(report.report.names) == 3 and len(report.report.doors) == 4, timeout=20_000)
        screen = _screen(station)
        station.window.activateWindow()
        qtbot.waitUntil(station.window.isActiveWindow, timeout=2_000)
        station.window.ways.go("events")
        qtbot.waitUntil(lambda: screen.record.is_listed and not screen.record.reader.is_listing, timeout=20_000)
        assert screen.record.model.rowCount() == rows
        return station, screen, *got[0]

    return open_with


def _all_here(screen: EventsScreen) -> bool:
    first, last = screen.record.table.rows_in_view()
    return all(screen.record.model.row(row) is not None for row in range(first, last + 1))


def _shows_picture_of(screen: EventsScreen, event: EventRecord) -> bool:
    return screen.details.picture.is_shown is event.has_snapshot


def _say(station: Application, engine: FakeEngine, visit: str, verdict: Verdict, **changes: object) -> None:
    del station
    engine.say(dataclasses.replace(fake_decision(visit, verdict), **changes))  # type: ignore[arg-type]


def test_the_key_of_the_rail_opens_it(station: Application, qtbot: QtBot) -> None:
    station.window.activateWindow()
    qtbot.waitUntil(station.window.isActiveWindow, timeout=2_000)
    QTest.keyClick(station.window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    screen = _screen(station)
    qtbot.waitUntil(lambda: station.window.screen_shown is screen, timeout=2_000)
    qtbot.waitUntil(lambda: screen.record.notice_shown is NOTHING_YET, timeout=20_000)


def test_only_pages_near_the_view_are_fetched(opened: Opener, qtbot: QtBot) -> None:
    _, screen, _, _ = opened(5_000)
    asked: list[int] = []
    screen.record.reader.asked.connect(asked.append)
    qtbot.waitUntil(lambda: not screen.record.reader.is_paging)
    bar = screen.record.table.verticalScrollBar()
    for share in range(1, 50):  # dragged from end to end
        bar.setValue(bar.maximum() * share // 50)
    bar.setValue(bar.maximum() // 2)
    qtbot.waitUntil(lambda: _all_here(screen) and not screen.record.reader.is_paging, timeout=20_000)
    middle = 25
    assert set(asked[-3:]) <= {middle - 2, middle - 1, middle, middle + 1, middle + 2}
    assert len(asked) <= 8, "not one for each page that went by"
    assert screen.record.model.paging.kept <= 9 * PAGE_ROWS


def test_nothing_blocks_the_window(opened: Opener, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the house takes its time, the window goes on: rows are placeholders, and no use-case runs on its thread."""
    _, screen, _, _ = opened(1_000)
    qtbot.waitUntil(lambda: not screen.record.reader.is_paging)
    gate, threads = threading.Event(), []
    real = EventListing.rows

    def slow(listing: EventListing, offset: int, limit: int) -> object:
        threads.append(threading.current_thread())
        gate.wait(10)
        return real(listing, offset, limit)

    monkeypatch.setattr(EventListing, "rows", slow)
    begun = time.monotonic()
    screen.record.table.verticalScrollBar().setValue(700 * ROW_PX)
    picture = screen.record.table.grab()
    assert time.monotonic() - begun < 5, "the gate is shut for ten"
    assert not picture.isNull()
    assert screen.record.model.row(705) is None
    gate.set()
    qtbot.waitUntil(lambda: _all_here(screen), timeout=20_000)
    assert threading.main_thread() not in threads


def test_filters_narrow_and_can_be_cleared(opened: Opener, qtbot: QtBot) -> None:
    _, screen, doors, people = opened(400)
    model, filters = screen.record.model, screen.filters

    def rows_are(check: Callable[[int], bool]) -> bool:
        return 0 < model.rowCount() < 400 and all(check(row) for row in range(min(model.rowCount(), PAGE_ROWS)))

    filters.doors.pick(doors[1])
    qtbot.waitUntil(lambda: rows_are(lambda row: model.paging.at(row).camera_id == doors[1]))  # type: ignore[union-attr]
    chip = next(chip for chip in filters.chips.chips.values() if not chip.isHidden())
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: rows_are(lambda row: model.paging.at(row).verdict is chip.verdict))  # type: ignore[union-attr]
    assert filters.decisions.value is chip.verdict
    assert f" {model.rowCount()}" in chip.text()
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: filters.decisions.value is None)
    filters.people.pick(people[0])
    qtbot.waitUntil(lambda: rows_are(lambda row: model.paging.at(row).person_name == "Minji"))  # type: ignore[union-attr]
    QTest.keyClicks(filters.search, "nobody of that name")
    qtbot.waitUntil(lambda: screen.record.notice_shown is NONE_MATCH, timeout=20_000)
    assert not screen.details.event_shown
    action = screen.record.notices[NONE_MATCH].action
    assert action is not None
    QTest.mouseClick(action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: model.rowCount() == 400, timeout=20_000)
    assert filters.search.text() == ""
    assert filters.people.value is None


def test_days_are_picked_from_a_calendar(opened: Opener, qtbot: QtBot) -> None:
    _, screen, _, _ = opened(900)  # five minutes apart: three days and a little
    QTest.mouseClick(screen.filters.days, Qt.MouseButton.LeftButton)
    popup = screen.filters.days.popup
    assert popup.isVisible()
    yesterday = QDate.currentDate().addDays(-1)
    popup.calendar.clicked.emit(yesterday)
    assert not popup.isVisible()
    model = screen.record.model
    qtbot.waitUntil(lambda: model.rowCount() == 24 * 12, timeout=20_000)
    day = model.row(0)
    assert day is not None
    assert day.day.isoformat() == yesterday.toString(Qt.DateFormat.ISODate)
    QTest.mouseClick(screen.filters.days, Qt.MouseButton.LeftButton)
    QTest.mouseClick(popup.spans["any"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: model.rowCount() == 900, timeout=20_000)


def test_the_details_follow_the_keys(opened: Opener, qtbot: QtBot) -> None:
    station, screen, _, _ = opened(300)
    table, model = screen.record.table, screen.record.model
    went: list[Destination] = []
    station.window.ways.asked.connect(went.append)
    assert screen.details.event_shown == model.paging.at(0)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert screen.details.event_shown == model.paging.at(1)
    QTest.keyClick(table, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: screen.details.event_shown == model.paging.at(299) is not None, timeout=20_000)
    QTest.keyClick(table, Qt.Key.Key_Home)
    row = next(row for row in range(PAGE_ROWS) if model.paging.at(row).person_name)  # type: ignore[union-attr]
    point = QPoint(300, table.rowViewportPosition(row) + 20)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    shown = screen.details.event_shown
    assert shown is not None
    assert shown == model.paging.at(row)
    QTest.mouseClick(screen.details.live, Qt.MouseButton.LeftButton)
    assert went[-1] == Destination("live", shown.camera_id)
    station.window.ways.go("events")
    assert screen.details.event_shown == shown, "it is where it was left"
    assert screen.details.person.isVisible()
    assert str(shown.person_name) in screen.details.person.accessibleName()


def test_new_events_come_at_the_top_and_leave_the_reader_alone(
    opened: Opener, engine: FakeEngine, qtbot: QtBot
) -> None:
    station, screen, _, _ = opened(300)
    table, model = screen.record.table, screen.record.model
    qtbot.wait(50)  # the subscription is made on the server's loop
    _say(station, engine, "fresh", Verdict.UNKNOWN)
    qtbot.waitUntil(lambda: model.rowCount() == 301, timeout=20_000)
    assert table.is_at_top
    assert not screen.record.pill.isVisible()
    first = model.paging.at(0)
    assert first is not None
    assert first.visit_id == "fresh"
    table.choose(60)
    table.verticalScrollBar().setValue(55 * ROW_PX + 7)
    read, at = model.paging.at(60), table.rowViewportPosition(60)
    _say(station, engine, "fresher", Verdict.UNKNOWN)
    qtbot.waitUntil(lambda: model.rowCount() == 302, timeout=20_000)
    assert table.row_chosen == 61
    assert (model.paging.at(61), table.rowViewportPosition(61)) == (read, at), "what is read stays under the eye"
    assert screen.details.event_shown == read
    assert screen.record.pill.isVisible()
    _say(station, engine, "fresher", Verdict.RECOGNISED, revision=1)
    qtbot.waitUntil(lambda: model.paging.at(0).verdict is Verdict.RECOGNISED, timeout=20_000)  # type: ignore[union-attr]
    assert model.rowCount() == 302, "a lifted decision takes the place of the first one"
    QTest.mouseClick(screen.record.pill, Qt.MouseButton.LeftButton)
    assert table.is_at_top
    assert not screen.record.pill.isVisible()
    qtbot.waitUntil(lambda: "302" in screen.top_bar.findChildren(type(screen.details.when))[1].text(), timeout=20_000)


def test_news_that_the_filter_does_not_want_stay_out(opened: Opener, engine: FakeEngine, qtbot: QtBot) -> None:
    station, screen, doors, _ = opened(50)
    screen.filters.doors.pick(doors[0])
    qtbot.waitUntil(lambda: 0 < screen.record.model.rowCount() < 50, timeout=20_000)
    before = screen.record.model.rowCount()
    _say(station, engine, "elsewhere", Verdict.UNKNOWN, camera_id=doors[1])
    _say(station, engine, "here", Verdict.UNKNOWN, camera_id=doors[0])
    qtbot.waitUntil(lambda: screen.record.model.rowCount() == before + 1, timeout=20_000)
    top = screen.record.model.paging.at(0)
    assert top is not None
    assert top.visit_id == "here"


def test_a_screen_sends_here_for_a_person_or_an_event(opened: Opener, qtbot: QtBot) -> None:
    station, screen, _, people = opened(700)
    model = screen.record.model
    station.window.ways.go("events", people[1])
    qtbot.waitUntil(lambda: 0 < model.rowCount() < 700, timeout=20_000)
    assert screen.filters.people.currentText() == "Jiho"
    old: list[EventId] = []
    bridge = station.station.bridge
    listed = EventFilter(limit=1)
    bridge.call(use_cases.read_rows, LocalAdmin(), bridge.house, listed, 10_000, 640).then(
        lambda rows: old.append(rows[0].id)
    )
    qtbot.waitUntil(lambda: bool(old), timeout=20_000)
    station.window.ways.go("events", old[0])
    qtbot.waitUntil(lambda: screen.details.event_shown is not None and screen.details.event_shown.id == old[0])
    assert screen.record.table.row_chosen == 640
    assert screen.filters.people.value is None
    said: list[Toast] = []
    station.window.ways.toasted.connect(said.append)
    station.window.ways.go("events", EventId("gone"))
    qtbot.waitUntil(lambda: [toast.code for toast in said] == ["events_gone"], timeout=20_000)


def test_pictures_come_for_rows_in_view_and_missing_ones_are_said(opened: Opener, qtbot: QtBot) -> None:
    station, screen, _, _ = opened(0)
    bridge = station.station.bridge
    for number in range(3):
        decision = fake_decision(f"v{number}", Verdict.UNKNOWN)
        kept = decision if number else dataclasses.replace(decision, crop=None)
        bridge.call(record_decision, Housekeeper(), bridge.house, kept).then(None)
    model = screen.record.model
    qtbot.waitUntil(lambda: model.rowCount() == 3, timeout=20_000)
    events = [model.paging.at(row) for row in range(3)]
    with_picture = [event for event in events if event is not None and event.has_snapshot]
    qtbot.waitUntil(lambda: all(model.picture(event) is not None for event in with_picture), timeout=20_000)
    for row, event in enumerate(events):
        screen.record.table.choose(row)
        assert event is not None
        qtbot.waitUntil(partial(_shows_picture_of, screen, event), timeout=20_000)


def test_a_rename_and_an_erasure_are_seen(opened: Opener, qtbot: QtBot) -> None:
    station, screen, _, people = opened(120)
    model, bridge = screen.record.model, station.station.bridge

    def titles() -> set[str]:
        rows = (model.row(row) for row in range(PAGE_ROWS))
        return {row.title for row in rows if row is not None}

    assert "Minji" in titles()
    bridge.call(rename_person, LocalAdmin(), bridge.house, people[0], "Mina").then(None)
    qtbot.waitUntil(lambda: "Mina" in titles() and "Minji" not in titles(), timeout=20_000)
    station.window.ways.go("events", people[0])
    qtbot.waitUntil(lambda: titles() == {"Mina"}, timeout=20_000)
    bridge.call(erase_person, LocalAdmin(), bridge.house, people[0]).then(None)
    qtbot.waitUntil(lambda: "Erased person" in titles() and "Mina" not in titles(), timeout=20_000)
    assert model.rowCount() == 120, "nobody filters by somebody who was erased"


def test_the_export_writes_what_is_shown(opened: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    station, screen, doors, _ = opened(450)
    said: list[Toast] = []
    station.window.ways.toasted.connect(said.append)
    screen.filters.doors.pick(doors[2])
    qtbot.waitUntil(lambda: 0 < screen.record.model.rowCount() < 450, timeout=20_000)
    QTest.mouseClick(screen.export, Qt.MouseButton.LeftButton)
    dialog = screen.dialog
    assert dialog is not None
    file = tmp_path / "events.csv"
    name = dialog.findChild(QLineEdit)
    assert name is not None
    name.setText(str(file))
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile(str(file))
    QFileDialog.accept(dialog)
    qtbot.waitUntil(lambda: [toast.code for toast in said] == ["events_exported"], timeout=10_000)
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == screen.record.model.rowCount()
    assert {row["Door"] for row in rows} == {"Back door"}
    assert screen.export.accessibleName() == screen.export.text().strip() == "Export CSV"


def test_in_a_narrow_window_the_details_are_a_drawer(opened: Opener, qtbot: QtBot) -> None:
    station, screen, _, _ = opened(20)
    station.window.resize(1280, 800)
    assert screen.details.isVisible()
    wide = screen.record.table.width()
    station.window.resize(1024, 640)
    qtbot.waitUntil(lambda: not screen.details.isVisible())
    assert screen.record.table.columnWidth(Column.WHY) > 100
    screen.record.table.setFocus()
    QTest.keyClick(screen.record.table, Qt.Key.Key_Return)
    assert screen.details.isVisible()
    assert screen.record.table.width() > wide, "it lies over the table"
    QTest.keyClick(screen.record.table, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not screen.details.isVisible())


def test_the_language_changes_while_it_is_read(opened: Opener, qtbot: QtBot) -> None:
    station, screen, _, _ = opened(30)
    station.window.choose_language("ko")
    heading = screen.record.model.headerData(Column.WHY, Qt.Orientation.Horizontal)
    assert heading == "이유"
    assert screen.filters.doors.itemText(0) == "모든 문"
    assert screen.details.heading.text() in {"알아본 이유", "알아보지 못한 이유"}
    screen.grab()
    station.window.choose_language("en")
    assert screen.filters.days.text().strip() == "All days"


def test_without_a_server_it_says_so(make_station: StationMaker, qtbot: QtBot) -> None:
    application = make_station(begin=False)
    screen = _screen(application)
    assert screen.record.notice_shown is NOT_RUNNING
    assert not screen.export.isEnabled()
    application.begin()
    qtbot.waitUntil(screen.export.isEnabled, timeout=20_000)


@pytest.mark.allow_log("ERROR .*the record could not be read")
def test_a_record_that_cannot_be_read_can_be_tried_again(
    station: Application, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("the disk is gone")

    with monkeypatch.context() as patched:
        patched.setattr(EventListing, "counts", refuse)
        screen = _screen(station)
        station.window.ways.go("events")
        qtbot.waitUntil(lambda: screen.record.notice_shown is UNREADABLE, timeout=20_000)
    action = screen.record.notices[UNREADABLE].action
    assert action is not None
    QTest.mouseClick(action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.record.notice_shown is NOTHING_YET, timeout=20_000)


def test_every_control_has_a_name_and_a_way_by_key(opened: Opener) -> None:
    _, screen, _, _ = opened(20)
    kinds = (QAbstractButton, QComboBox, QLineEdit, QAbstractItemView)
    controls = [widget for kind in kinds for widget in screen.findChildren(kind) if widget.isVisibleTo(screen)]
    reached = [widget for widget in controls if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(reached) >= 10
    assert [widget for widget in reached if not widget.accessibleName()] == []
    index = screen.record.model.index(0, 0)
    heard = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    row = screen.record.model.row(0)
    assert row is not None
    assert row.title in heard
    assert row.why in heard


def test_letters_reach_the_search_and_keys_reach_the_screen(opened: Opener, qtbot: QtBot) -> None:
    station, screen, _, _ = opened(20)
    screen.record.table.setFocus()
    QTest.keyClick(screen.record.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(screen.filters.search.hasFocus, timeout=2_000)
    shown = screen.details.isVisible()
    QTest.keyClick(screen.filters.search, Qt.Key.Key_V)
    assert screen.filters.search.text() == "v"
    assert screen.details.isVisible() is shown
    screen.record.table.setFocus()
    QTest.keyClick(screen.record.table, Qt.Key.Key_V)
    assert screen.details.isVisible() is not shown
    station.window.activateWindow()
