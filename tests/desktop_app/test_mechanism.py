"""What keeps the window quick: one poll timer, nothing that waits on the GUI thread, no leaked references."""

from __future__ import annotations

import itertools
import sys
import threading
import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.application import Application
from tests.desktop_app.conftest import StationMaker

_CALLS = 1_000
_NOISE = 50
"""Other threads and caches take or drop some references meanwhile; a leak is one a call."""


def test_one_timer_beats_for_all(station: Application, qtbot: QtBot) -> None:
    """Whoever shows pictures listens to ``Station.polled``: a second beat would double what a frame costs."""
    beating = [
        timer
        for root in (station, station.window)
        for timer in root.findChildren(QTimer)
        if timer.isActive() and not timer.isSingleShot()
    ]
    assert len(beating) == 1
    assert beating[0].parent() is station.station


async def _block(seconds: float) -> str:
    time.sleep(seconds)  # noqa: ASYNC251 - a disk that hangs does the same
    return threading.current_thread().name


def test_a_use_case_that_hangs_leaves_the_window_alive(station: Application, qtbot: QtBot) -> None:
    station.window.show_screen("settings")  # made by now: it is the server's turn to be slow
    beats: list[float] = []
    answers: list[str] = []
    pulse = QTimer()
    pulse.timeout.connect(lambda: beats.append(time.monotonic()))
    pulse.start(20)
    station.station.bridge.call(_block, 2.0).then(answers.append)
    station.window.show_screen("settings")
    station.window.show_screen("live")
    assert answers == [], "nobody waited for it"
    qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
    pulse.stop()
    assert answers == ["munjigi-server"]
    gaps = [after - before for before, after in itertools.pairwise(beats)]
    assert len(beats) > 20
    assert max(gaps) < 1.0, "the beat went on while the server stood still"


def test_every_answer_arrives_on_the_gui_thread(station: Application, qtbot: QtBot) -> None:
    threads: list[threading.Thread] = []
    station.station.bridge.call(_block, 0.0).then(lambda _: threads.append(threading.current_thread()))
    qtbot.waitUntil(lambda: bool(threads), timeout=20_000)
    assert threads == [threading.main_thread()]


class _Sender(QObject):
    said = Signal(object)
    beat = Signal()


@pytest.mark.parametrize("what", ["update", "emit", "emit without argument", "paint", "single shot"])
def test_calls_into_qt_leak_no_references(qapp: QApplication, qtbot: QtBot, what: str) -> None:
    """PySide6 6.12.0 on Python 3.11 loses one reference to None or True a call, and aborts after some thousands."""
    widget, sender, image = QWidget(), _Sender(), QImage(8, 8, QImage.Format.Format_RGB32)
    qtbot.addWidget(widget)
    sender.said.connect(lambda _: None)
    painter = QPainter(image)
    call: Callable[[], object] = {
        "update": widget.update,
        "emit": lambda: sender.said.emit(b"x"),
        "emit without argument": sender.beat.emit,
        "paint": lambda: (painter.setPen(QPen()), painter.drawRect(0, 0, 3, 3), painter.drawImage(0, 0, image)),
        "single shot": lambda: QTimer.singleShot(0, widget, lambda: None),
    }[what]
    call()
    before = [sys.getrefcount(each) for each in (None, True, False)]
    for _ in range(_CALLS):
        call()
    qapp.processEvents()
    after = [sys.getrefcount(each) for each in (None, True, False)]
    painter.end()
    if sys.version_info < (3, 12):  # from there on these objects are immortal, and nothing can be counted
        assert all(abs(now - then) < _NOISE for now, then in zip(after, before, strict=True)), (before, after)


def test_the_window_is_gone_at_once_when_quitting(make_station: StationMaker, qtbot: QtBot) -> None:
    application = make_station()
    began = time.monotonic()
    application.quit()
    assert not application.window.isVisible()
    assert time.monotonic() - began < 1.0, "what takes time happens on a thread of its own"
