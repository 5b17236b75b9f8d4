"""A network camera that serves MJPEG over HTTP (multipart/x-mixed-replace): mjpg-streamer, ESP32-CAM and their like."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import aiohttp
from yarl import URL

from pi_client.camera.jpeg_splitter import JpegSplitter
from pi_client.camera.protocol import CameraWishes, CapturedFrame
from pi_client.clock import Clock, now_us
from pi_client.errors import CameraError
from pi_client.reasons import PiReason

_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=10)
"""A camera that says nothing for 10 s is gone; the stream itself has no end."""
_MAX_REDIRECTS = 2


class MjpegUrlCamera:
    """Pictures are passed on as they are; the time of each is when its last byte arrived."""

    def __init__(self, url: str, clock: Clock = now_us) -> None:
        self._url = URL(url)
        self.label = str(self._url.with_user(None).with_query(None))
        self._clock = clock

    async def frames(self, wishes: CameraWishes) -> AsyncGenerator[CapturedFrame, None]:  # noqa: ARG002 - it cannot be told
        """Yield the pictures of the stream; of several that arrived together only the newest."""
        try:
            async with (
                aiohttp.ClientSession(timeout=_TIMEOUT) as session,
                session.get(self._url, max_redirects=_MAX_REDIRECTS) as response,
            ):
                if response.status != 200:
                    raise CameraError(PiReason.CAMERA_FAILED, camera=self.label, problem=f"HTTP {response.status}")
                splitter = JpegSplitter()
                async for chunk in response.content.iter_any():
                    if pictures := splitter.feed(chunk):
                        yield CapturedFrame(pictures[-1], self._clock())
        except (aiohttp.ClientError, TimeoutError) as error:
            raise CameraError(PiReason.CAMERA_FAILED, camera=self.label, problem=type(error).__name__) from error
        raise CameraError(PiReason.CAMERA_SILENT, camera=self.label)
