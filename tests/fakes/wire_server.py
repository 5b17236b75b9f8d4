"""A real server on loopback that speaks the wire and does what a test tells it: slow, silent, rude, gone."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from offload_server.wire.codec import decode, encode
from offload_server.wire.limits import MAX_BINARY_BYTES
from offload_server.wire.messages import (
    PROTOCOL_VERSION,
    STREAM_PATH,
    Answer,
    Bye,
    ByeReason,
    CameraEvent,
    FrameMessage,
    Hello,
    Indicator,
    Message,
    Welcome,
)
from pi_client.clock import now_us


@dataclass(frozen=True, slots=True)
class ReceivedFrame:
    """``age_us`` is the picture's age on arrival: client and server share one clock here."""

    frame: FrameMessage
    age_us: int


@dataclass
class WireServer:
    """Change the behaviour at any time; read what arrived. The last 10,000 frames are kept without their pictures."""

    answer_delay_s: float = 0.0
    next_interval_ms: int = 0
    indicator: Indicator = Indicator.LOOKING
    protocol: int = PROTOCOL_VERSION
    welcomes: bool = True
    answers: bool = True
    first_words: list[Message | str | bytes] = field(default_factory=list)
    """Said instead of a welcome."""
    port: int = 0
    host: str = "127.0.0.1"
    hellos: list[Hello] = field(default_factory=list)
    events: list[CameraEvent] = field(default_factory=list)
    byes: list[Bye] = field(default_factory=list)
    frames: deque[ReceivedFrame] = field(default_factory=lambda: deque(maxlen=10_000))
    pictures: deque[bytes] = field(default_factory=lambda: deque(maxlen=50))
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    in_flight: int = 0
    most_in_flight: int = 0
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)
    _runner: web.AppRunner | None = None

    @property
    def address(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    async def start(self) -> None:
        """Listen; the port stays the same from the first start on."""
        application = web.Application()
        application.router.add_get(STREAM_PATH, self._handle)
        self._runner = web.AppRunner(application, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Go away without a word, as a killed process does."""
        for socket in self.sockets:
            transport = socket._req.transport if socket._req is not None else None
            if transport is not None:
                transport.abort()
        self.sockets.clear()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def say(self, message: Message | str | bytes) -> None:
        """Say ``message`` (or raw bytes) to every connected camera."""
        for socket in self.sockets:
            if not socket.closed:
                await _send(socket, message)

    async def bye(self, reason: ByeReason, minimum: int | None = None, maximum: int | None = None) -> None:
        """Say bye to every camera and close."""
        await self.say(Bye(reason, minimum, maximum))
        for socket in list(self.sockets):
            await socket.close()

    async def until(self, holds: Callable[[], bool], timeout_s: float = 10.0) -> None:
        """Wait until something that arrived makes ``holds`` true."""
        async with asyncio.timeout(timeout_s), self._news:
            await self._news.wait_for(holds)

    async def _handle(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=MAX_BINARY_BYTES + 1)
        await socket.prepare(request)
        self.sockets.append(socket)
        try:
            await self._serve(socket)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            if socket in self.sockets:
                self.sockets.remove(socket)
            await self._note(lambda: None)
        return socket

    async def _serve(self, socket: web.WebSocketResponse) -> None:
        async for raw in socket:
            if raw.type not in {WSMsgType.TEXT, WSMsgType.BINARY}:
                return
            message = decode(raw.data)
            if isinstance(message, Hello):
                await self._greet(socket, message)
            elif isinstance(message, FrameMessage):
                await self._take(socket, message)
            elif isinstance(message, CameraEvent):
                await self._note(lambda event=message: self.events.append(event))  # type: ignore[misc]
            elif isinstance(message, Bye):
                await self._note(lambda bye=message: self.byes.append(bye))  # type: ignore[misc]

    async def _greet(self, socket: web.WebSocketResponse, hello: Hello) -> None:
        await self._note(lambda: self.hellos.append(hello))
        for word in self.first_words:
            await _send(socket, word)
        if self.welcomes and not self.first_words:
            key = hello.resume_key or f"key-{len(self.hellos)}"
            await _send(socket, Welcome(self.protocol, f"camera-of-{key}", key, self.next_interval_ms))

    async def _take(self, socket: web.WebSocketResponse, frame: FrameMessage) -> None:
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        received = ReceivedFrame(_without_picture(frame), now_us() - frame.captured_at_us)
        self.pictures.append(frame.jpeg)
        await self._note(lambda: self.frames.append(received))
        answering = asyncio.create_task(self._answer(socket, frame))
        answering.add_done_callback(lambda task: task.cancelled() or task.exception())

    async def _answer(self, socket: web.WebSocketResponse, frame: FrameMessage) -> None:
        await asyncio.sleep(self.answer_delay_s)
        self.in_flight -= 1
        if self.answers and not socket.closed:
            await _send(socket, Answer(frame.seq, self.next_interval_ms, self.indicator))

    async def _note(self, happened: Callable[[], None]) -> None:
        async with self._news:
            happened()
            self._news.notify_all()


def _without_picture(frame: FrameMessage) -> FrameMessage:
    return FrameMessage(
        frame.seq, frame.captured_at_us, frame.sent_at_us, b"-", frame.answered_seq, frame.answered_at_us
    )


def _send(socket: web.WebSocketResponse, message: Message | str | bytes) -> Awaitable[None]:
    data = message if isinstance(message, str | bytes) else encode(message)
    return socket.send_bytes(data) if isinstance(data, bytes) else socket.send_str(data)


@asynccontextmanager
async def running_server(server: WireServer | None = None) -> AsyncIterator[WireServer]:
    """Start a server for the block."""
    server = server or WireServer()
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
