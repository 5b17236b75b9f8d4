"""The life of what runs behind the window: start, news, stop. Everything here happens on the GUI thread.

Stop order (design.md 6): the timer and every waiting answer first, then the backend in its own thread - the server
stops accepting, closes sockets, leaves mDNS, drains the engine, flushes the store - and only then ``stopped``.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop_app.backends import Backend
from desktop_app.bridge import Bridge
from desktop_app.station_state import Phase, StationState
from desktop_app.typed_signal import TypedSignal
from desktop_app.wall.wall_model import WallReport, read_wall
from pipeline.reasons import PipelineReason
from pipeline.types import Reason

if TYPE_CHECKING:
    from offload_server.runtime import ServerThread

logger = logging.getLogger(__name__)
POLL_MS = 33
"""30 times a second: cameras send 10-15 pictures, so a picture waits 17 ms on average."""
POLLS_A_REPORT = 15
"""Doors, engine and status are looked at twice a second."""


class Station(QObject):
    """``polled`` beats 30 times a second while a server runs: whoever shows pictures takes ``bridge.latest()`` then."""

    state_changed = TypedSignal(StationState)
    report_changed = TypedSignal(WallReport)
    polled = Signal()
    started = Signal()
    begun_anew = Signal()
    stopped = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bridge = Bridge(self)
        self.state = StationState(Phase.STARTING)
        self.report = WallReport((), {})
        self._backend: Backend | None = None
        self._polls = 0
        self._asking = False
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._poll)

    def start(self, backend: Backend) -> None:
        """Start ``backend`` in a thread of its own; ``state_changed`` tells how it goes. One at a time."""
        self._backend = backend
        self.begun_anew.emit()
        self._show(StationState(Phase.STARTING, is_demo=backend.is_demo, steps=len(backend.steps)))

        def say(code: str) -> None:
            self.bridge.run_here(lambda: self._step(backend, code))

        starting = self.bridge.in_background(lambda: backend.start(say), "starter")
        starting.then(lambda server: self._started(backend, server), lambda error: self._failed(backend, error))

    def switch(self, backend: Backend) -> None:
        """Stop what runs, then start ``backend``."""
        self._stop(lambda: self.start(backend))

    def fetch(self, work: Callable[[], None], then: Backend) -> None:
        """Stop what runs, do ``work`` in a thread of its own, then start ``then``; a failure is shown."""

        def begin() -> None:
            self._show(StationState(Phase.FETCHING))
            fetching = self.bridge.in_background(work, "fetcher")
            fetching.then(lambda _: self.start(then), lambda error: self._show_failure(reason_of(error)))

        self._stop(begin)

    def stop(self) -> None:
        """Stop everything; ``stopped`` comes when it is done. Harmless when called twice."""
        if self.state.phase is not Phase.STOPPING:
            self._stop(self._stopped)

    def _stop(self, then: Callable[[], None]) -> None:
        self._timer.stop()
        self.bridge.detach()
        backend, self._backend = self._backend, None
        self._show(StationState(Phase.STOPPING, step="window_step_stopping"))
        self._take_report(WallReport((), {}))

        def go_on(error: BaseException | None = None) -> None:
            if error is not None:
                logger.error("the server did not stop cleanly", exc_info=error)
            then()

        stopping = self.bridge.in_background(backend.stop if backend is not None else _nothing, "stopper")
        stopping.then(lambda _: go_on(), go_on)

    def _stopped(self) -> None:
        self._show(StationState(Phase.STOPPED))
        self.stopped.emit()

    def _step(self, backend: Backend, code: str) -> None:
        if backend is self._backend and self.state.phase is Phase.STARTING:
            number = backend.steps.index(code) if code in backend.steps else self.state.step_number
            self._show(dataclasses.replace(self.state, step=code, step_number=number))

    def _started(self, backend: Backend, server: ServerThread) -> None:
        if backend is not self._backend:
            return  # it was stopped meanwhile
        self.bridge.attach(server)
        self._asking = False
        self._show(
            StationState(
                Phase.RUNNING,
                is_demo=backend.is_demo,
                address=address_of(server),
                insecure_lan=server.options.insecure_lan,
            )
        )
        self._timer.start()
        self._look()
        self.started.emit()

    def _failed(self, backend: Backend, error: BaseException) -> None:
        if backend is self._backend:
            self._show_failure(reason_of(error), is_demo=backend.is_demo)

    def _show_failure(self, reason: Reason, *, is_demo: bool = False) -> None:
        self._show(StationState(Phase.FAILED, is_demo=is_demo, reason=reason))

    def _poll(self) -> None:
        self._polls += 1
        if self._polls % POLLS_A_REPORT == 0:
            self._look()
        self.polled.emit()

    def _look(self) -> None:
        self._show(dataclasses.replace(self.state, engine=self.bridge.engine_status()))
        if not self._asking:  # a slow disk must not pile up questions
            self._asking = True
            self.bridge.call(read_wall, self.bridge.house, self.bridge.local_cameras).then(
                self._take_report, self._report_failed
            )

    def _take_report(self, report: WallReport) -> None:
        self._asking = False
        if report != self.report:
            self.report = report
            self.report_changed.emit(report)

    def _report_failed(self, error: BaseException) -> None:
        self._asking = False
        logger.error("the doors could not be read", exc_info=error)

    def _show(self, state: StationState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


def reason_of(error: BaseException) -> Reason:
    """Any error as a reason: ours carry one, others are named."""
    reason = getattr(error, "reason", None)
    if isinstance(reason, Reason):
        return reason
    code, parameters = getattr(error, "code", None), getattr(error, "parameters", None)
    if isinstance(code, str) and isinstance(parameters, tuple):  # WeightError
        return Reason(code, parameters)
    logger.error("the station met an error that it does not know", exc_info=error)
    return Reason.of(PipelineReason.ENGINE_FAILED, problem=f"{type(error).__name__}: {error}")


def address_of(server: ServerThread) -> str:
    """Host and port, as people read them out."""
    address = server.address
    if server.options.insecure_lan:
        from offload_server.network_state import lan_addresses

        address = dataclasses.replace(address, host=lan_addresses(address.host)[0])
    return address.url.removeprefix("http://")


def _nothing() -> None:
    """There was nothing to stop."""
