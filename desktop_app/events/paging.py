"""Positions of a long list and the rows behind them, of which only those near the view are here. Knows no Qt.

The list is as it was at one moment (``EventList.as_of``); what is recorded after it stands in ``_newer``, above.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from offload_server.household.records import EventCounts, EventId, EventList, EventRecord

PAGE_ROWS: Final = 100
"""A page is read in 2-25 ms (100,000 events) and fills a screen several times."""
KEPT_PAGES: Final = 24
"""So many stay here: 2,400 rows, a few MB, however long the list is."""


@dataclass(frozen=True, slots=True)
class Added:
    """A new row at the top, or (``replaced``) another decision in the row of its visit."""

    row: int
    replaced: bool


class Paging:
    """Rows by their position, the newest at 0."""

    def __init__(self) -> None:
        self.as_of = 0
        self._length = 0
        self._newer: list[EventRecord] = []
        self._pages: dict[int, list[EventRecord]] = {}

    def begin(self, listed: EventList) -> None:
        """Begin anew with a list and its first page."""
        self.as_of = listed.as_of
        self._length = listed.counts.total
        self._newer = []
        self._pages = {0: list(listed.first)} if listed.first else {}

    def expect(self, rows: int) -> None:
        """Nothing is known yet: so many placeholders."""
        self.begin(EventList(0, EventCounts(rows, {}), ()))

    def __len__(self) -> int:
        return len(self._newer) + self._length

    @property
    def newer(self) -> int:
        """How many rows came after the list was looked at."""
        return len(self._newer)

    @property
    def kept(self) -> int:
        """How many rows of the list are here."""
        return sum(len(page) for page in self._pages.values())

    def at(self, row: int) -> EventRecord | None:
        """The event of a row; None while it is not here."""
        if row < len(self._newer):
            return self._newer[row]
        page, place = divmod(row - len(self._newer), PAGE_ROWS)
        rows = self._pages.get(page, [])
        return rows[place] if place < len(rows) else None

    def missing(self, first_row: int, last_row: int) -> int | None:
        """The page to fetch next for who looks at these rows; those beside it follow when it is here."""
        if not self._length:
            return None
        first, last = (self._page_of(row) for row in (first_row, last_row))
        middle = self._page_of((first_row + last_row) // 2)
        seen = sorted(range(first, last + 1), key=lambda page: abs(page - middle))
        beside = (page for page in (last + 1, first - 1) if 0 <= page <= self._page_of(len(self) - 1))
        return next((page for page in (*seen, *beside) if page not in self._pages), None)

    def put(self, page: int, rows: tuple[EventRecord, ...]) -> bool:
        """A page has come; False when it is shorter than it was counted: what is old was deleted meanwhile."""
        self._pages[page] = list(rows)
        far = sorted(self._pages, key=lambda each: abs(each - page), reverse=True)
        for each in [kept for kept in far if kept != 0][: max(0, len(self._pages) - KEPT_PAGES)]:
            del self._pages[each]
        return len(rows) == self.rows_of(page)

    def rows_of(self, page: int) -> int:
        """How many rows a page has to have."""
        return max(0, min(PAGE_ROWS, self._length - page * PAGE_ROWS))

    def first_row_of(self, page: int) -> int:
        """Where a page begins."""
        return len(self._newer) + page * PAGE_ROWS

    def add(self, event: EventRecord, *, is_wanted: bool) -> Added | None:
        """A decision was recorded: it takes the row of its visit if that is here, else the top if it is wanted."""
        for row, rows, place in self._rows():
            known = rows[place]
            if known.visit_id == event.visit_id:
                if known.revision >= event.revision:
                    return None
                rows[place] = event
                return Added(row, replaced=True)
        if not is_wanted:
            return None
        self._newer.insert(0, event)
        return Added(0, replaced=False)

    def row_of(self, event_id: EventId) -> int | None:
        """Where an event stands, if it is here."""
        return next((row for row, rows, place in self._rows() if rows[place].id == event_id), None)

    def _page_of(self, row: int) -> int:
        place = min(max(0, row - len(self._newer)), max(0, self._length - 1))
        return place // PAGE_ROWS

    def _rows(self) -> Iterator[tuple[int, list[EventRecord], int]]:
        """Every row that is here: its position, the list that holds it, its place there."""
        for place in range(len(self._newer)):
            yield place, self._newer, place
        for page in sorted(self._pages):
            begins = self.first_row_of(page)
            for place in range(len(self._pages[page])):
                yield begins + place, self._pages[page], place
