"""News for whoever listens: every recorded event goes to every subscriber. Loop thread only."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from offload_server.household.latest_queue import put_newest
from offload_server.household.records import EventRecord

QUEUE_LENGTH = 64
"""A listener that falls further behind loses the oldest news; the events themselves stay in the store."""


class Announcements:
    """Fan-out of event records to bounded queues."""

    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[EventRecord]] = set()

    def publish(self, record: EventRecord) -> None:
        """Hand ``record`` to every subscriber; never waits."""
        for queue in self._queues:
            put_newest(queue, record)

    @asynccontextmanager
    async def subscribe(self) -> AsyncIterator[asyncio.Queue[EventRecord]]:
        """A queue of what is published from now on."""
        queue: asyncio.Queue[EventRecord] = asyncio.Queue(QUEUE_LENGTH)
        self._queues.add(queue)
        try:
            yield queue
        finally:
            self._queues.discard(queue)
