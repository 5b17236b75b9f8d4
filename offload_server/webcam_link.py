"""One webcam of this PC as a camera like any other: one frame in flight, the newest wins. Loop thread only."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable

from offload_server.errors import RefusedError
from offload_server.in_flight import FramesInFlight
from offload_server.reasons import ServerReason
from offload_server.stream import RESTING_INTERVAL_MS, StreamContext
from offload_server.webcam_thread import WebcamThread
from offload_server.webcams import Webcam, Webcams
from offload_server.wire.messages import ByeReason, Control
from pipeline.ports import FrameJob
from pipeline.types import CameraId, Reason

OPEN_WITHIN_S = 12.0
"""A webcam needs one to three seconds to its first picture; OpenCV gives up on one after ten."""
_LOGGER = logging.getLogger(__name__)


class WebcamLink:
    """``gone`` is called once, when it has ended for whatever reason."""

    def __init__(
        self,
        camera_id: CameraId,
        webcam: Webcam,
        webcams: Webcams,
        context: StreamContext,
        gone: Callable[[], None],
    ) -> None:
        self.webcam = webcam
        self.problem: Reason | None = None
        self._camera_id = camera_id
        self._house, self._outputs = context.house, context.outputs
        self._roster, self._options = context.roster, context.options
        self._gone = gone
        self._loop = asyncio.get_running_loop()
        self._first: asyncio.Future[None] = self._loop.create_future()
        self._in_flight = FramesInFlight(self._answered)
        self._thread = WebcamThread(webcam, webcams, self._from_thread, self._lost_in_thread)
        self._timers: set[asyncio.TimerHandle] = set()
        self._silence: asyncio.TimerHandle | None = None
        self._ending: asyncio.Task[None] | None = None
        self._is_live = False
        self._has_ended = False
        self._taken_ns = 0

    def start(self) -> None:
        """Open the webcam, and open it again whenever it is lost."""
        self._roster.came(self)
        self._roster.admitted(self._camera_id, self)
        self._outputs.attach(self._camera_id, self._in_flight.saw)
        self._thread.start()

    async def first_picture(self) -> None:
        """Wait for it; RefusedError says why there is none."""
        try:
            async with asyncio.timeout(OPEN_WITHIN_S):
                await asyncio.shield(self._first)
        except TimeoutError as error:
            raise RefusedError(Reason.of(ServerReason.WEBCAM_SILENT, camera=self.webcam.name)) from error

    def end(self, reason: ByeReason) -> None:
        """Let go of the webcam; harmless when already leaving."""
        _LOGGER.info("camera %s ends: %s", self._camera_id, reason)
        self._release()

    def tell(self, control: Control) -> None:
        """A webcam takes no wishes."""

    async def close(self) -> None:
        """Let go of the webcam and wait until it is free."""
        self._release()
        if self._ending is not None:
            await self._ending

    def _release(self) -> None:
        if self._has_ended:
            return
        self._has_ended = True
        self._in_flight.close()
        for timer in (*self._timers, *filter(None, (self._silence,))):
            timer.cancel()
        if self._first.done():
            self._first.exception()
        else:
            self._first.cancel()
        if self._is_live:
            self._house.views.disconnected(self._camera_id)
        if self._roster.left(self, self._camera_id):
            self._outputs.detach(self._camera_id)
            self._house.engine.forget_camera(self._camera_id)
        self._ending = self._loop.create_task(asyncio.to_thread(self._thread.stop), name="webcam end")
        self._gone()

    # ---- what the thread says

    def _from_thread(self, jpeg: bytes, taken_ns: int) -> None:
        self._post(self._take, jpeg, taken_ns)

    def _lost_in_thread(self, reason: Reason) -> None:
        self._post(self._lose, reason)

    def _post(self, function: Callable[..., None], *given: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody wants it any more
            self._loop.call_soon_threadsafe(function, *given)

    # ---- on the loop

    def _take(self, jpeg: bytes, taken_ns: int) -> None:
        if self._has_ended:
            return
        self._come_alive()
        if not self._house.engine.status().ready:
            self._want_after(RESTING_INTERVAL_MS / 1000)
            return
        self._taken_ns = taken_ns
        seq = self._roster.next_seq()
        self._in_flight.sent(seq, seq)
        self._house.engine.submit(FrameJob(self._camera_id, seq, taken_ns, time.monotonic_ns(), jpeg))

    def _answered(self, seq: int, was_looked_at: bool) -> None:
        del seq
        if self._has_ended:
            return
        interval_ms = self._house.settings.current.stream_interval_ms if was_looked_at else RESTING_INTERVAL_MS
        passed_s = (time.monotonic_ns() - self._taken_ns) / 1e9
        self._want_after(max(0.0, interval_ms / 1000 - passed_s))

    def _want_after(self, seconds: float) -> None:
        self._timers = {timer for timer in self._timers if timer.when() > self._loop.time()}
        self._timers.add(self._loop.call_later(seconds, self._thread.want))
        self._expect(seconds)

    def _expect(self, seconds: float) -> None:
        """A driver may hang without a word: then it is the clock that says so."""
        if self._silence is not None:
            self._silence.cancel()
        reason = Reason.of(ServerReason.WEBCAM_SILENT, camera=self.webcam.name)
        self._silence = self._loop.call_later(seconds + self._options.camera_silence_s, self._lose, reason)

    def _come_alive(self) -> None:
        if self._is_live:
            return
        self._is_live, self.problem = True, None
        self._house.views.connected(self._camera_id)
        if self._first.done():
            self._announce(ServerReason.CAMERA_BACK)
        else:
            self._first.set_result(None)

    def _lose(self, reason: Reason) -> None:
        if self._has_ended:
            return
        self.problem = reason
        if not self._first.done():
            self._first.set_exception(RefusedError(reason))
            self._first.exception()  # a webcam of an earlier start may come later: nobody need have waited
        if self._is_live:
            self._is_live = False
            self._in_flight.close()
            self._house.views.disconnected(self._camera_id)
            self._house.engine.forget_camera(self._camera_id)
            self._announce(ServerReason.CAMERA_LOST)
        self._thread.want()

    def _announce(self, code: ServerReason) -> None:
        _LOGGER.info("camera %s: %s", self._camera_id, code)
        if self._house.standing.is_recorded(self._camera_id):
            self._outputs.notices.publish(Reason.of(code), self._camera_id)
