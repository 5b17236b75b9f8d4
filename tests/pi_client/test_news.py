"""Reports of the camera wait for a connection, and only the ones that still hold."""

from __future__ import annotations

from offload_server.wire.messages import CameraEvent, CameraEventName
from pi_client.news import MAX_WAITING, CameraNews


async def test_a_report_stays_until_it_is_delivered() -> None:
    news = CameraNews()
    lost = CameraEvent(CameraEventName.CAMERA_LOST, 1)
    news.report(lost)
    assert await news.next() == lost
    assert await news.next() == lost
    news.delivered(lost)
    bell = CameraEvent(CameraEventName.BELL, 2)
    news.report(bell)
    assert await news.next() == bell


async def test_a_withdrawn_report_is_not_delivered() -> None:
    news = CameraNews()
    bell = CameraEvent(CameraEventName.BELL, 2)
    news.report(CameraEvent(CameraEventName.CAMERA_LOST, 1))
    news.report(bell)
    news.withdraw(CameraEventName.CAMERA_LOST)
    assert await news.next() == bell


async def test_the_oldest_reports_are_dropped_when_nobody_carries_them() -> None:
    news = CameraNews()
    for at in range(MAX_WAITING + 5):
        news.report(CameraEvent(CameraEventName.BELL, at))
    assert (await news.next()).at_us == 5
