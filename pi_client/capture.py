"""Keeps the newest picture of the camera in its slot; reports a lost camera once and opens it again."""

from __future__ import annotations

import asyncio
import logging
from contextlib import aclosing
from dataclasses import replace

from offload_server.wire.messages import MAX_JPEG_BYTES, CameraEvent, CameraEventName, Control
from pi_client.camera.protocol import CameraSource, CameraWishes, CapturedFrame
from pi_client.clock import Clock, now_us
from pi_client.errors import CameraError, CameraUnusableError
from pi_client.newest_frame import NewestFrame
from pi_client.news import CameraNews
from pi_client.reasons import PiReason
from pi_client.reconnect import ReconnectPolicy
from pi_client.report import Reporter

_log = logging.getLogger(__name__)

SILENCE_S = 5.0
"""A camera without a picture for so long has stopped; auto exposure at night never takes more than a second."""
SILENCE_FRAMES = 3
"""A camera slower than that may be three pictures late."""
_JPEG_START = b"\xff\xd8"


class Capture:
    """Owns the camera from ``run`` until it is cancelled."""

    def __init__(
        self,
        source: CameraSource,
        wishes: CameraWishes,
        frames: NewestFrame,
        news: CameraNews,
        reporter: Reporter,
        *,
        policy: ReconnectPolicy | None = None,
        clock: Clock = now_us,
        silence_s: float = SILENCE_S,
    ) -> None:
        self._source = source
        self._wishes = wishes
        self._frames = frames
        self._news = news
        self._reporter = reporter
        self._policy = policy or ReconnectPolicy()
        self._clock = clock
        self._silence_s = silence_s
        self._lost = False
        self._opened_us = 0
        self._warned: set[PiReason] = set()

    async def run(self) -> None:
        """Capture for ever; raise ``CameraUnusableError`` when the camera can never work here."""
        while True:
            try:
                await self._capture()
            except CameraUnusableError:
                raise
            except CameraError as error:
                self._camera_lost(error)
                await asyncio.sleep(self._policy.after_failure())

    def wish(self, control: Control) -> None:
        """Take the server's wishes for the pictures; the camera is opened anew if that changes anything."""
        if control.long_side_px is not None:
            self._wishes = replace(self._wishes, long_side_px=control.long_side_px)
        if control.exposure_area is not None:
            self._wishes = replace(self._wishes, exposure_area=control.exposure_area)

    async def _capture(self) -> None:
        """Run the camera until it fails, or returns because other pictures are wished."""
        wishes, silence_s = self._wishes, max(self._silence_s, SILENCE_FRAMES / self._wishes.fps)
        self._opened_us = self._clock()
        async with aclosing(self._source.frames(wishes)) as pictures:
            while wishes == self._wishes:
                try:
                    async with asyncio.timeout(silence_s):
                        frame = await anext(pictures)
                except (TimeoutError, StopAsyncIteration) as error:
                    raise CameraError(PiReason.CAMERA_SILENT, camera=self._source.label) from error
                self._keep(frame)

    def _keep(self, frame: CapturedFrame) -> None:
        if self._lost:
            self._camera_back()
        if len(frame.jpeg) > MAX_JPEG_BYTES:
            self._warn_once(PiReason.PICTURE_TOO_LARGE, bytes=len(frame.jpeg), limit_bytes=MAX_JPEG_BYTES)
        elif not frame.jpeg.startswith(_JPEG_START):
            self._warn_once(PiReason.PICTURE_NOT_JPEG)
        else:
            self._frames.put(frame)

    def _camera_lost(self, error: CameraError) -> None:
        self._policy.lasted((self._clock() - self._opened_us) / 1e6)
        self._frames.clear()
        if self._lost:
            _log.debug("the camera is still not there: %s", error)
            return
        self._lost = True
        _log.warning("the camera is lost: %s", error)
        self._reporter.camera_lost(error)
        self._news.report(CameraEvent(CameraEventName.CAMERA_LOST, self._clock()))

    def _camera_back(self) -> None:
        self._lost = False
        self._news.withdraw(CameraEventName.CAMERA_LOST)
        self._reporter.camera_back(self._source.label)

    def _warn_once(self, code: PiReason, **figures: int) -> None:
        if code not in self._warned:
            self._warned.add(code)
            _log.warning("pictures are dropped: %s %s", code.value, figures)
            self._reporter.noticed(code, **figures)
