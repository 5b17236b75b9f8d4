"""Views and announcements: the newest is what counts, nobody waits."""

from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from offload_server.household.announcements import QUEUE_LENGTH
from offload_server.household.house import House
from offload_server.household.views import CameraViews
from offload_server.household.visits import record_decision
from pipeline.types import CameraId
from tests.fakes.outputs import fake_decision, fake_observation
from tests.offload_server.household.conftest import ADMIN

DOOR, GATE = CameraId("door"), CameraId("gate")


async def test_a_watcher_gets_the_newest_frame_of_its_camera_only() -> None:
    views = CameraViews()
    views.connected(DOOR)
    views.connected(GATE)
    async with views.watch(DOOR) as queue:
        for seq in range(5):
            views.publish(fake_observation(DOOR, seq))
        views.publish(fake_observation(GATE, 9))
        assert queue.qsize() == 1
        assert (await queue.get()).seq == 4
    views.publish(fake_observation(DOOR, 6))
    assert queue.empty()


async def test_a_gone_camera_shows_nothing() -> None:
    views = CameraViews()
    views.connected(DOOR)
    views.publish(fake_observation(DOOR, 1))
    views.connected(DOOR)  # a newer connection, before the old one noticed
    views.disconnected(DOOR)
    assert views.is_connected(DOOR)
    latest = views.latest(DOOR)
    assert latest is not None
    assert latest.seq == 1
    views.disconnected(DOOR)
    assert not views.is_connected(DOOR)
    assert views.latest(DOOR) is None
    views.publish(fake_observation(DOOR, 2))
    assert views.latest(DOOR) is None, "a frame that was still in the engine does not bring it back"


@given(st.lists(st.booleans(), max_size=20))
def test_connections_are_counted(steps: list[bool]) -> None:
    views, count = CameraViews(), 0
    for connects in steps:
        if connects:
            views.connected(DOOR)
            count += 1
        else:
            views.disconnected(DOOR)
            count = max(0, count - 1)
        assert views.is_connected(DOOR) == (count > 0)


async def test_a_slow_listener_loses_the_oldest_news_only(house: House) -> None:
    event = await record_decision(ADMIN, house, fake_decision())
    async with house.announcements.subscribe() as slow, house.announcements.subscribe() as quick:
        for revision in range(QUEUE_LENGTH + 10):
            house.announcements.publish(dataclasses.replace(event, revision=revision))
            assert (await quick.get()).revision == revision
        assert slow.qsize() == QUEUE_LENGTH
        assert (await slow.get()).revision == 10
    house.announcements.publish(event)
    assert quick.empty()
