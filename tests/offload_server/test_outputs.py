"""From the engine's threads to the record, in order, whatever the disk does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from offload_server.app_keys import LATEST_FRAMES
from offload_server.errors import StorageFullError
from offload_server.household import visits
from offload_server.household.events import list_events
from offload_server.household.house import House
from offload_server.household.records import EventFilter, EventRecord
from offload_server.outputs import DECISIONS_AT_ONCE
from offload_server.reasons import ServerReason
from offload_server.trust.principals import LocalAdmin, Principal
from pipeline.types import CameraId, Decision, EngineOutput, Reason, Verdict
from tests.fakes.outputs import fake_decision, fake_face, fake_observation
from tests.offload_server.serving import Served, camera, serving


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(tmp_path / "house") as served:
        yield served


def unknown(visit_id: str) -> Decision:
    return fake_decision(visit_id, Verdict.UNKNOWN, person_id=None)


def say_all(served: Served, *outputs: EngineOutput) -> None:
    for output in outputs:
        served.engine.say(output)


async def recorded(house: House) -> list[str]:
    page = await list_events(LocalAdmin(), house, EventFilter())
    return [event.visit_id for event in reversed(page.events)]


async def test_decisions_are_recorded_in_the_order_in_which_they_came(served: Served) -> None:
    wanted = [f"v{number}" for number in range(20)]
    async with served.house.announcements.subscribe() as news:
        await asyncio.to_thread(say_all, served, *(unknown(visit_id) for visit_id in wanted))
        heard = [(await asyncio.wait_for(news.get(), 5)).visit_id for _ in wanted]
    assert heard == wanted == await recorded(served.house)


@pytest.mark.allow_log("was not recorded: storage_full")
async def test_a_full_disk_costs_one_decision_and_is_noticed(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    record = visits.record_decision

    async def full_once(principal: Principal, house: House, decision: Decision) -> EventRecord:
        if decision.visit_id == "v0":
            raise StorageFullError(Reason.of(ServerReason.STORAGE_FULL))
        return await record(principal, house, decision)

    monkeypatch.setattr(visits, "record_decision", full_once)
    async with served.outputs.notices.subscribe() as notices, served.house.announcements.subscribe() as news:
        served.engine.say(unknown("v0"))
        served.engine.say(unknown("v1"))
        notice = await asyncio.wait_for(notices.get(), 5)
        event = await asyncio.wait_for(news.get(), 5)
    assert (notice.reason.code, notice.camera_id) == (ServerReason.STORAGE_FULL, "c1")
    assert event.visit_id == "v1"


async def test_a_camera_that_invents_visits_fills_neither_the_disk_nor_the_place_of_others(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    invented = [fake_decision(f"v{number}", Verdict.UNKNOWN, person_id=None) for number in range(200)]
    own = fake_decision("own", Verdict.UNKNOWN, person_id=None, camera_id=CameraId("c2"))
    async with served.house.announcements.subscribe() as news:
        await asyncio.to_thread(say_all, served, *invented, own)
        async with asyncio.timeout(20):
            while (await news.get()).visit_id != "own":
                pass
    page = await list_events(LocalAdmin(), served.house, EventFilter(camera_id=CameraId("c1"), limit=200))
    assert DECISIONS_AT_ONCE <= len(page.events) < 130
    assert caplog.text.count("not recorded") <= 2


async def test_a_surprise_does_not_end_the_record(
    served: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    record = visits.record_decision

    async def surprise_once(principal: Principal, house: House, decision: Decision) -> EventRecord:
        if decision.visit_id == "v0":
            raise ZeroDivisionError
        return await record(principal, house, decision)

    monkeypatch.setattr(visits, "record_decision", surprise_once)
    async with served.house.announcements.subscribe() as news:
        served.engine.say(unknown("v0"))
        served.engine.say(unknown("v1"))
        assert (await asyncio.wait_for(news.get(), 5)).visit_id == "v1"
    assert any("v0" in record.getMessage() for record in caplog.records)


async def test_what_was_decided_before_the_stop_is_kept(tmp_path: Path) -> None:
    async with serving(tmp_path / "house") as served:
        for number in range(5):
            served.engine.say(unknown(f"v{number}"))
    async with serving(tmp_path / "house") as served:
        assert await recorded(served.house) == ["v0", "v1", "v2", "v3", "v4"]


async def test_the_newest_picture_is_there_for_any_thread_while_its_camera_is(served: Served) -> None:
    frames = served.app[LATEST_FRAMES]
    async with camera(served) as door:
        camera_id = CameraId((await door.hello()).camera_id)
        async with served.house.views.watch(camera_id) as seen:
            older, newer = (fake_observation(camera_id, seq, faces=(fake_face(),)) for seq in (1, 2))
            await asyncio.to_thread(say_all, served, older, newer)
            assert await asyncio.to_thread(frames.get, camera_id) is newer
            assert frames.all() == {camera_id: newer}
            assert await asyncio.wait_for(seen.get(), 5) is not None
            assert served.house.views.latest(camera_id) is newer
    async with asyncio.timeout(5):
        while frames.all():  # noqa: ASYNC110 - the server notices the end by itself
            await asyncio.sleep(0.01)


async def test_a_frame_of_a_camera_that_left_is_dropped(served: Served) -> None:
    served.engine.say(fake_observation("gone"))
    await asyncio.sleep(0.05)
    assert served.app[LATEST_FRAMES].all() == {}
    assert served.house.views.latest(CameraId("gone")) is None
