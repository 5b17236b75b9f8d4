"""A real server on loopback around a fake engine, and a camera that speaks the real protocol."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from aiohttp import web

from offload_server.app import create_app
from offload_server.app_keys import ADMIN_TOKEN, HOUSE, OUTPUTS
from offload_server.data_folder import DataFolder
from offload_server.household.house import House
from offload_server.options import ServerOptions
from offload_server.outputs import EngineOutputs
from offload_server.runtime import running
from offload_server.wire import codec
from offload_server.wire.messages import PROTOCOL_VERSION, STREAM_PATH, FrameMessage, Hello, Message, Welcome
from tests.fakes.engine import FakeEngine

JPEG = b"\xff\xd8 the fake engine does not look \xff\xd9"


@dataclass
class Served:
    """A running server as its users see it; ``http`` sends the admin token."""

    url: str
    token: str
    app: web.Application
    engine: FakeEngine
    data: DataFolder
    http: aiohttp.ClientSession

    @property
    def house(self) -> House:
        return self.app[HOUSE]

    @property
    def outputs(self) -> EngineOutputs:
        return self.app[OUTPUTS]

    def api(self, path: str) -> str:
        return f"{self.url}/api/v1{path}"

    def stream_url(self) -> str:
        return self.url + STREAM_PATH


@contextlib.asynccontextmanager
async def serving(
    folder: Path, engine: FakeEngine | None = None, options: ServerOptions | None = None
) -> AsyncIterator[Served]:
    engine = engine or FakeEngine()
    data = DataFolder(folder)
    options = options or ServerOptions(port=0, advertise=False)
    app = create_app(engine, data, options)
    async with running(app, data, options) as address:
        token = app[ADMIN_TOKEN]
        async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as http:
            yield Served(address.url, token, app, engine, data, http)


class Camera:
    """A camera by hand: says what the test says, in real wire messages."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def say(self, message: Message) -> None:
        data = codec.encode(message)
        if isinstance(data, bytes):
            await self.socket.send_bytes(data)
        else:
            await self.socket.send_str(data)

    async def hear(self) -> Message:
        """The next message; AssertionError when the server closed instead."""
        message = await self.socket.receive(timeout=5)
        assert message.type is aiohttp.WSMsgType.TEXT, message
        return codec.decode(message.data)

    async def closed_with(self) -> int | None:
        """The code with which the server closes next."""
        message = await self.socket.receive(timeout=5)
        assert message.type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}, message
        return self.socket.close_code

    async def hello(self, resume_key: str | None = None, protocol: int = PROTOCOL_VERSION) -> Welcome:
        await self.say_hello(resume_key, protocol)
        welcome = await self.hear()
        assert isinstance(welcome, Welcome)
        return welcome

    async def say_hello(self, resume_key: str | None = None, protocol: int = PROTOCOL_VERSION) -> None:
        """For those that are not welcome."""
        await self.say(Hello(protocol, "a test", "front door", resume_key))

    async def frame(self, seq: int, jpeg: bytes = JPEG) -> None:
        now_us = time.monotonic_ns() // 1000
        await self.say(FrameMessage(seq, now_us, now_us, jpeg))


@contextlib.asynccontextmanager
async def camera(served: Served) -> AsyncIterator[Camera]:
    async with aiohttp.ClientSession() as session, session.ws_connect(served.stream_url()) as socket:
        yield Camera(socket)
