"""What a long record costs in the window: ``python -m tests.benchmarks.bench_events [ROWS]``; not collected by pytest.

A real window over a real server thread and a real database; only the engine is made up.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from desktop_app.application import Application, StationOptions
from desktop_app.backends import HouseholdBackend, HouseholdOptions
from desktop_app.events.columns import ROW_PX
from desktop_app.events.events_screen import EventsScreen
from desktop_app.station_state import Phase
from desktop_app.theme import apply_theme
from offload_server.demo.options import DemoOptions
from tests.desktop_app.events.filling import fill
from tests.fakes.engine import FakeEngine

OPENINGS = 7
SCROLL_STEPS = 150
JUMPS = 60


def bench_events(rows: int = 100_000) -> dict[str, float]:
    """Milliseconds: opening (asked for until rows are painted), painting while scrolling, the longest the window was
    busy while the bar was dragged from end to end, and how long a jump takes until its rows are there."""
    application = QApplication.instance() or QApplication(["bench"])
    assert isinstance(application, QApplication)
    apply_theme(application, "dark")
    with tempfile.TemporaryDirectory() as folder:
        options = HouseholdOptions(Path(folder) / "house", 0, advertise=False)
        backend = HouseholdBackend(options, lambda _: FakeEngine())
        station = Application(application, StationOptions(options, DemoOptions(), "en", welcomes=False), backend)
        try:
            return _measure(station, rows)
        finally:
            station.quit()
            _wait(lambda: station.station.state.phase is Phase.STOPPED)
            station.window.deleteLater()
            station.deleteLater()
            application.processEvents()


def _measure(station: Application, rows: int) -> dict[str, float]:
    station.begin()
    _wait(lambda: station.station.state.phase is Phase.RUNNING)
    filled: list[object] = []
    bridge = station.station.bridge
    bridge.call(fill, bridge.house, rows).then(filled.append)
    _wait(lambda: bool(filled) and len(station.station.report.names) > 0)
    screen = station.window.screen_named("events", EventsScreen)
    station.window.resize(1280, 800)
    openings = [_open_ms(station, screen, rows) for _ in range(OPENINGS)]
    return {
        f"Events with {rows:,} rows: first opening": openings[0][0],
        f"Events with {rows:,} rows: opening, median": statistics.median(wall for wall, _ in openings),
        "Events: the window's own part of that": statistics.median(own for _, own in openings),
        "Events: painting a frame while scrolling, median": statistics.median(frames := _scroll_ms(screen)),
        "Events: painting a frame while scrolling, 99th percentile": sorted(frames)[int(len(frames) * 0.99)],
        "Events: longest busy while dragging end to end": _drag_ms(screen),
        "Events: jump until rows are there, median": statistics.median(_jump_ms(screen) for _ in range(JUMPS // 4)),
    }


class _Painted(QObject):
    """Notices that a widget was painted."""

    def __init__(self, widget: QObject) -> None:
        super().__init__()
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's
        del watched
        self.count += event.type() is QEvent.Type.Paint
        return False


def _open_ms(station: Application, screen: EventsScreen, rows: int) -> tuple[float, float]:
    """By the clock, and the processor time of the window's thread: a busy machine lengthens the first alone."""
    station.window.ways.go("live")
    screen.record.forget()
    QApplication.processEvents()
    painted = _Painted(screen.record.table.viewport())
    begun, own = time.perf_counter(), time.thread_time()
    station.window.ways.go("events")
    _wait(lambda: screen.record.is_listed and screen.record.model.rowCount() == rows)
    before = painted.count
    _wait(lambda: painted.count > before)
    return (time.perf_counter() - begun) * 1000, (time.thread_time() - own) * 1000


def _scroll_ms(screen: EventsScreen) -> list[float]:
    """Like a wheel, three rows at a time, over rows that are here."""
    table, taken = screen.record.table, []
    bar = table.verticalScrollBar()
    for step in range(SCROLL_STEPS):
        bar.setValue(step * 3 * ROW_PX // 2)
        _wait(lambda: _is_here(screen))
        begun = time.perf_counter()
        table.viewport().repaint()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def _drag_ms(screen: EventsScreen) -> float:
    """The longest turn of the event loop while the bar goes by a thousand pages."""
    bar, longest = screen.record.table.verticalScrollBar(), 0.0
    for step in range(JUMPS):
        begun = time.perf_counter()
        bar.setValue(bar.maximum() * step // JUMPS)
        QApplication.processEvents()
        longest = max(longest, (time.perf_counter() - begun) * 1000)
    return longest


def _jump_ms(screen: EventsScreen) -> float:
    bar = screen.record.table.verticalScrollBar()
    place = (bar.value() + bar.maximum() * 37 // 100) % max(1, bar.maximum())
    begun = time.perf_counter()
    bar.setValue(place)
    _wait(lambda: _is_here(screen))
    return (time.perf_counter() - begun) * 1000


def _is_here(screen: EventsScreen) -> bool:
    first, last = screen.record.table.rows_in_view()
    return all(screen.record.model.paging.at(row) is not None for row in range(first, last + 1))


def _wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not until():
        if time.monotonic() > deadline:
            raise TimeoutError("the window did not get there")
        QApplication.processEvents()
        time.sleep(0.0005)


if __name__ == "__main__":
    for name, milliseconds in bench_events(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000).items():
        print(f"{name:62} {milliseconds:8.1f} ms")
