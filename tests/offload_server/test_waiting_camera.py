"""A stranger's camera over a real socket: the admin sees it, and nobody and nothing else does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from offload_server.app_keys import LATEST_FRAMES
from offload_server.household.cameras import confirm_camera, forget_camera
from offload_server.household.events import list_events
from offload_server.household.records import EventFilter
from offload_server.household.standing import MOST_WAITING
from offload_server.options import ServerOptions
from offload_server.trust.principals import LocalAdmin
from offload_server.wire.messages import Answer, Bye, ByeReason, CameraEvent, CameraEventName, Indicator
from pipeline.types import CameraId, Verdict
from tests.fakes.outputs import fake_decision, fake_face, fake_observation
from tests.offload_server.serving import Camera, Served, camera, serving

ADMIN = LocalAdmin()
WAITING = ServerOptions(port=0, advertise=False, confirm_local=True)


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(tmp_path / "house", options=WAITING) as served:
        yield served


async def look(served: Served, door: Camera, camera_id: str, seq: int) -> Answer:
    """Send a frame in which the engine recognises somebody; the answer."""
    served.engine.answers = False
    jobs = len(served.engine.jobs)
    await door.frame(seq)
    async with asyncio.timeout(5):
        while len(served.engine.jobs) == jobs:  # noqa: ASYNC110 - the fake engine has no event for it
            await asyncio.sleep(0.01)
    served.engine.say(fake_decision(camera_id=CameraId(camera_id), verdict=Verdict.RECOGNISED, visit_id=f"v{seq}"))
    served.engine.say(fake_observation(camera_id, served.engine.jobs[-1].seq, faces=(fake_face(),)))
    answer = await door.hear()
    assert isinstance(answer, Answer)
    return answer


async def events_of(served: Served) -> int:
    await asyncio.sleep(0.05)
    return len((await list_events(ADMIN, served.house, EventFilter())).events)


async def test_a_strangers_camera_makes_no_event_and_learns_nothing(served: Served) -> None:
    async with camera(served) as door:
        welcome = await door.hello()
        camera_id = CameraId(welcome.camera_id)
        answer = await look(served, door, camera_id, 0)
        assert answer.indicator is Indicator.IDLE, "it is not even told that somebody was looked at"
        assert served.app[LATEST_FRAMES].get(camera_id) is not None, "the admin's preview"
        assert served.house.views.latest(camera_id) is None, "and nobody else's"
    assert await events_of(served) == 0


async def test_a_strangers_bell_rings_for_nobody(served: Served) -> None:
    async with served.outputs.notices.subscribe() as notices, camera(served) as door:
        welcome = await door.hello()
        await door.say(CameraEvent(CameraEventName.BELL, 0))
        await look(served, door, welcome.camera_id, 0)
        assert notices.empty()
        await confirm_camera(ADMIN, served.house, CameraId(welcome.camera_id), "Gate")
        await door.say(CameraEvent(CameraEventName.BELL, 0))
        async with asyncio.timeout(5):
            assert (await notices.get()).reason.code == "bell_rang"


async def test_from_the_confirmation_on_it_counts_without_connecting_anew(served: Served) -> None:
    async with camera(served) as door:
        camera_id = CameraId((await door.hello()).camera_id)
        await look(served, door, camera_id, 0)
        await confirm_camera(ADMIN, served.house, camera_id, "Gate")
        assert (await look(served, door, camera_id, 1)).indicator is Indicator.RECOGNISED
        assert served.house.views.latest(camera_id) is not None
        assert await events_of(served) == 1


async def test_a_camera_that_is_sent_away_is_told_so_at_once(served: Served) -> None:
    async with camera(served) as door:
        welcome = await door.hello()
        await forget_camera(ADMIN, served.house, CameraId(welcome.camera_id))
        bye = await door.hear()
        assert isinstance(bye, Bye)
        assert bye.reason is ByeReason.FORGOTTEN
    async with camera(served) as door:
        assert (await door.hello(welcome.resume_key)).camera_id != welcome.camera_id


async def test_a_camera_of_the_house_that_is_forgotten_is_ended_as_well(served: Served) -> None:
    async with camera(served) as door:
        camera_id = CameraId((await door.hello()).camera_id)
        await confirm_camera(ADMIN, served.house, camera_id, "Gate")
        await forget_camera(ADMIN, served.house, camera_id)
        bye = await door.hear()
        assert isinstance(bye, Bye)
        assert bye.reason is ByeReason.FORGOTTEN


async def test_only_a_few_strangers_wait_at_once(served: Served) -> None:
    async with camera(served) as a, camera(served) as b, camera(served) as c, camera(served) as d:
        for door in (a, b, c, d)[:MOST_WAITING]:
            await door.hello()
        async with camera(served) as late:
            await late.say_hello()
            bye = await late.hear()
            assert isinstance(bye, Bye)
            assert bye.reason is ByeReason.TOO_MANY_CAMERAS


async def test_the_admin_confirms_by_the_api(served: Served) -> None:
    async with camera(served) as door:
        camera_id = (await door.hello()).camera_id
        async with served.http.get(served.api("/cameras")) as response:
            (listed,) = (await response.json())["cameras"]
            assert (listed["confirmed_at"], listed["waiting_from"], listed["kind"]) == (None, "", "network")
        url = served.api(f"/cameras/{camera_id}/confirm")
        async with served.http.post(url, json={"name": "Front door"}) as response:
            assert response.status == 200
            confirmed = await response.json()
        assert confirmed["confirmed_at"] is not None
        assert (confirmed["name"], confirmed["waiting_from"]) == ("Front door", None)
