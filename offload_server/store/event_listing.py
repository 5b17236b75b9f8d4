"""Events as one long list that can be read from any place: counted, and standing still while new ones come."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from offload_server.household.records import EventCounts, EventFilter, EventId, EventRecord
from offload_server.store.event_search import conditions
from offload_server.store.events import Events
from offload_server.store.schema import events
from pipeline.types import Verdict


@dataclass(frozen=True, slots=True)
class EventListing:
    """One row a visit, as it was last decided up to ``as_of``, newest first."""

    events: Events
    wanted: EventFilter
    as_of: int

    def counts(self) -> EventCounts:
        """One look at an index for all verdicts together."""
        by_verdict = {Verdict(row.verdict): row.visits for row in self.events.connection.execute(self.counting()).all()}
        only = self.wanted.verdict
        return EventCounts(sum(by_verdict.values()) if only is None else by_verdict.get(only, 0), by_verdict)

    def rows(self, offset: int, limit: int) -> tuple[EventRecord, ...]:
        """Up to ``limit`` rows from the place ``offset`` on."""
        return self.events.records(self.events.connection.execute(self.paging(offset, limit)).all())

    def place(self, event_id: EventId) -> int | None:
        """At which place the event stands; None when it is not in the list."""
        connection = self.events.connection
        found = connection.execute(
            select(events.c.number).where(events.c.id == event_id, *self._listed())
        ).scalar_one_or_none()
        if found is None:
            return None
        newer = select(func.count()).where(events.c.number > found, *self._listed())
        return connection.execute(newer).scalar_one()

    def counting(self) -> Select[str, int]:
        """``+ 0`` and ``|| ''`` keep SQLite from walking the whole table or index in an order that nobody needs."""
        any_verdict = dataclasses.replace(self.wanted, verdict=None)
        verdict = events.c.verdict.concat("")
        known = events.c.number + 0 <= self.as_of
        counted = select(verdict.label("verdict"), func.count().label("visits"))
        return counted.where(known, self._is_last(), *conditions(any_verdict)).group_by(verdict)

    def paging(self, offset: int, limit: int) -> Select[Any]:
        """The place is found over numbers alone; only rows that are shown are read whole."""
        numbers = select(events.c.number).where(*self._listed()).order_by(events.c.number.desc())
        page = numbers.limit(limit).offset(offset)
        return select(events).where(events.c.number.in_(page)).order_by(events.c.number.desc())

    def _listed(self) -> tuple[ColumnElement[bool], ...]:
        return (events.c.number <= self.as_of, self._is_last(), *conditions(self.wanted))

    def _is_last(self) -> ColumnElement[bool]:
        """No later decision of the visit took its place, as far as was known then."""
        return or_(events.c.superseded_by.is_(None), events.c.superseded_by > self.as_of)


def newest_number(records: Events) -> int:
    """What ``as_of`` is now; 0 while nothing was recorded."""
    return records.connection.execute(select(func.max(events.c.number))).scalar_one() or 0
