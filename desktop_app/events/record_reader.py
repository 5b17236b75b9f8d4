"""Asks the house for the list and for the pages near the view, one question at a time; nothing waits here.

Whoever scrolls through a year passes a thousand pages: only where they are when an answer comes is asked for next.
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.bridge import Bridge, Call
from desktop_app.events.choice import EventChoice
from desktop_app.events.paging import PAGE_ROWS
from desktop_app.events.reading import read_counts, read_list, read_page
from desktop_app.typed_signal import TypedSignal
from offload_server.household.records import EventCounts, EventFilter, EventList, EventRecord

logger = logging.getLogger(__name__)
_RECOUNT_MS = 1_000
"""New events are counted together: a busy house must not ask for a count with each."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that has come."""

    number: int
    rows: tuple[EventRecord, ...]


class RecordReader(QObject):
    """``asked`` tells the page that is being fetched: tests count them."""

    listed = TypedSignal(EventList)
    paged = TypedSignal(Page)
    counted = TypedSignal(EventCounts)
    failed = Signal()
    asked = TypedSignal(int)

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.wanted: EventFilter = EventFilter(limit=PAGE_ROWS)
        self.as_of = 0
        self._listing: Call[EventList] | None = None
        self._paging: Call[tuple[EventRecord, ...]] | None = None
        self._recount = QTimer(self, singleShot=True, interval=_RECOUNT_MS)
        self._recount.timeout.connect(self._count)

    @property
    def is_listing(self) -> bool:
        """Whether a list is on its way."""
        return self._listing is not None

    @property
    def is_paging(self) -> bool:
        """Whether a page is on its way."""
        return self._paging is not None

    def begin(self, choice: EventChoice) -> None:
        """Read the list of ``choice``; what was on its way is not wanted any more."""
        self.stop()
        if not self._bridge.is_attached:
            return
        self.wanted = choice.wanted(dt.datetime.now().astimezone(), PAGE_ROWS)
        self._listing = self._bridge.call(read_list, self._bridge.house, self.wanted)
        self._listing.then(self._take_list, self._fail)

    def fetch(self, page: int) -> None:
        """Read a page, unless one is on its way."""
        if self._paging is not None or self._listing is not None or not self._bridge.is_attached:
            return
        self.asked.emit(page)
        self._paging = self._bridge.call(read_page, self._bridge.house, self.wanted, self.as_of, page)
        self._paging.then(lambda rows: self._take_page(page, rows), self._fail)

    def count_soon(self) -> None:
        """Count anew within a second."""
        if not self._recount.isActive():
            self._recount.start()

    def stop(self) -> None:
        """Nobody waits any more."""
        for call in (self._listing, self._paging):
            if call is not None:
                call.drop()
        self._listing = self._paging = None
        self._recount.stop()

    def _count(self) -> None:
        if self._bridge.is_attached:
            call = self._bridge.call(read_counts, self._bridge.house, self.wanted)
            call.then(self.counted.emit, lambda error: logger.warning("events were not counted: %s", error))

    def _take_list(self, listed: EventList) -> None:
        self._listing = None
        self.as_of = listed.as_of
        self.listed.emit(listed)

    def _take_page(self, page: int, rows: tuple[EventRecord, ...]) -> None:
        self._paging = None
        self.paged.emit(Page(page, rows))

    def _fail(self, error: BaseException) -> None:
        self._listing = self._paging = None
        logger.error("the record could not be read", exc_info=error)
        self.failed.emit()
