"""The two loops of a session: one looks at every frame, the other takes its time over the good ones."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from offload_server.household.guided.lead import Candidate
from offload_server.household.latest_queue import put_newest
from offload_server.household.views import CameraViews
from pipeline.types import CameraId, Observation

LOST_S = 2.0
"""A picture older than that is not live (board.md 1)."""
_LOOK_AFTER_S = 0.25


class CameraWatch:
    """Hands every frame of the chosen camera to ``see`` and what that returns to ``take``, one at a time.

    ``lost`` is told (again and again) while there is no live picture. The camera may be changed at any time.
    """

    def __init__(
        self,
        views: CameraViews,
        see: Callable[[Observation], Candidate | None],
        take: Callable[[Candidate], Awaitable[None]],
        lost: Callable[[], None],
    ) -> None:
        self._views = views
        self._see = see
        self._take = take
        self._lost = lost
        self._camera_id: CameraId | None = None
        self._changed = asyncio.Event()
        self._candidates: asyncio.Queue[Candidate] = asyncio.Queue(1)
        self._is_taking = False

    @property
    def is_idle(self) -> bool:
        """Whether no candidate is waiting or being looked at."""
        return self._candidates.empty() and not self._is_taking

    def use(self, camera_id: CameraId | None) -> None:
        """Look through this camera from now on; None looks at nothing."""
        self._camera_id = camera_id
        self._changed.set()

    def forget(self) -> None:
        """Drop the candidate that waits."""
        while not self._candidates.empty():
            self._candidates.get_nowait()

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._look_on(), name="guided enrolment: looking")
            group.create_task(self._take_on(), name="guided enrolment: taking")

    async def _look_on(self) -> None:
        while True:
            self._changed.clear()
            if self._camera_id is None:
                await self._changed.wait()
            else:
                await self._look_through(self._camera_id)

    async def _look_through(self, camera_id: CameraId) -> None:
        loop = asyncio.get_running_loop()
        seen_at = loop.time()
        async with self._views.watch(camera_id) as queue:
            while not self._changed.is_set():
                observation = await _next(queue)
                if self._changed.is_set():
                    return
                if observation is not None:
                    seen_at = loop.time()
                    self._consider(observation)
                elif loop.time() - seen_at >= LOST_S or not self._views.is_connected(camera_id):
                    self._lost()

    def _consider(self, observation: Observation) -> None:
        candidate = self._see(observation)
        if candidate is not None:
            put_newest(self._candidates, candidate)

    async def _take_on(self) -> None:
        while True:
            candidate = await self._candidates.get()
            self._is_taking = True
            await self._take(candidate)
            self._is_taking = False


async def _next(queue: asyncio.Queue[Observation]) -> Observation | None:
    """The next frame; None when none came in time."""
    try:
        async with asyncio.timeout(_LOOK_AFTER_S):
            return await queue.get()
    except TimeoutError:
        return None
