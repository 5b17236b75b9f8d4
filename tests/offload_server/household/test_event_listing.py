"""The record as one long list: counted, read from any place, standing still, and never older than it may be."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from offload_server.data_folder import DataFolder
from offload_server.errors import NotFoundError, RefusedError
from offload_server.household.cameras import admit_camera, forget_camera
from offload_server.household.event_matching import is_wanted
from offload_server.household.events import (
    MAX_TEXT_CHARACTERS,
    count_events,
    event_snapshot,
    find_place,
    get_event,
    list_events,
    look_through,
    read_rows,
)
from offload_server.household.house import House, close_house, open_house
from offload_server.household.people import add_person, erase_person
from offload_server.household.records import EventFilter, EventId, EventRecord
from offload_server.household.settings import change_settings
from offload_server.household.visits import purge_old_events, record_decision
from offload_server.housekeeping import keep_house
from offload_server.store.event_listing import EventListing
from offload_server.store.store import Records
from offload_server.trust.principals import Housekeeper
from pipeline.types import CameraId, Candidate, Comparison, PersonId, Verdict
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import FAKE_SPACE, FAKE_THRESHOLD, fake_decision
from tests.offload_server.household.conftest import ADMIN, CAMERA, FakeClock

HOUSEKEEPER = Housekeeper()


async def _record(
    house: House, visit: str, verdict: Verdict = Verdict.UNKNOWN, person: PersonId | None = None, camera: str = "c1"
) -> EventRecord:
    return await record_decision(HOUSEKEEPER, house, fake_decision(visit, verdict, person_id=person, camera_id=camera))


async def _rows(house: House, wanted: EventFilter) -> list[EventRecord]:
    return list((await look_through(ADMIN, house, dataclasses.replace(wanted, limit=200))).first)


async def test_rows_stand_still_while_visits_are_recorded_and_lifted(house: House) -> None:
    old = [await _record(house, f"v{number}") for number in range(6)]
    wanted = EventFilter(limit=3)
    seen = await look_through(ADMIN, house, wanted)
    assert [event.id for event in seen.first] == [event.id for event in old[:2:-1]]
    lifted = dataclasses.replace(fake_decision("v1", Verdict.RECOGNISED), revision=1)
    newer = await record_decision(HOUSEKEEPER, house, lifted)
    await _record(house, "v9")
    rest = await read_rows(ADMIN, house, wanted, seen.as_of, 3)
    assert [event.id for event in rest] == [event.id for event in old[2::-1]], "as if nothing had happened"
    now = [event.id for event in await _rows(house, EventFilter())]
    assert (now[1], len(now)) == (newer.id, 7)
    assert old[1].id not in now, "a lifted decision takes the place of the first one"
    everything = await list_events(ADMIN, house, EventFilter())
    assert old[1].id in [event.id for event in everything.events], "and both stay on record"


async def test_counts_are_of_all_verdicts_whichever_is_asked_for(house: House) -> None:
    for number, verdict in enumerate([Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.POOR_VIEW]):
        await _record(house, f"v{number}", verdict, camera="c1" if number else "c2")
    both = {Verdict.UNKNOWN: 2, Verdict.POOR_VIEW: 1}
    counts = await count_events(ADMIN, house, EventFilter())
    assert (counts.total, counts.by_verdict) == (3, both)
    counts = (await look_through(ADMIN, house, EventFilter(verdict=Verdict.UNKNOWN))).counts
    assert (counts.total, counts.by_verdict) == (2, both)
    counts = await count_events(ADMIN, house, EventFilter(camera_id=CameraId("c2"), verdict=Verdict.POOR_VIEW))
    assert (counts.total, counts.by_verdict) == (0, {Verdict.UNKNOWN: 1})


async def test_an_event_is_found_in_its_list(house: House) -> None:
    events = [await _record(house, f"v{number}", list(Verdict)[number % 2]) for number in range(6)]
    wanted = EventFilter(verdict=events[1].verdict)
    seen = await look_through(ADMIN, house, wanted)
    assert await find_place(ADMIN, house, wanted, seen.as_of, events[1].id) == 2
    for missing in (events[0].id, EventId("nothing")):
        with pytest.raises(NotFoundError):
            await find_place(ADMIN, house, wanted, seen.as_of, missing)


async def test_a_text_finds_doors_and_whoever_the_event_speaks_of(house: House) -> None:
    minji, jiho = await add_person(ADMIN, house, "Min-ji"), await add_person(ADMIN, house, "지호")
    door = (await admit_camera(CAMERA, house, "Garden gate", None)).camera
    gone = (await admit_camera(CAMERA, house, "Cellar", None)).camera
    near = Comparison(FAKE_SPACE, FAKE_THRESHOLD, (Candidate(minji.id, 1.2), Candidate(jiho.id, 1.3)))
    unknown = await record_decision(
        HOUSEKEEPER, house, dataclasses.replace(fake_decision("v1", Verdict.UNKNOWN), comparison=near)
    )
    alike = await record_decision(
        HOUSEKEEPER,
        house,
        dataclasses.replace(fake_decision("v2", Verdict.UNCERTAIN, camera_id=door.id), comparison=near),
    )
    below = await _record(house, "v3", camera=gone.id)
    await forget_camera(ADMIN, house, gone.id)

    async def found(searched: str) -> set[EventId]:
        return {event.id for event in await _rows(house, EventFilter(text=searched))}

    assert await found("MIN-") == {unknown.id, alike.id}
    assert await found("지호") == {alike.id}, "the runner-up of an unknown one is not who it may have been"
    assert await found("garden") == {alike.id}
    assert await found("CELL") == {below.id}
    assert await found("100%") == set()
    await erase_person(ADMIN, house, minji.id)
    assert await found("Min-ji") == set()


_HOURS = 6
_filters = st.builds(
    EventFilter,
    camera_id=st.none() | st.sampled_from([CameraId("c1"), CameraId("c2")]),
    verdict=st.none() | st.sampled_from(Verdict),
    since=st.none() | st.integers(0, _HOURS).map(lambda hours: _start() + dt.timedelta(hours=hours)),
    until=st.none() | st.integers(0, _HOURS).map(lambda hours: _start() + dt.timedelta(hours=hours)),
    text=st.none() | st.sampled_from(["c", "C1", "min", "ＭＩＮ", "지", "x"]),
    limit=st.just(200),
)


def _start() -> dt.datetime:
    return FakeClock().now


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filters=st.lists(_filters, min_size=8, max_size=8))
def test_news_are_filtered_as_the_database_filters(
    filters: list[EventFilter], tmp_path_factory: pytest.TempPathFactory
) -> None:
    async def play() -> None:
        clock, engine = FakeClock(), FakeEngine()
        engine.start()
        house = await open_house(DataFolder(tmp_path_factory.mktemp("house") / "data"), engine, clock)
        try:
            people = [(await add_person(ADMIN, house, name)).id for name in ("Minji", "지호")]
            events = []
            for number, (verdict, camera) in enumerate(itertools.product(Verdict, ("c1", "c2"))):
                near = tuple(Candidate(each, 0.8) for each in (people if number % 3 else people[::-1]))
                decision = dataclasses.replace(
                    fake_decision(f"v{number}", verdict, camera_id=camera, person_id=near[0].person_id),
                    comparison=Comparison(FAKE_SPACE, FAKE_THRESHOLD, near),
                    crop=None,
                )
                events.append(await record_decision(HOUSEKEEPER, house, decision))
                clock.go_on(minutes=40)
            for each in filters:
                live = {event.id for event in events if is_wanted(event, each)}
                seen = await look_through(ADMIN, house, each)
                assert {event.id for event in seen.first} == live
                assert seen.counts.total == len(live)
        finally:
            await close_house(house)
            engine.stop()

    asyncio.run(play())


async def test_a_senseless_text_is_refused(house: House) -> None:
    for call in (look_through, count_events):
        with pytest.raises(RefusedError):
            await call(ADMIN, house, EventFilter(text="x" * (MAX_TEXT_CHARACTERS + 1)))


@pytest.mark.parametrize(
    ("wanted", "counting", "paging"),
    [
        (EventFilter(), "ix_events_verdict", "INTEGER PRIMARY KEY"),
        (EventFilter(verdict=Verdict.UNKNOWN), "ix_events_verdict", "ix_events_verdict"),
        (EventFilter(camera_id=CameraId("c1")), "ix_events_camera_id", "ix_events_camera_id"),
        (EventFilter(person_id=PersonId("p1")), "ix_events_person_id", "ix_events_person_id"),
        (EventFilter(since=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)), "ix_events_at", "INTEGER PRIMARY KEY"),
    ],
    ids=["all", "verdict", "camera", "person", "day"],
)
async def test_no_list_reads_the_whole_table(house: House, wanted: EventFilter, counting: str, paging: str) -> None:
    def plans(records: Records) -> list[str]:
        connection = records.events.connection
        listing = EventListing(records.events, wanted, 1_000)
        made = []
        for query in (listing.counting(), listing.paging(500, 100)):
            said = str(query.compile(connection, compile_kwargs={"literal_binds": True}))
            steps = connection.execute(text(f"EXPLAIN QUERY PLAN {said}")).all()
            made.append(" | ".join(step.detail for step in steps))
        return made

    how_counted, how_paged = await house.store.read(plans)
    assert counting in how_counted
    assert paging in how_paged
    for plan in (how_counted, how_paged):
        whole = [step for step in plan.split(" | ") if step.startswith("SCAN events") and "COVERING INDEX" not in step]
        assert whole == [], plan


async def test_old_events_are_deleted_with_what_is_left_of_their_pictures(house: House, clock: FakeClock) -> None:
    old = await _record(house, "old")
    clock.go_on(days=200)
    young = await _record(house, "young")
    assert await purge_old_events(HOUSEKEEPER, house) == 0
    clock.go_on(days=166)
    assert await purge_old_events(HOUSEKEEPER, house) == 1, "a year has gone by"
    for call in (get_event, event_snapshot):
        with pytest.raises(NotFoundError):
            await call(ADMIN, house, old.id)
    assert [event.id for event in await _rows(house, EventFilter())] == [young.id]
    keys = await house.store.read(lambda records: records.events.connection.execute(text(
        "SELECT owner_id FROM data_keys WHERE owner_kind = 'visit'")).scalars().all())  # fmt: skip
    assert keys == ["young"], "the key that sealed the picture is gone too"
    await change_settings(ADMIN, house, {"event_days": 1})
    assert await purge_old_events(HOUSEKEEPER, house) == 1


async def test_the_housekeeper_deletes_what_is_too_old(house: House, clock: FakeClock) -> None:
    await _record(house, "old")
    clock.go_on(days=366)
    keeping = asyncio.create_task(keep_house(house))
    try:
        async with asyncio.timeout(5):
            while await _rows(house, EventFilter()):  # noqa: ASYNC110 - the housekeeper tells nobody
                await asyncio.sleep(0)
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
