"""A session from its first frame to what it leaves in the store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from offload_server.household.guided.session import GuidedEnrolment, begin
from offload_server.household.guided.states import Direction, GuidedPhase
from offload_server.household.guided.who import Who
from offload_server.household.house import House
from offload_server.household.people import list_people
from offload_server.household.records import CameraRecord
from tests.fakes.engine import FakeEngine
from tests.offload_server.household.conftest import ADMIN, CONSENT
from tests.offload_server.household.faces import person
from tests.offload_server.household.guided.scenes import POSES, Door, Person

NEW = Who(None, "Minji", CONSENT)


@pytest.fixture
async def session(house: House, camera: CameraRecord) -> AsyncIterator[GuidedEnrolment]:
    """Of a new person, in front of a connected camera."""
    begun = await begin(ADMIN, house, NEW, camera.id)
    yield begun
    await begun.leave()


@pytest.fixture
def door(house: House, camera: CameraRecord, session: GuidedEnrolment) -> Door:
    return Door(house, camera.id, session)


async def test_a_person_who_turns_round_fills_the_ring_and_is_saved_whole(
    house: House, engine: FakeEngine, session: GuidedEnrolment, door: Door
) -> None:
    minji = Person(person(1))
    assert session.state.wanted is Direction.FRONT
    for pose in POSES.values():
        await door.show_for(1.2, minji, pose)
    state = session.state
    assert state.phase is GuidedPhase.COMPLETE
    assert {each: len(state.kept(each)) for each in state.directions} == dict.fromkeys(state.directions, 3)
    assert await list_people(ADMIN, house) == (), "nothing is written before it is saved"
    report = await session.save(ADMIN)
    assert (report.samples, len(report.own), report.name) == (15, 15, "Minji")
    assert report.by_direction == dict.fromkeys(state.directions, 3)
    (saved,) = await list_people(ADMIN, house)
    assert (saved.name, saved.sample_count, saved.consent is not None) == ("Minji", 15, True)
    assert [template.person_id for template in engine.templates] == [saved.id]
    assert session.state.phase is GuidedPhase.ENDED
    assert house.guided.session is None


async def test_whoever_leaves_leaves_nothing(house: House, session: GuidedEnrolment, door: Door) -> None:
    await door.show_for(1, Person(person(1)))
    assert session.state.samples
    await session.leave()
    assert await list_people(ADMIN, house) == ()
    assert (session.state.samples, session.state.phase) == ((), GuidedPhase.ENDED)
    assert not house.tasks
    assert not house.views._watchers
    await asyncio.sleep(0)
