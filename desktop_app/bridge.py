"""Where the server's threads meet the widgets; nothing else in the station knows that there are threads.

Rare news arrive as signals on the GUI thread. Frames do not: ``latest()`` is polled by the one timer of the station
(gui-and-lan.md 2: a signal a frame costs more, and piles up while the GUI is busy).
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
import threading
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Generic, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Qt, Slot

from desktop_app.typed_signal import TypedSignal
from offload_server.household.records import EventRecord
from pipeline.types import CameraId, EngineStatus, Observation

if TYPE_CHECKING:  # the server takes a second to import: the thread that starts it does that
    from offload_server.household.house import House
    from offload_server.local_cameras import LocalCameras
    from offload_server.runtime import ServerThread

logger = logging.getLogger(__name__)
_P = ParamSpec("_P")
_T = TypeVar("_T")
Errand = Callable[[], object]


class _Errand:
    """An errand on its way through Qt's queue."""

    def __init__(self, run: Errand) -> None:
        self.run = run


class Call(Generic[_T]):
    """An answer on its way; ``then`` says what to do with it on the GUI thread."""

    def __init__(self) -> None:
        self._done: Callable[[_T], object] | None = None
        self._failed: Callable[[BaseException], object] | None = None
        self._outcome: concurrent.futures.Future[_T] | None = None
        self._dropped = False

    def then(
        self, done: Callable[[_T], object] | None, failed: Callable[[BaseException], object] | None = None
    ) -> Call[_T]:
        """One of the two is called, once, never before the event loop turns."""
        self._done, self._failed = done, failed
        return self

    def drop(self) -> None:
        """Nobody waits any more: neither function will be called."""
        self._dropped = True

    def deliver(self, future: concurrent.futures.Future[_T]) -> None:
        """On the GUI thread: hand on what came."""
        if self._dropped or future.cancelled():
            return
        error = future.exception()
        if error is None:
            if self._done is not None:
                self._done(future.result())
        elif self._failed is not None:
            self._failed(error)
        else:
            logger.error("a call to the server failed", exc_info=error)


class Bridge(QObject):
    """One a station. Every method belongs to the GUI thread, except ``run_here``."""

    event_recorded = TypedSignal(EventRecord)
    _errand = TypedSignal(_Errand)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server: ServerThread | None = None
        self._following: concurrent.futures.Future[None] | None = None
        self._calls: set[Call[object]] = set()
        self._errand.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def run_here(self, errand: Errand) -> None:
        """From any thread: call ``errand`` on the GUI thread, soon, in the order of asking."""
        try:
            self._errand.emit(_Errand(errand))
        except RuntimeError:  # the window is gone, and so is everything that wanted to know
            logger.debug("an errand came after the bridge was deleted")

    @Slot(object)
    def _run(self, errand: _Errand) -> None:
        errand.run()

    def in_background(self, work: Callable[[], _T], name: str) -> Call[_T]:
        """Run ``work``, which may block, in a thread of its own; for starting and stopping the server."""
        future: concurrent.futures.Future[_T] = concurrent.futures.Future()
        call: Call[_T] = Call()
        threading.Thread(target=_fulfil, args=(future, work), name=f"munjigi-{name}").start()
        self._bring_home(call, future)
        return call

    def attach(self, server: ServerThread) -> None:
        """The server runs: follow its announcements."""
        self._server = server
        self._following = server.call(self._follow, server.house)

    def detach(self) -> None:
        """The server is about to stop: nothing is asked of it, and no answer is delivered any more."""
        for call in tuple(self._calls):
            call.drop()
        self._calls.clear()
        following, self._following = self._following, None
        self._server = None
        if following is not None:
            following.cancel()

    @property
    def is_attached(self) -> bool:
        return self._server is not None

    def call(self, function: Callable[_P, Awaitable[_T]], *args: _P.args, **kwargs: _P.kwargs) -> Call[_T]:
        """Run ``function(*args)`` on the server's loop; the answer comes to ``then`` on the GUI thread.

        RuntimeError when no server is attached.
        """
        call: Call[_T] = Call()
        self._bring_home(call, self._running().call(function, *args, **kwargs))
        return call

    @property
    def house(self) -> House:
        """The open house, as an argument of use-cases; RuntimeError when no server is attached."""
        return self._running().house

    @property
    def local_cameras(self) -> LocalCameras:
        """The cameras that this PC opens itself, for ``call``; RuntimeError when no server is attached."""
        return self._running().local_cameras

    def latest(self) -> dict[CameraId, Observation]:
        """The newest observation of every camera; empty when there is no server."""
        return {} if self._server is None else self._server.latest_frames.all()

    def engine_status(self) -> EngineStatus | None:
        """What the engine says of itself; None when there is no server."""
        return None if self._server is None else self._server.house.engine.status()

    def _running(self) -> ServerThread:
        if self._server is None:
            raise RuntimeError("no server is attached")
        return self._server

    def _bring_home(self, call: Call[_T], future: concurrent.futures.Future[_T]) -> None:
        waiting: Call[object] = call  # type: ignore[assignment]
        self._calls.add(waiting)

        def deliver() -> None:
            self._calls.discard(waiting)
            call.deliver(future)

        future.add_done_callback(lambda _: self.run_here(deliver))

    async def _follow(self, house: House) -> None:
        """On the server's loop: hand on every recorded event until cancelled."""
        async with house.announcements.subscribe() as events:
            while True:
                event = await events.get()
                try:
                    self.event_recorded.emit(event)
                except RuntimeError:
                    raise asyncio.CancelledError from None


def _fulfil(future: concurrent.futures.Future[_T], work: Callable[[], _T]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:  # noqa: BLE001 - raised again where the answer is awaited
        future.set_exception(error)
