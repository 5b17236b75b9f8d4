"""However a session ends, it leaves nothing behind."""

from __future__ import annotations

import asyncio
import time

import pytest

from offload_server.data_folder import DataFolder
from offload_server.errors import RefusedError
from offload_server.household.cameras import admit_camera
from offload_server.household.guided.reasons import GuidedReason
from offload_server.household.guided.session import GuidedEnrolment, begin
from offload_server.household.guided.states import GuidedPhase
from offload_server.household.house import House, close_house, open_house
from offload_server.household.people import list_people
from pipeline.types import Observation, Reason
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_observation
from tests.offload_server.household.conftest import ADMIN, CAMERA
from tests.offload_server.household.guided.scenes import (
    MINJI,
    NEW,
    Door,
    Person,
    posed,
    until,
)


async def test_whoever_leaves_leaves_nothing(house: House, session: GuidedEnrolment, door: Door) -> None:
    await door.show_for(1, Person(MINJI))
    assert session.state.samples
    await session.leave()
    await session.leave()
    assert await list_people(ADMIN, house) == ()
    assert (session.state.samples, session.state.phase) == ((), GuidedPhase.ENDED)
    assert not house.tasks
    assert not house.views._watchers
    with pytest.raises(RefusedError) as refusal:
        await session.pause()
    assert refusal.value.reason == Reason.of(GuidedReason.IS_OVER)


async def test_a_house_that_closes_ends_it(data: DataFolder, engine: FakeEngine) -> None:
    house = await open_house(data, engine)
    admitted = await admit_camera(CAMERA, house, "Front door", None)
    house.views.connected(admitted.camera.id)
    session = await begin(ADMIN, house, NEW, admitted.camera.id)
    await Door(house, admitted.camera.id, session).show(posed(MINJI))
    await close_house(house)
    assert session.state.phase is GuidedPhase.ENDED
    assert not house.views._watchers
    assert [task for task in asyncio.all_tasks() if "guided" in task.get_name()] == []


async def test_leaving_while_a_face_is_looked_at_keeps_nothing(
    house: House, engine: FakeEngine, session: GuidedEnrolment, door: Door
) -> None:
    original, looked = engine.analyse, asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(picture: bytes) -> Observation:
        loop.call_soon_threadsafe(looked.set)
        time.sleep(0.1)
        return original(picture)

    engine.analyse = slow  # type: ignore[method-assign]
    engine.picture_answer = fake_observation(faces=(posed(MINJI),))
    door.session = None
    await door.show(posed(None))
    await looked.wait()
    await session.pause()
    await until(lambda: session._watch.is_idle)
    assert session.state.samples == (), "paused while it was looked at"
    await session.resume()
    await door.show(posed(None), after_ms=500)
    await looked.wait()
    await session.leave()
    assert session.state.samples == ()


@pytest.mark.allow_log("a guided enrolment broke off")
async def test_a_session_that_breaks_off_frees_its_place(
    house: House, engine: FakeEngine, session: GuidedEnrolment, door: Door
) -> None:
    engine.picture_answer = ZeroDivisionError("not foreseen")
    door.session = None
    await door.show(posed(None))
    await until(lambda: session.state.phase is GuidedPhase.ENDED)
    assert house.guided.session is None
    assert not house.views._watchers
