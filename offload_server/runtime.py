"""Runs the application: in an event loop that is there, or in a thread with a loop of its own."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import errno
import logging
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import ParamSpec, TypeVar

from aiohttp import web

from offload_server.app import create_app
from offload_server.app_keys import ADVERTISEMENT, HOUSE, LATEST_FRAMES, LOCAL_CAMERAS, OUTPUTS
from offload_server.data_folder import DataFolder
from offload_server.errors import AddressInUseError
from offload_server.household.house import House
from offload_server.http_log import HTTP_LOGGER
from offload_server.latest_frames import LatestFrames
from offload_server.local_cameras import LocalCameras
from offload_server.options import EVERY_ADDRESS, ServerAddress, ServerOptions
from offload_server.outputs import EngineOutputs
from offload_server.porch import IDLE_S, PorchRunner
from offload_server.reasons import ServerReason
from offload_server.run_file import remove_run_file, write_run_file
from offload_server.webcams import Webcams
from pipeline.ports import FaceEngine
from pipeline.types import Reason

SHUTDOWN_S = 3.0
"""How long running requests may take when the server stops."""
STOP_S = 30.0
"""All farewells, the goodbye of mDNS, a running batch of the networks and the last writes: some seconds."""
_LOGGER = logging.getLogger(__name__)
_P = ParamSpec("_P")
_T = TypeVar("_T")


@contextlib.asynccontextmanager
async def running(app: web.Application, data: DataFolder, options: ServerOptions) -> AsyncIterator[ServerAddress]:
    """Serve ``app`` as long as the context is open.

    Raises RefusedError (host), AddressInUseError, DataFolderInUseError and whatever opening the house raises.
    Leaving stops in order: accepting, sockets, mDNS, engine, store.
    """
    options.check()
    runner = PorchRunner(
        app, access_log=None, logger=HTTP_LOGGER, shutdown_timeout=SHUTDOWN_S, keepalive_timeout=IDLE_S
    )
    try:
        await runner.setup()
        address = await _listen(runner, options)
        async with _told_where(data, address):
            await app[LOCAL_CAMERAS].start(address)
            if options.advertise:
                await app[ADVERTISEMENT].announce(address.port)
            _LOGGER.info("listening at %s", address.url)
            yield address
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def _told_where(data: DataFolder, address: ServerAddress) -> AsyncIterator[None]:
    """Keep the run file while the server listens; a server that never did must not remove another one's."""
    await asyncio.to_thread(write_run_file, data, address)
    try:
        yield
    finally:
        await asyncio.to_thread(remove_run_file, data)


async def _listen(runner: web.AppRunner, options: ServerOptions) -> ServerAddress:
    try:
        await _site(runner, options).start()
    except OSError as error:
        code = ServerReason.PORT_TAKEN if error.errno == errno.EADDRINUSE else ServerReason.ADDRESS_UNUSABLE
        raise AddressInUseError(Reason.of(code, host=options.host, port=options.port)) from error
    host, port = runner.addresses[0][:2]
    return ServerAddress(host, port)


def _site(runner: web.AppRunner, options: ServerOptions) -> web.BaseSite:
    """Both families behind one port when the host is ``::``: asyncio alone would listen to IPv6 only."""
    if options.host != EVERY_ADDRESS or not socket.has_dualstack_ipv6():
        return web.TCPSite(runner, options.host, options.port)
    listening = socket.create_server((options.host, options.port), family=socket.AF_INET6, dualstack_ipv6=True)
    return web.SockSite(runner, listening)


class ServerThread:
    """A server in a thread of its own, for a program whose main thread has other things to do."""

    def __init__(
        self, engine: FaceEngine, data: DataFolder, options: ServerOptions, webcams: Webcams | None = None
    ) -> None:
        """``webcams`` None: those of this PC."""
        self._app = create_app(engine, data, options, webcams)
        self._data = data
        self._options = options
        self._started: concurrent.futures.Future[ServerAddress] = concurrent.futures.Future()
        self._thread = threading.Thread(target=self._run, name="munjigi-server")
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None

    def start(self, timeout_s: float = 60.0) -> ServerAddress:
        """Start and wait until it listens; what went wrong at the start is raised here."""
        self._thread.start()
        try:
            return self._started.result(timeout_s)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop in order and join the thread. Idempotent; any thread but its own."""
        loop, stop = self._loop, self._stop
        if loop is not None and stop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed already
                loop.call_soon_threadsafe(stop.set)
        if self._thread.is_alive():
            self._thread.join(STOP_S)
        if self._thread.is_alive():
            _LOGGER.error("the server thread did not stop within %g s", STOP_S)

    def call(
        self, function: Callable[_P, Awaitable[_T]], *args: _P.args, **kwargs: _P.kwargs
    ) -> concurrent.futures.Future[_T]:
        """Run ``function(*args)`` on the server's loop; any thread. RuntimeError when it does not run."""
        if self._loop is None or self._loop.is_closed():
            raise RuntimeError("the server does not run")

        async def run() -> _T:
            return await function(*args, **kwargs)

        return asyncio.run_coroutine_threadsafe(run(), self._loop)

    @property
    def address(self) -> ServerAddress:
        """Where it listens; what went wrong at the start is raised here. Call it after ``start``."""
        return self._started.result(0)

    @property
    def options(self) -> ServerOptions:
        """How it was started."""
        return self._options

    @property
    def house(self) -> House:
        """The open house, for use-cases through ``call``; KeyError before the start."""
        return self._app[HOUSE]

    @property
    def outputs(self) -> EngineOutputs:
        return self._app[OUTPUTS]

    @property
    def local_cameras(self) -> LocalCameras:
        """The cameras that this PC opens itself; their methods through ``call``."""
        return self._app[LOCAL_CAMERAS]

    @property
    def latest_frames(self) -> LatestFrames:
        """Readable from any thread."""
        return self._app[LATEST_FRAMES]

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:
            if self._started.done():
                _LOGGER.exception("the server stopped by an error")
            else:
                self._started.set_exception(error)

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        async with running(self._app, self._data, self._options) as address:
            self._started.set_result(address)
            await self._stop.wait()
