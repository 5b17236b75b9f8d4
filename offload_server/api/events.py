"""What was decided, as it was."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from offload_server.api.recognise import Unit
from offload_server.api.route import Call, Route
from offload_server.api.schemas import SaidReason, Schema, said, utc
from offload_server.household import events
from offload_server.household.records import EventFilter, EventId, EventRecord, NamedDistance
from pipeline.types import CameraId, PersonId, Verdict
from resources.catalogue import Catalogue

VerdictName = Literal["RECOGNISED", "UNKNOWN", "UNCERTAIN", "POOR_VIEW", "ATTACK_SUSPECTED"]


class NamedDistanceOut(Schema):
    person_id: str
    name: str | None = Field(description="null when the person was erased since.")
    distance: float

    @classmethod
    def of(cls, record: NamedDistance | None) -> NamedDistanceOut | None:
        if record is None:
            return None
        return cls(person_id=record.person_id, name=record.name, distance=record.distance)


class EventOut(Schema):
    """One decision about one visit; `revision` 1 is the one lift to RECOGNISED that a visit may get."""

    id: str
    visit_id: str
    revision: int
    camera_id: str
    camera_name: str
    at: dt.datetime
    decision: VerdictName
    person_id: str | None
    person_name: str | None
    nearest: NamedDistanceOut | None
    runner_up: NamedDistanceOut | None
    threshold: float | None
    false_match_rate: float | None
    unit: Unit | None
    margin: float | None
    frames_used: int
    attempts: int
    newest_frame_age_ms: float
    liveness: str
    reasons: list[SaidReason]
    has_snapshot: bool

    @classmethod
    def of(cls, record: EventRecord, words: Catalogue) -> EventOut:
        return cls(
            id=record.id,
            visit_id=record.visit_id,
            revision=record.revision,
            camera_id=record.camera_id,
            camera_name=record.camera_name,
            at=utc(record.at),
            decision=record.verdict.value,
            person_id=record.person_id,
            person_name=record.person_name,
            nearest=NamedDistanceOut.of(record.nearest),
            runner_up=NamedDistanceOut.of(record.runner_up),
            threshold=record.threshold,
            false_match_rate=record.false_match_rate,
            unit=record.unit,
            margin=record.margin,
            frames_used=record.frames_used,
            attempts=record.attempts,
            newest_frame_age_ms=record.newest_frame_age_ms,
            liveness=record.liveness.name,
            reasons=said(record.reasons, words),
            has_snapshot=record.has_snapshot,
        )


class EventsOut(Schema):
    events: list[EventOut] = Field(description="Newest first.")
    next_before: str | None = Field(description="`before` of the next page; null on the last one.")


class EventsQuery(Schema):
    camera_id: str | None = None
    person_id: str | None = None
    decision: VerdictName | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    before: str | None = Field(default=None, description="Id of the last event of the page before.")
    limit: Annotated[int, Field(ge=1, le=events.MAX_PAGE)] = 50

    def wanted(self) -> EventFilter:
        return EventFilter(
            camera_id=CameraId(self.camera_id) if self.camera_id is not None else None,
            person_id=PersonId(self.person_id) if self.person_id is not None else None,
            verdict=Verdict(self.decision) if self.decision is not None else None,
            since=self.since,
            until=self.until,
            before=EventId(self.before) if self.before is not None else None,
            limit=self.limit,
        )


async def list_events(call: Call) -> EventsOut:
    page = await events.list_events(call.principal, call.house, call.filter(EventsQuery).wanted())
    return EventsOut(events=[EventOut.of(record, call.words) for record in page.events], next_before=page.next_before)


async def get_event(call: Call) -> EventOut:
    return EventOut.of(await events.get_event(call.principal, call.house, EventId(call.id("event_id"))), call.words)


async def event_snapshot(call: Call) -> bytes:
    return await events.event_snapshot(call.principal, call.house, EventId(call.id("event_id")))


ROUTES = (
    Route(
        "GET",
        "/events",
        "listEvents",
        "Past decisions, newest first.",
        events.READ,
        list_events,
        query=EventsQuery,
        response=EventsOut,
        refusals=(404,),
    ),
    Route(
        "GET",
        "/events/{event_id}",
        "getEvent",
        "One decision.",
        events.READ,
        get_event,
        response=EventOut,
        refusals=(404,),
    ),
    Route(
        "GET",
        "/events/{event_id}/snapshot",
        "eventSnapshot",
        "The picture that was kept with a decision.",
        events.READ,
        event_snapshot,
        media_type="image/jpeg",
        refusals=(404,),
    ),
)
