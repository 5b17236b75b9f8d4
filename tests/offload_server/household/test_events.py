"""Decisions become events, once, with their picture sealed; and they can be looked back at."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt

import pytest

from offload_server.errors import NotFoundError, RefusedError
from offload_server.household.cameras import forget_camera, rename_camera
from offload_server.household.events import MAX_PAGE, event_snapshot, get_event, list_events
from offload_server.household.house import House
from offload_server.household.people import add_person, erase_person, rename_person
from offload_server.household.records import CameraRecord, EventFilter, EventId, PersonRecord
from offload_server.household.settings import change_settings
from offload_server.household.visits import purge_old_visits, record_decision
from offload_server.reasons import ServerReason
from offload_server.trust.principals import Housekeeper
from pipeline.reasons import PipelineReason
from pipeline.types import Candidate, Comparison, Reason, Verdict
from tests.fakes.outputs import FAKE_SPACE, FAKE_THRESHOLD, fake_decision
from tests.offload_server.household.conftest import ADMIN, FakeClock

HOUSEKEEPER = Housekeeper()


async def test_an_event_says_all_that_the_decision_said(
    house: House, minji: PersonRecord, camera: CameraRecord, clock: FakeClock
) -> None:
    jiho = await add_person(ADMIN, house, "Jiho")
    reason = Reason.of(PipelineReason.TOO_ALIKE, margin=0.02, needed=0.06)
    candidates = (Candidate(minji.id, 0.8), Candidate(jiho.id, 0.9), Candidate(jiho.id, 1.0))
    decision = dataclasses.replace(
        fake_decision(person_id=minji.id, camera_id=camera.id, reasons=(reason,)),
        comparison=Comparison(FAKE_SPACE, FAKE_THRESHOLD, candidates),
        margin=0.1,
    )
    event = await record_decision(HOUSEKEEPER, house, decision)
    assert await get_event(ADMIN, house, event.id) == event
    assert (event.visit_id, event.revision, event.verdict) == (decision.visit_id, 0, Verdict.RECOGNISED)
    assert (event.person_id, event.person_name) == (minji.id, "민지")
    assert event.nearest is not None
    assert (event.nearest.name, event.nearest.distance) == ("민지", 0.8)
    assert event.runner_up is not None
    assert (event.runner_up.name, event.runner_up.distance) == ("Jiho", 0.9)
    assert (event.threshold, event.false_match_rate, event.unit) == (1.072, 1e-4, "l2")
    assert (event.margin, event.reasons, event.at) == (0.1, (reason,), clock.now)
    assert (event.camera_id, event.camera_name) == (camera.id, camera.name)
    assert event.has_snapshot


async def test_a_decision_is_recorded_and_announced_once(house: House, minji: PersonRecord) -> None:
    decision = fake_decision(person_id=minji.id)
    async with house.announcements.subscribe() as queue:
        first, again = await asyncio.gather(*(record_decision(HOUSEKEEPER, house, decision) for _ in range(2)))
        assert first.id == again.id
        lifted = await record_decision(HOUSEKEEPER, house, dataclasses.replace(decision, revision=1))
        assert lifted.id != first.id
        assert queue.qsize() == 2
        assert await queue.get() == first
    assert len((await list_events(ADMIN, house, EventFilter())).events) == 2


async def test_an_event_without_comparison_or_picture_is_kept(house: House) -> None:
    decision = dataclasses.replace(fake_decision(verdict=Verdict.POOR_VIEW), crop=None)
    event = await record_decision(HOUSEKEEPER, house, decision)
    assert (event.nearest, event.runner_up, event.threshold, event.unit) == (None, None, None, None)
    assert not event.has_snapshot
    with pytest.raises(NotFoundError) as refusal:
        await event_snapshot(ADMIN, house, event.id)
    assert refusal.value.reason.code == ServerReason.SNAPSHOT_NOT_FOUND


async def test_a_picture_is_a_jpeg_that_no_file_shows(house: House) -> None:
    event = await record_decision(HOUSEKEEPER, house, fake_decision(verdict=Verdict.UNKNOWN))
    jpeg = await event_snapshot(ADMIN, house, event.id)
    assert jpeg.startswith(b"\xff\xd8\xff")
    assert b"\xff\xd8\xff" not in b"".join(file.read_bytes() for file in house.data.path.glob("munjigi.sqlite3*"))


async def test_names_are_those_of_today(house: House, minji: PersonRecord, camera: CameraRecord) -> None:
    event = await record_decision(HOUSEKEEPER, house, fake_decision(person_id=minji.id, camera_id=camera.id))
    await rename_person(ADMIN, house, minji.id, "김민지")
    await rename_camera(ADMIN, house, camera.id, "현관")
    now = await get_event(ADMIN, house, event.id)
    assert (now.person_name, now.camera_name) == ("김민지", "현관")
    await forget_camera(ADMIN, house, camera.id)
    assert (await get_event(ADMIN, house, event.id)).camera_name == "Front door"


async def test_a_decision_about_somebody_who_was_just_erased_is_anonymous(house: House, minji: PersonRecord) -> None:
    await erase_person(ADMIN, house, minji.id)
    event = await record_decision(HOUSEKEEPER, house, fake_decision(person_id=minji.id))
    assert (event.verdict, event.person_id, event.person_name) == (Verdict.RECOGNISED, None, None)
    assert event.nearest is not None
    assert event.nearest.person_id != minji.id
    assert not event.has_snapshot


async def test_pages_go_back_in_time_without_gap_or_overlap(house: House) -> None:
    recorded = [await record_decision(HOUSEKEEPER, house, fake_decision(f"v{n}")) for n in range(7)]
    seen: list[EventId] = []
    before: EventId | None = None
    for expected in (3, 3, 1):
        page = await list_events(ADMIN, house, EventFilter(limit=3, before=before))
        assert len(page.events) == expected
        seen += [event.id for event in page.events]
        before = page.next_before
    assert before is None
    assert seen == [event.id for event in reversed(recorded)]


async def test_filters_narrow(house: House, minji: PersonRecord, camera: CameraRecord, clock: FakeClock) -> None:
    early = await record_decision(HOUSEKEEPER, house, fake_decision("v1", person_id=minji.id, camera_id=camera.id))
    clock.go_on(hours=1)
    late = await record_decision(HOUSEKEEPER, house, fake_decision("v2", Verdict.UNKNOWN, person_id=minji.id))

    async def found(wanted: EventFilter) -> list[EventId]:
        return [event.id for event in (await list_events(ADMIN, house, wanted)).events]

    assert await found(EventFilter(person_id=minji.id)) == [early.id]
    assert await found(EventFilter(camera_id=camera.id)) == [early.id]
    assert await found(EventFilter(verdict=Verdict.UNKNOWN)) == [late.id]
    assert await found(EventFilter(since=late.at)) == [late.id]
    assert await found(EventFilter(until=late.at)) == [early.id]
    elsewhere = dt.timezone(dt.timedelta(hours=9))
    assert await found(EventFilter(since=late.at.astimezone(elsewhere))) == [late.id], "any zone will do"
    assert await found(EventFilter(person_id=minji.id, verdict=Verdict.UNKNOWN)) == []


@pytest.mark.parametrize(
    "wanted",
    [
        EventFilter(limit=0),
        EventFilter(limit=MAX_PAGE + 1),
        EventFilter(since=dt.datetime(2026, 1, 1)),  # noqa: DTZ001
        EventFilter(since=dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=14)))),
        EventFilter(until=dt.datetime(9999, 12, 31, 23, tzinfo=dt.timezone(dt.timedelta(hours=-14)))),
    ],
)
async def test_a_senseless_filter_is_refused(house: House, wanted: EventFilter) -> None:
    with pytest.raises(RefusedError) as refusal:
        await list_events(ADMIN, house, wanted)
    assert refusal.value.reason.code == ServerReason.FIELD_INVALID


async def test_an_unknown_event_is_not_found(house: House) -> None:
    wrong = EventId("nothing")
    for call in (
        get_event(ADMIN, house, wrong),
        event_snapshot(ADMIN, house, wrong),
        list_events(ADMIN, house, EventFilter(before=wrong)),
    ):
        with pytest.raises(NotFoundError) as refusal:
            await call
        assert refusal.value.reason.code == ServerReason.EVENT_NOT_FOUND


async def test_old_pictures_are_purged_and_their_events_stay(house: House, clock: FakeClock) -> None:
    old = await record_decision(HOUSEKEEPER, house, fake_decision("old", Verdict.UNKNOWN))
    clock.go_on(days=20)
    young = await record_decision(HOUSEKEEPER, house, fake_decision("young", Verdict.UNKNOWN))
    assert await purge_old_visits(HOUSEKEEPER, house) == 0
    clock.go_on(days=11)
    assert await purge_old_visits(HOUSEKEEPER, house) == 1
    assert not (await get_event(ADMIN, house, old.id)).has_snapshot
    assert (await get_event(ADMIN, house, young.id)).has_snapshot
    await change_settings(ADMIN, house, {"snapshot_days": 1})
    assert await purge_old_visits(HOUSEKEEPER, house) == 1
    assert len((await list_events(ADMIN, house, EventFilter())).events) == 2


async def test_with_zero_days_no_picture_is_kept(house: House) -> None:
    await change_settings(ADMIN, house, {"snapshot_days": 0})
    assert not (await record_decision(HOUSEKEEPER, house, fake_decision(verdict=Verdict.UNKNOWN))).has_snapshot
