"""One slot between camera and network: the newest picture wins, so that a slow server never sees an old one."""

from __future__ import annotations

import asyncio

from pi_client.camera.protocol import CapturedFrame


class NewestFrame:
    """Event-loop only. ``skipped`` counts pictures that were replaced before anybody took them."""

    def __init__(self) -> None:
        self._frame: CapturedFrame | None = None
        self._there = asyncio.Event()
        self.skipped = 0

    def put(self, frame: CapturedFrame) -> None:
        """Replace whatever waits."""
        if self._frame is not None:
            self.skipped += 1
        self._frame = frame
        self._there.set()

    def clear(self) -> None:
        """Forget the waiting picture: its camera is lost, and it would be old when somebody takes it."""
        self._frame = None
        self._there.clear()

    async def take(self) -> CapturedFrame:
        """Wait for a picture and take it out."""
        while self._frame is None:
            await self._there.wait()
        frame, self._frame = self._frame, None
        self._there.clear()
        return frame
