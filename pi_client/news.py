"""What the camera has to report of its own accord, kept until a connection can carry it."""

from __future__ import annotations

import asyncio
from collections import deque

from offload_server.wire.messages import CameraEvent, CameraEventName

MAX_WAITING = 16
"""Older ones are dropped: a bell of an hour ago opens nothing."""


class CameraNews:
    """Event-loop only; oldest first."""

    def __init__(self) -> None:
        self._waiting: deque[CameraEvent] = deque(maxlen=MAX_WAITING)
        self._there = asyncio.Event()

    def report(self, event: CameraEvent) -> None:
        """Queue ``event``."""
        self._waiting.append(event)
        self._there.set()

    def withdraw(self, name: CameraEventName) -> None:
        """Forget reports of ``name`` that nobody carried yet: what they say is no longer so."""
        kept = [event for event in self._waiting if event.name is not name]
        self._waiting.clear()
        self._waiting.extend(kept)

    async def next(self) -> CameraEvent:
        """Wait for a report; it stays queued until ``delivered``, so that a lost connection loses none."""
        while not self._waiting:
            self._there.clear()
            await self._there.wait()
        return self._waiting[0]

    def delivered(self, event: CameraEvent) -> None:
        """Take a carried report out."""
        if event in self._waiting:
            self._waiting.remove(event)
