"""The application: what it carries, what it starts and stops, and in which order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from aiohttp import WSCloseCode, web

from offload_server.api.guard import guard
from offload_server.api.principal import principals
from offload_server.api.problems import problems, words
from offload_server.api.route import MAX_JSON_BYTES
from offload_server.api.table import add_routes
from offload_server.app_keys import (
    ADMIN_TOKEN,
    ADVERTISEMENT,
    DATA,
    ENGINE,
    HOUSE,
    LATEST_FRAMES,
    LIVE_SOCKETS,
    LOCAL_CAMERAS,
    OPTIONS,
    OUTPUTS,
    ROSTER,
    WEBCAMS,
)
from offload_server.data_folder import DataFolder
from offload_server.discovery import Advertisement
from offload_server.household.house import close_house, open_house
from offload_server.housekeeping import keep_house
from offload_server.latest_frames import LatestFrames
from offload_server.local_cameras import LocalCameras
from offload_server.options import ServerOptions
from offload_server.outputs import EngineOutputs
from offload_server.roster import CameraRoster
from offload_server.server_identity import server_id
from offload_server.stream import StreamContext
from offload_server.webcams import OpenCvWebcams, Webcams
from pipeline.ports import FaceEngine
from resources.catalogue import LANGUAGES

FAREWELLS_S = 3.0
"""How long a stopping server waits for cameras to take leave."""


def create_app(
    engine: FaceEngine, data: DataFolder, options: ServerOptions, webcams: Webcams | None = None
) -> web.Application:
    """Build the application; nothing is opened before it starts. ``webcams`` None: those of this PC.

    While it runs it owns ``data`` and ``engine``. It stops in the reverse order of its contexts: sockets first
    (``on_shutdown``), then mDNS, the engine and what it still decided, the store, the folder.
    """
    app = web.Application(middlewares=[problems, guard, principals], client_max_size=MAX_JSON_BYTES)
    app[ENGINE], app[DATA], app[OPTIONS] = engine, data, options
    app[LATEST_FRAMES] = LatestFrames()
    app[ROSTER] = CameraRoster(options.max_cameras)
    app[LIVE_SOCKETS] = set()
    app[WEBCAMS] = webcams or OpenCvWebcams()
    add_routes(app)
    app.cleanup_ctx.extend([_folder, _house, _engine_outputs, _local_cameras, _housekeeping, _advertisement])
    app.on_shutdown.append(_close_sockets)
    return app


async def _folder(app: web.Application) -> AsyncIterator[None]:
    taken = await asyncio.to_thread(_take_folder, app)
    try:
        yield
    finally:
        if taken:
            await asyncio.to_thread(app[DATA].release)


def _take_folder(app: web.Application) -> bool:
    data = app[DATA]
    data.open()
    taken = data.lock()
    try:
        app[ADMIN_TOKEN] = data.admin_token()
        app[ADVERTISEMENT] = Advertisement(server_id(data), app[OPTIONS])
        for language in LANGUAGES:
            words(language)  # read now, not on the loop
    except BaseException:
        if taken:
            data.release()
        raise
    return taken


async def _house(app: web.Application) -> AsyncIterator[None]:
    app[HOUSE] = await open_house(app[DATA], app[ENGINE])
    app[HOUSE].standing.when_forgotten(app[ROSTER].forget)
    yield
    await close_house(app[HOUSE])


async def _engine_outputs(app: web.Application) -> AsyncIterator[None]:
    outputs = app[OUTPUTS] = EngineOutputs(app[HOUSE], app[LATEST_FRAMES])
    outputs.start()
    app[ENGINE].start()
    yield
    await asyncio.to_thread(app[ENGINE].stop)
    await outputs.stop()


async def _local_cameras(app: web.Application) -> AsyncIterator[None]:
    # Started by the runtime when the server listens: MJPEG cameras connect to it.
    context = StreamContext(app[HOUSE], app[OUTPUTS], app[ROSTER], app[OPTIONS])
    app[LOCAL_CAMERAS] = LocalCameras(context, app[DATA].path / "own-cameras", app[WEBCAMS])
    yield
    await app[LOCAL_CAMERAS].stop()


async def _housekeeping(app: web.Application) -> AsyncIterator[None]:
    task = asyncio.create_task(keep_house(app[HOUSE]), name="housekeeping")
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _advertisement(app: web.Application) -> AsyncIterator[None]:
    # Announced by the runtime when the port is known; taken back here, after the sockets and before the engine.
    yield
    await app[ADVERTISEMENT].withdraw()


async def _close_sockets(app: web.Application) -> None:
    """Tell every camera and every reader of live events that the server stops; those of this PC end first."""
    await app[LOCAL_CAMERAS].stop()
    readers = [socket.close(code=WSCloseCode.GOING_AWAY, message=b"shutting down") for socket in app[LIVE_SOCKETS]]
    await asyncio.gather(app[ROSTER].dismiss_all(FAREWELLS_S), *readers, return_exceptions=True)
