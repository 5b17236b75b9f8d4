"""The camera is watched: lost once, opened again, wishes taken, wrong pictures dropped with one warning."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from offload_server.wire.messages import MAX_JPEG_BYTES, CameraEventName, Control
from pi_client.camera.protocol import CameraSource, CameraWishes
from pi_client.capture import Capture
from pi_client.errors import CameraError, CameraUnusableError
from pi_client.newest_frame import NewestFrame
from pi_client.news import CameraNews
from pi_client.reasons import PiReason
from pi_client.reconnect import ReconnectPolicy
from tests.pi_client.conftest import RecordingReporter, ScriptedCamera, jpeg, until

GONE = CameraError(PiReason.CAMERA_NOT_THERE, camera="scripted")
pytestmark = pytest.mark.allow_log("the camera is lost|pictures are dropped")


class Parts:
    def __init__(self, camera: CameraSource, reporter: RecordingReporter, silence_s: float = 5.0) -> None:
        self.frames, self.news = NewestFrame(), CameraNews()
        self.reporter = reporter
        policy = ReconnectPolicy(draw=lambda low, _: low)
        self.capture = Capture(
            camera, CameraWishes(fps=100), self.frames, self.news, reporter, policy=policy, silence_s=silence_s
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.capture.run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def test_pictures_reach_the_slot(reporter: RecordingReporter) -> None:
    parts = Parts(ScriptedCamera([[jpeg(b"one")]]), reporter)
    async with parts.running():
        assert (await parts.frames.take()).jpeg.startswith(b"\xff\xd8")
    assert reporter.said == []


async def test_a_camera_that_fails_is_reported_once_and_opened_again(reporter: RecordingReporter) -> None:
    camera = ScriptedCamera([[jpeg(), GONE], [GONE], [GONE]])
    parts = Parts(camera, reporter)
    async with parts.running():
        await until(lambda: ("camera_back", "scripted") in reporter.said)
    assert reporter.said == [("camera_lost", PiReason.CAMERA_NOT_THERE), ("camera_back", "scripted")]
    assert len(camera.openings) == 4
    assert camera.closings == 4


async def test_a_lost_camera_is_news_for_the_server_and_its_last_picture_is_not_shown(
    reporter: RecordingReporter,
) -> None:
    parts = Parts(ScriptedCamera([[jpeg(), GONE], [3600.0]]), reporter)
    async with parts.running():
        event = await parts.news.next()
        assert event.name is CameraEventName.CAMERA_LOST
        taking = asyncio.create_task(parts.frames.take())
        await asyncio.wait([taking], timeout=0.05)
        assert taking.cancel()


async def test_a_camera_that_freezes_is_a_lost_one(reporter: RecordingReporter) -> None:
    parts = Parts(ScriptedCamera([[jpeg(), 3600.0]]), reporter, silence_s=0.05)
    async with parts.running():
        await until(lambda: len(reporter.said) == 2)
    assert reporter.said == [("camera_lost", PiReason.CAMERA_SILENT), ("camera_back", "scripted")]


async def test_a_camera_that_can_never_work_ends_the_capture(reporter: RecordingReporter) -> None:
    parts = Parts(ScriptedCamera([[CameraUnusableError(PiReason.PICAMERA_MISSING)]]), reporter)
    with pytest.raises(CameraUnusableError):
        await parts.capture.run()


async def test_pictures_that_no_server_takes_are_dropped_with_one_warning_each(
    reporter: RecordingReporter, caplog: pytest.LogCaptureFixture
) -> None:
    large, wrong = b"\xff\xd8" + bytes(MAX_JPEG_BYTES), b"GIF89a"
    parts = Parts(ScriptedCamera([[large, large, wrong, wrong, b"", jpeg(b"good"), 1.0]]), reporter)
    async with parts.running():
        assert (await parts.frames.take()).jpeg == jpeg(b"good")
    assert reporter.said == [("noticed", PiReason.PICTURE_TOO_LARGE), ("noticed", PiReason.PICTURE_NOT_JPEG)]
    assert len([record for record in caplog.records if "dropped" in record.message]) == 2


async def test_other_pictures_open_the_camera_anew_and_it_is_not_lost(reporter: RecordingReporter) -> None:
    camera = ScriptedCamera()
    parts = Parts(camera, reporter)
    async with parts.running():
        await parts.frames.take()
        parts.capture.wish(Control(interval_ms=50))
        parts.capture.wish(Control(long_side_px=640, exposure_area=(0, 0, 1, 1)))
        await until(lambda: len(camera.openings) == 2)
    assert camera.openings[1] == CameraWishes(fps=100, long_side_px=640, exposure_area=(0, 0, 1, 1))
    assert reporter.said == []
