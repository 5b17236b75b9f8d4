"""Which cameras are connected and what each one saw last. Loop thread only."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from offload_server.household.latest_queue import put_newest
from pipeline.types import CameraId, Observation


class CameraViews:
    """The newest observation of every connected camera, and queues for those who watch one."""

    def __init__(self) -> None:
        self._connections: Counter[CameraId] = Counter()
        self._latest: dict[CameraId, Observation] = {}
        self._watchers: defaultdict[CameraId, set[asyncio.Queue[Observation]]] = defaultdict(set)

    def connected(self, camera_id: CameraId) -> None:
        """A connection of this camera began; a newer one may overlap the one that it replaces."""
        self._connections[camera_id] += 1

    def disconnected(self, camera_id: CameraId) -> None:
        """A connection of this camera ended; with the last one its picture is forgotten."""
        self._connections[camera_id] -= 1
        if self._connections[camera_id] <= 0:
            del self._connections[camera_id]
            self._latest.pop(camera_id, None)

    def is_connected(self, camera_id: CameraId) -> bool:
        return camera_id in self._connections

    def connected_cameras(self) -> frozenset[CameraId]:
        """A copy."""
        return frozenset(self._connections)

    def publish(self, observation: Observation) -> None:
        """Keep ``observation`` as the camera's latest and hand it to its watchers; one of a gone camera is dropped."""
        if not self.is_connected(observation.camera_id):
            return
        self._latest[observation.camera_id] = observation
        for queue in self._watchers.get(observation.camera_id, ()):
            put_newest(queue, observation)

    def latest(self, camera_id: CameraId) -> Observation | None:
        """What the camera saw last; None when it saw nothing yet or is gone."""
        return self._latest.get(camera_id)

    @asynccontextmanager
    async def watch(self, camera_id: CameraId) -> AsyncIterator[asyncio.Queue[Observation]]:
        """A queue that holds the newest observation only, from now on."""
        queue: asyncio.Queue[Observation] = asyncio.Queue(1)
        self._watchers[camera_id].add(queue)
        try:
            yield queue
        finally:
            self._watchers[camera_id].discard(queue)
            if not self._watchers[camera_id]:
                del self._watchers[camera_id]
