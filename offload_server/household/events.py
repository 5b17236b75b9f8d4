"""Looking back at what was decided."""

from __future__ import annotations

import dataclasses

from offload_server.errors import NotFoundError, RefusedError
from offload_server.household.house import House
from offload_server.household.records import EventCounts, EventFilter, EventId, EventList, EventPage, EventRecord
from offload_server.reasons import ServerReason
from offload_server.store.event_listing import EventListing, newest_number
from offload_server.store.store import Records
from offload_server.trust.principals import Principal, Scope
from pipeline.types import Reason

READ = Scope.EVENTS_READ
MAX_PAGE = 200
MAX_TEXT_CHARACTERS = 200
_FIRST_YEAR, _LAST_YEAR = 1970, 9998
"""Beyond, a time zone may carry a moment out of what a datetime can hold."""


async def list_events(principal: Principal, house: House, wanted: EventFilter) -> EventPage:
    """One page, newest first; RefusedError for a limit outside 1-200 or a time without zone."""
    principal.require(READ)
    _refuse_senseless(wanted)

    def work(records: Records) -> EventPage:
        if wanted.before is not None and records.events.find(wanted.before) is None:
            raise NotFoundError(Reason.of(ServerReason.EVENT_NOT_FOUND))
        found = records.events.page(wanted, wanted.limit + 1)  # one more tells whether there is a next page
        shown = found[: wanted.limit]
        return EventPage(shown, shown[-1].id if len(found) > wanted.limit else None)

    return await house.store.read(work)


async def look_through(principal: Principal, house: House, wanted: EventFilter) -> EventList:
    """The list of ``wanted``: how long it is, its first ``limit`` rows, and the moment that both belong to.

    RefusedError as ``list_events``.
    """
    principal.require(READ)
    _refuse_senseless(wanted)

    def work(records: Records) -> EventList:
        as_of = newest_number(records.events)
        listing = EventListing(records.events, wanted, as_of)
        return EventList(as_of, listing.counts(), listing.rows(0, wanted.limit))

    return await house.store.read(work)


async def read_rows(
    principal: Principal, house: House, wanted: EventFilter, as_of: int, offset: int
) -> tuple[EventRecord, ...]:
    """Up to ``limit`` rows of the list of ``as_of`` from the place ``offset`` on; RefusedError as ``list_events``."""
    principal.require(READ)
    _refuse_senseless(wanted)
    return await house.store.read(
        lambda records: EventListing(records.events, wanted, as_of).rows(offset, wanted.limit)
    )


async def count_events(principal: Principal, house: House, wanted: EventFilter) -> EventCounts:
    """How many visits match now; RefusedError as ``list_events``."""
    principal.require(READ)
    _refuse_senseless(wanted)
    return await house.store.read(
        lambda records: EventListing(records.events, wanted, newest_number(records.events)).counts()
    )


async def find_place(principal: Principal, house: House, wanted: EventFilter, as_of: int, event_id: EventId) -> int:
    """At which place of the list of ``as_of`` an event stands; NotFoundError when it is not in it."""
    principal.require(READ)
    place = await house.store.read(lambda records: EventListing(records.events, wanted, as_of).place(event_id))
    if place is None:
        raise NotFoundError(Reason.of(ServerReason.EVENT_NOT_FOUND))
    return place


async def get_event(principal: Principal, house: House, event_id: EventId) -> EventRecord:
    """One event; NotFoundError."""
    principal.require(READ)
    event = await house.store.read(lambda records: records.events.find(event_id))
    if event is None:
        raise NotFoundError(Reason.of(ServerReason.EVENT_NOT_FOUND))
    return event


async def event_snapshot(principal: Principal, house: House, event_id: EventId) -> bytes:
    """The event's picture as JPEG; NotFoundError when there is none (any more)."""
    principal.require(READ)

    def work(records: Records) -> bytes:
        if records.events.find(event_id) is None:
            raise NotFoundError(Reason.of(ServerReason.EVENT_NOT_FOUND))
        picture = records.events.snapshot(event_id)
        if picture is None:
            raise NotFoundError(Reason.of(ServerReason.SNAPSHOT_NOT_FOUND))
        return picture

    return await house.store.read(work)


def _refuse_senseless(wanted: EventFilter) -> None:
    if not 1 <= wanted.limit <= MAX_PAGE:
        raise RefusedError(Reason.of(ServerReason.FIELD_INVALID, field="limit", problem=f"1-{MAX_PAGE}"))
    if wanted.text is not None and len(wanted.text) > MAX_TEXT_CHARACTERS:
        raise RefusedError(
            Reason.of(ServerReason.FIELD_INVALID, field="text", problem=f"string[…{MAX_TEXT_CHARACTERS}]")
        )
    for name in ("since", "until"):
        moment = dataclasses.asdict(wanted)[name]
        if moment is not None and moment.tzinfo is None:
            raise RefusedError(Reason.of(ServerReason.FIELD_INVALID, field=name, problem="2026-12-31T18:00:00+09:00"))
        if moment is not None and not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            raise RefusedError(Reason.of(ServerReason.FIELD_INVALID, field=name, problem="is no year of a visit"))
