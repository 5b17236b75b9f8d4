"""What the engine decided becomes an event."""

from __future__ import annotations

import asyncio
import datetime as dt
import uuid

from offload_server.household.house import House
from offload_server.household.pictures import to_jpeg
from offload_server.household.records import EventId, EventRecord, NamedDistance
from offload_server.store.events import ERASED_PERSON
from offload_server.store.store import Records
from offload_server.trust.principals import Principal, Scope
from pipeline.types import Candidate, Comparison, Decision, PersonId, Verdict

WRITE = Scope.VISITS_WRITE


async def record_decision(principal: Principal, house: House, decision: Decision) -> EventRecord:
    """Keep ``decision`` with its picture, sealed under the visit, and announce it.

    Idempotent on (visit_id, revision): a decision that is known already is returned as it was kept, unannounced.
    StorageFullError on a full disk: then nothing was kept.
    """
    principal.require(WRITE)
    picture = await _picture(house, decision)

    def work(records: Records) -> tuple[EventRecord, bool]:
        known = records.events.find_revision(decision.visit_id, decision.revision)
        return (known, False) if known is not None else (_keep(records, house, decision, picture), True)

    event, is_new = await house.store.write(work)
    if is_new:
        house.announcements.publish(event)
    return event


async def purge_old_visits(principal: Principal, house: House) -> int:
    """Erase the pictures, and their keys, of visits older than ``settings.snapshot_days``; how many visits."""
    principal.require(WRITE)
    oldest = house.clock() - dt.timedelta(days=house.settings.current.snapshot_days)

    def work(records: Records) -> int:
        old = records.events.visits_with_snapshots_before(oldest)
        for visit_id in old:
            records.events.erase_snapshots(visit_id)
        return len(old)

    return await house.store.erase(work)


async def purge_old_events(principal: Principal, house: House) -> int:
    """Delete events older than ``settings.event_days``, and what is left of their pictures; how many events."""
    principal.require(WRITE)
    oldest = house.clock() - dt.timedelta(days=house.settings.current.event_days)
    return await house.store.erase(lambda records: records.events.delete_before(oldest))


async def _picture(house: House, decision: Decision) -> bytes | None:
    if decision.crop is None or decision.crop.size == 0 or house.settings.current.snapshot_days == 0:
        return None
    return await asyncio.to_thread(to_jpeg, decision.crop)


def _keep(records: Records, house: House, decision: Decision, picture: bytes | None) -> EventRecord:
    names = records.people.names()
    record = _event(decision, names, house.clock(), _camera_name(records, decision))
    records.events.insert(record)
    was_erased = decision.person_id is not None and record.person_id is None
    if picture is not None and not was_erased:
        records.events.insert_snapshot(record, picture)
    return records.events.find(record.id) or record


def _camera_name(records: Records, decision: Decision) -> str:
    camera = records.cameras.find(decision.camera_id)
    return decision.camera_id if camera is None else camera.name


def _event(decision: Decision, names: dict[PersonId, str], at: dt.datetime, camera_name: str) -> EventRecord:
    comparison = decision.comparison
    threshold = comparison.threshold if comparison else None
    person_id = decision.person_id if decision.person_id in names else None  # erased while the visit ran
    return EventRecord(
        id=EventId(uuid.uuid4().hex),
        visit_id=decision.visit_id,
        revision=decision.revision,
        camera_id=decision.camera_id,
        camera_name=camera_name,
        at=at,
        verdict=Verdict(decision.verdict),
        person_id=person_id,
        person_name=names.get(person_id) if person_id else None,
        nearest=_named(comparison, names, 0),
        runner_up=_named(comparison, names, 1),
        threshold=threshold.distance if threshold else None,
        false_match_rate=threshold.false_match_rate if threshold else None,
        unit=threshold.unit if threshold else None,
        margin=decision.margin,
        frames_used=decision.frames_used,
        attempts=decision.attempts,
        newest_frame_age_ms=decision.newest_frame_age_ms,
        liveness=decision.liveness.level,
        reasons=decision.reasons,
        has_snapshot=False,
    )


def _named(comparison: Comparison | None, names: dict[PersonId, str], rank: int) -> NamedDistance | None:
    candidates: tuple[Candidate, ...] = comparison.candidates if comparison else ()
    if len(candidates) <= rank:
        return None
    person_id = candidates[rank].person_id
    name = names.get(person_id)
    return NamedDistance(ERASED_PERSON if name is None else person_id, name, candidates[rank].distance)
