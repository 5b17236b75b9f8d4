"""What is announced beside decisions: something happened at a camera, or to the house. Loop thread only."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from offload_server.household.latest_queue import put_newest
from pipeline.types import CameraId, Reason

QUEUE_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Notice:
    """``reason`` says what happened; ``camera_id`` where, if at a camera."""

    reason: Reason
    camera_id: CameraId | None
    at: dt.datetime


class Notices:
    """Fan-out of notices to bounded queues; who falls behind loses the oldest."""

    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[Notice]] = set()

    def publish(self, reason: Reason, camera_id: CameraId | None = None) -> None:
        """Tell every subscriber, now; never waits."""
        notice = Notice(reason, camera_id, dt.datetime.now(dt.UTC))
        for queue in self._queues:
            put_newest(queue, notice)

    @asynccontextmanager
    async def subscribe(self) -> AsyncIterator[asyncio.Queue[Notice]]:
        """A queue of what is published from now on."""
        queue: asyncio.Queue[Notice] = asyncio.Queue(QUEUE_LENGTH)
        self._queues.add(queue)
        try:
            yield queue
        finally:
            self._queues.discard(queue)
