"""Where the engine's outputs meet the event loop: observations to waiting cameras, decisions to the record."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable

from offload_server.errors import ServerError
from offload_server.household import visits
from offload_server.household.house import House
from offload_server.household.latest_queue import put_newest
from offload_server.indicators import DoorIndicator
from offload_server.latest_frames import LatestFrames
from offload_server.notices import Notices
from offload_server.stream_limits import MessageBudget
from offload_server.trust.principals import LocalAdmin
from offload_server.wire.messages import Indicator
from pipeline.errors import PipelineError
from pipeline.types import CameraId, Decision, EngineOutput, Observation

DECISIONS_WAITING = 256
"""About an hour of a busy house; each keeps one small crop in memory."""
DECISIONS_PER_SECOND = 1.0
DECISIONS_AT_ONCE = 120.0
"""Of one camera. A crowd of twelve, each decided once in a visit of eight seconds, makes 1.5 a second for a while;
a camera that invents faces makes hundreds, and each is a write and a picture kept for weeks."""
CAMERAS_BUDGETED = 256
DRAIN_S = 10.0
"""How long a stopping server waits for its store; a write takes milliseconds."""
_LOGGER = logging.getLogger(__name__)
Sink = Callable[[Observation], None]


class EngineOutputs:
    """Listens to the engine on its threads; everything else happens on the loop that made this object.

    Decisions are recorded one at a time, in the order in which they came; one that cannot be kept (a full disk) is
    logged and noticed, and the next one is tried all the same.
    """

    def __init__(self, house: House, latest: LatestFrames) -> None:
        self.notices = Notices()
        self._house = house
        self._latest = latest
        self._loop = asyncio.get_running_loop()
        self._sinks: dict[CameraId, Sink] = {}
        self._indicators: dict[CameraId, DoorIndicator] = {}
        self._decisions: asyncio.Queue[Decision] = asyncio.Queue(DECISIONS_WAITING)
        self._budgets: dict[CameraId, MessageBudget] = {}
        self._flooding: set[CameraId] = set()
        self._recorder: asyncio.Task[None] | None = None
        self._take_off: Callable[[], None] | None = None

    def start(self) -> None:
        """Begin to listen and to record."""
        self._recorder = self._loop.create_task(self._record_all(), name="record decisions")
        self._take_off = self._house.engine.listen(self._from_engine)

    async def stop(self) -> None:
        """Record what was decided and stop; call it when the engine says nothing more."""
        if self._take_off is not None:
            self._take_off()
        await asyncio.sleep(0)  # outputs that the engine handed over just now arrive first
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._decisions.join(), DRAIN_S)
        if self._recorder is not None:
            self._recorder.cancel()
            await asyncio.gather(self._recorder, return_exceptions=True)

    def attach(self, camera_id: CameraId, sink: Sink) -> None:
        """Hand this camera's observations to ``sink`` (on the loop); it replaces an older one."""
        self._sinks[camera_id] = sink

    def detach(self, camera_id: CameraId) -> None:
        """The camera left: nobody waits for its frames, and its picture is dropped."""
        self._sinks.pop(camera_id, None)
        self._indicators.pop(camera_id, None)
        self._latest.drop(camera_id)

    def indicator(self, camera_id: CameraId) -> Indicator:
        """What the camera's door may show now."""
        indicator = self._indicators.get(camera_id)
        return indicator.current(time.monotonic_ns()) if indicator is not None else Indicator.IDLE

    def _from_engine(self, output: EngineOutput) -> None:
        """On an engine thread: must return at once."""
        if isinstance(output, Observation):
            self._latest.put(output)
        try:
            self._loop.call_soon_threadsafe(self._take, output)
        except RuntimeError:
            _LOGGER.debug("an output came after the loop was closed")

    def _take(self, output: EngineOutput) -> None:
        if isinstance(output, Observation):
            self._take_observation(output)
        elif isinstance(output, Decision):
            self._take_decision(output)
        # A cue asks the visitor for a challenge; no wire message carries one yet.

    def _take_observation(self, observation: Observation) -> None:
        sink = self._sinks.get(observation.camera_id)
        if sink is None:
            self._latest.drop(observation.camera_id)  # a frame of a camera that left while it was looked at
            return
        if not self._house.standing.waits(observation.camera_id):  # else the admin's preview is all there is of it
            self._indicator_of(observation.camera_id).saw(observation, time.monotonic_ns())
            self._house.views.publish(observation)
        sink(observation)

    def _take_decision(self, decision: Decision) -> None:
        if not self._house.standing.is_recorded(decision.camera_id):
            return
        if decision.camera_id in self._sinks:
            self._indicator_of(decision.camera_id).decided(decision, time.monotonic_ns())
        if not self._is_affordable(decision.camera_id):
            return
        if self._decisions.full():
            _LOGGER.error("the store is too slow: the oldest decision that waits is lost")
            self._decisions.task_done()  # of the one that put_newest throws away
        put_newest(self._decisions, decision)

    def _is_affordable(self, camera_id: CameraId) -> bool:
        """Whether one more decision of this camera is recorded; outlives its connections."""
        if len(self._budgets) > CAMERAS_BUDGETED:
            self._budgets.clear()
        now_ns = time.monotonic_ns()
        fresh = MessageBudget(now_ns, DECISIONS_PER_SECOND, DECISIONS_AT_ONCE)
        if self._budgets.setdefault(camera_id, fresh).spend(now_ns):
            self._flooding.discard(camera_id)
            return True
        if camera_id not in self._flooding:
            self._flooding.add(camera_id)
            _LOGGER.warning("camera %s: more decisions than any door has; those beyond are not recorded", camera_id)
        return False

    def _indicator_of(self, camera_id: CameraId) -> DoorIndicator:
        return self._indicators.setdefault(camera_id, DoorIndicator())

    async def _record_all(self) -> None:
        while True:
            decision = await self._decisions.get()
            try:
                await self._record(decision)
            finally:
                self._decisions.task_done()

    async def _record(self, decision: Decision) -> None:
        try:
            await visits.record_decision(LocalAdmin(), self._house, decision)
        except (ServerError, PipelineError) as error:
            _LOGGER.error("the decision about visit %s was not recorded: %s", decision.visit_id, error)  # noqa: TRY400
            self.notices.publish(error.reason, decision.camera_id)
        except Exception:
            _LOGGER.exception("the decision about visit %s was not recorded", decision.visit_id)
