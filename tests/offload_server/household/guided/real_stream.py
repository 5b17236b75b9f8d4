"""A door whose frames go through the real engine, one after the other in their own time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from offload_server.household.guided.session import GuidedEnrolment
from offload_server.household.house import House
from pipeline.engine import Engine
from pipeline.ports import FrameJob
from pipeline.types import CameraId, EngineOutput, Observation

FRAME_NS = 66_666_667


@dataclass(slots=True, eq=False)
class RealDoor:
    """Sends JPEG frames into ``engine`` and waits until the session has looked at each: no frame is passed over."""

    house: House
    engine: Engine
    camera_id: CameraId
    session: GuidedEnrolment | None = None
    now_ns: int = field(default_factory=time.monotonic_ns)
    _seq: int = 0
    _seen: asyncio.Event = field(default_factory=asyncio.Event)
    _newest: Observation | None = None

    def open(self) -> Callable[[], None]:
        """Connect the camera; the returned call takes the listener off again."""
        loop = asyncio.get_running_loop()
        self.house.views.connected(self.camera_id)

        def listener(output: EngineOutput) -> None:
            loop.call_soon_threadsafe(self._take, output)

        return self.engine.listen(listener)

    async def show(self, jpeg: bytes, after_ns: int = FRAME_NS) -> Observation:
        """One frame through the engine and past the session; its observation."""
        self._seq += 1
        self.now_ns += after_ns
        self._seen.clear()
        self.engine.submit(FrameJob(self.camera_id, self._seq, self.now_ns, self.now_ns, jpeg))
        await asyncio.wait_for(self._seen.wait(), 20)
        assert self._newest is not None
        await self._settled(self._newest)
        return self._newest

    def _take(self, output: EngineOutput) -> None:
        if isinstance(output, Observation) and output.seq == self._seq and output.camera_id == self.camera_id:
            self._newest = output
            self.house.views.publish(output)
            self._seen.set()

    async def _settled(self, observation: Observation) -> None:
        session = self.session
        while session is not None:
            seen = session._lead.seen
            if seen is not None and seen.observation is observation and session._watch.is_idle:
                return
            await asyncio.sleep(0.001)
