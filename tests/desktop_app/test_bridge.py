"""Answers and news of the server arrive on the GUI thread, or not at all."""

from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.application import Application
from desktop_app.bridge import Bridge
from offload_server.household.records import EventRecord
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_decision


async def _answer(number: int) -> tuple[int, str]:
    return number, threading.current_thread().name


async def _refuse() -> None:
    raise LookupError("nobody there")


def test_an_answer_is_delivered_on_the_gui_thread(station: Application, qtbot: QtBot) -> None:
    got: list[tuple[int, str, threading.Thread]] = []
    station.station.bridge.call(_answer, 7).then(lambda answer: got.append((*answer, threading.current_thread())))
    assert not got, "never before the event loop turns"
    qtbot.waitUntil(lambda: bool(got))
    assert got == [(7, "munjigi-server", threading.main_thread())]


def test_a_failure_is_delivered_too(station: Application, qtbot: QtBot) -> None:
    errors: list[BaseException] = []
    station.station.bridge.call(_refuse).then(lambda _: pytest.fail("it was refused"), errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], LookupError)


def test_nothing_is_delivered_after_detaching(station: Application, qtbot: QtBot) -> None:
    got: list[object] = []
    bridge = station.station.bridge
    bridge.call(_answer, 1).then(got.append, got.append)
    bridge.detach()
    qtbot.wait(100)
    assert got == []
    assert bridge.latest() == {}
    with pytest.raises(RuntimeError):
        bridge.call(_answer, 2)


def test_a_recorded_decision_is_announced_on_the_gui_thread(
    station: Application, engine: FakeEngine, qtbot: QtBot
) -> None:
    got: list[tuple[EventRecord, threading.Thread]] = []
    station.station.bridge.event_recorded.connect(lambda event: got.append((event, threading.current_thread())))
    qtbot.wait(50)  # the subscription is made on the server's loop
    engine.say(fake_decision())
    qtbot.waitUntil(lambda: bool(got))
    assert got[0][1] is threading.main_thread()


def test_background_work_comes_home(qapp: QApplication, qtbot: QtBot) -> None:
    got: list[object] = []
    bridge = Bridge()
    bridge.in_background(lambda: threading.current_thread().name, "worker").then(got.append)
    qtbot.waitUntil(lambda: bool(got))
    assert got == ["munjigi-worker"]


class _Source(QObject):
    said = Signal(object)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="immortal objects hide the leak")
def test_pyside_keeps_its_references(qapp: QApplication, qtbot: QtBot) -> None:
    """PySide6 6.12.0 loses a reference to None a void call and to True an emit: the process dies after minutes."""
    widget, source = QWidget(), _Source()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(1_000):
        widget.update()
        source.said.emit(b"x")
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert abs(after[0] - before[0]) < 50
    assert abs(after[1] - before[1]) < 50
