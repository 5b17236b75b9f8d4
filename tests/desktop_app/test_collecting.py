"""Dropped Qt objects are destroyed on the GUI thread, whichever thread was busy when they became garbage."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.collecting import Collecting, collect_what_is_due

_MUCH = 20_000
"""More allocations than Python's own collector waits for, many times over."""


@pytest.fixture
def collecting() -> Iterator[Collecting]:
    was_on = gc.isenabled()
    made = Collecting()
    yield made
    made.end()
    if not was_on:  # the tests of the window collect between themselves
        gc.disable()


def _drop_a_cycle(ends: list[threading.Thread]) -> None:
    widget = QWidget()
    weakref.finalize(widget, lambda: ends.append(threading.current_thread()))
    widget.itself = widget  # type: ignore[attr-defined]


def _keep_busy() -> None:
    """Allocate in another thread as a server does, and leave garbage in cycles behind."""

    def work() -> None:
        for _ in range(_MUCH):
            one: list[object] = []
            one.append(one)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_a_widget_in_a_cycle_ends_on_the_gui_thread(collecting: Collecting, qtbot: QtBot) -> None:
    ends: list[threading.Thread] = []
    collecting.begin()
    _drop_a_cycle(ends)
    _keep_busy()
    assert ends == [], "no other thread collected it"
    qtbot.waitUntil(lambda: bool(ends), timeout=20_000)
    assert ends == [threading.main_thread()]


def test_every_generation_is_looked_at_when_its_time_has_come(collecting: Collecting) -> None:
    collecting.begin()
    before = [each["collections"] for each in gc.get_stats()]
    limits = gc.get_threshold()
    for _ in range(limits[1] * limits[2] * 2):
        kept = [[] for _ in range(limits[0] + 100)]  # type: list[list[object]]
        collect_what_is_due()
        del kept
    after = [each["collections"] for each in gc.get_stats()]
    assert all(now > then for now, then in zip(after, before, strict=True))


def test_python_collects_by_itself_again_in_the_end(collecting: Collecting) -> None:
    collecting.begin()
    collecting.settle()
    assert not gc.isenabled()
    assert gc.get_freeze_count() > 0
    collecting.end()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
