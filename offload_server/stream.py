"""One connected camera, from its hello to its bye: one frame in flight, the newest wins."""

from __future__ import annotations

import asyncio
import enum
import logging
import time
from dataclasses import dataclass

from aiohttp import WSCloseCode, WSMessage, WSMsgType, web

from offload_server.clock_offset import ClockOffset
from offload_server.errors import ServerError
from offload_server.farewell import Ended, say_farewell
from offload_server.household import cameras
from offload_server.household.house import House
from offload_server.household.records import CameraRecord
from offload_server.in_flight import FramesInFlight
from offload_server.options import ServerOptions
from offload_server.outputs import EngineOutputs
from offload_server.reasons import ServerReason
from offload_server.roster import CameraRoster
from offload_server.stream_limits import MessageBudget
from offload_server.trust.principals import Principal
from offload_server.wire import codec
from offload_server.wire.errors import WireError
from offload_server.wire.messages import (
    OLDEST_PROTOCOL_VERSION,
    PROTOCOL_VERSION,
    Answer,
    Bye,
    ByeReason,
    CameraEvent,
    CameraEventName,
    Control,
    FrameMessage,
    Hello,
    Indicator,
    Message,
    Unknown,
    Welcome,
)
from pipeline.ports import FrameJob
from pipeline.types import CameraId, Reason

HARD_MESSAGE_LIMIT_BYTES = 1024 * 1024
"""aiohttp ends a connection at a longer message before it reads it; between the wire's limit and this one a camera is
told ``message_too_large``."""
RESTING_INTERVAL_MS = 1000
"""Between frames while nobody looks at them: the networks are loading, or failed to."""
SEEN_EVERY_S = 30.0
"""How often the camera's row is told that the camera is there."""
OUTBOX_LENGTH = 16
EVENTS_PER_SECOND = 0.5
EVENTS_AT_ONCE = 10.0
"""A child at the bell; what is beyond is not announced, or a camera could drown every other notice."""
_LOGGER = logging.getLogger(__name__)

_EVENT_CODES = {
    CameraEventName.BELL: ServerReason.BELL_RANG,
    CameraEventName.TOUCH: ServerReason.DOOR_TOUCHED,
    CameraEventName.CAMERA_LOST: ServerReason.CAMERA_LOST,
}


class _View(enum.Enum):
    """What the camera gives us."""

    WAITING = enum.auto()  # admitted, no frame yet
    LIVE = enum.auto()
    LOST = enum.auto()  # connected, but silent: announced once, forgotten by the engine until frames come again


@dataclass(frozen=True, slots=True)
class StreamContext:
    """What every connection shares."""

    house: House
    outputs: EngineOutputs
    roster: CameraRoster
    options: ServerOptions


class CameraConnection:
    """One connection, used once. ``run`` returns when it is over; loop thread only."""

    def __init__(
        self, socket: web.WebSocketResponse, principal: Principal, context: StreamContext, address: str = ""
    ) -> None:
        """``address`` is the other machine's, "" when it is this one."""
        self._socket = socket
        self._address = address
        self._principal = principal
        self._house = context.house
        self._outputs = context.outputs
        self._roster = context.roster
        self._options = context.options
        self._camera_id: CameraId | None = None
        self._clock = ClockOffset()
        self._budget = MessageBudget(time.monotonic_ns())
        self._event_budget = MessageBudget(time.monotonic_ns(), EVENTS_PER_SECOND, EVENTS_AT_ONCE)
        self._outbox: asyncio.Queue[Message] = asyncio.Queue(OUTBOX_LENGTH)
        self._told_to_end: asyncio.Future[ByeReason] = asyncio.get_running_loop().create_future()
        self._view = _View.WAITING
        self._last_frame_at = time.monotonic()
        self._last_client_seq = -1
        self._in_flight = FramesInFlight(self._answer_frame)
        self._unknown_kinds: set[str] = set()

    # ---- the life of a connection

    async def run(self) -> None:
        """Serve the camera until either side leaves."""
        self._roster.came(self)
        try:
            await self._serve()
        except Ended as end:
            await say_farewell(self._socket, end)
        except Exception:
            _LOGGER.exception("camera %s: the connection failed", self._camera_id)
            await say_farewell(self._socket, Ended(None, WSCloseCode.INTERNAL_ERROR))
        finally:
            self._release()

    def end(self, reason: ByeReason) -> None:
        """Say ``bye`` and leave soon; harmless when already leaving."""
        if not self._told_to_end.done():
            self._told_to_end.set_result(reason)

    def tell(self, control: Control) -> None:
        """Hand the camera a wish of the server."""
        self._put(control)

    async def _admit(self) -> None:
        hello = await self._hello()
        self._check_protocol(hello)
        if self._roster.is_overfull:
            raise Ended(ByeReason.TOO_MANY_CAMERAS)
        try:
            admitted = await cameras.admit_camera(self._principal, self._house, hello.suggested_name, hello.resume_key)
        except ServerError as error:
            _LOGGER.warning("a camera could not be admitted: %s", error)
            bye = ByeReason.TOO_MANY_CAMERAS if error.reason.code == ServerReason.TOO_MANY_CAMERAS else None
            raise Ended(bye, WSCloseCode.TRY_AGAIN_LATER) from error
        self._find_place(admitted.camera)
        self._begin(admitted.camera.id)
        self._put(Welcome(hello.protocol, admitted.camera.id, admitted.resume_key, self._interval_ms()))
        _LOGGER.info("camera %s connected (%s)", self._camera_id, hello.software)

    def _find_place(self, camera: CameraRecord) -> None:
        """Among those that count, or among the few that wait for the admin's word."""
        if camera.confirmed_at is not None:
            self._house.standing.confirmed(camera.id)
        elif not self._house.standing.enter(camera.id, self._address):
            _LOGGER.info("camera %s: no more new cameras may wait now", camera.id)
            raise Ended(ByeReason.TOO_MANY_CAMERAS)
        else:
            _LOGGER.info("camera %s is new and waits until the admin confirms it", camera.id)

    def _check_protocol(self, hello: Hello) -> None:
        """The camera is told by its bye, the household by a notice: either of them may be the one that can update."""
        if OLDEST_PROTOCOL_VERSION <= hello.protocol <= PROTOCOL_VERSION:
            return
        is_old = hello.protocol < OLDEST_PROTOCOL_VERSION
        code = ServerReason.CAMERA_SOFTWARE_OLD if is_old else ServerReason.CAMERA_SOFTWARE_NEW
        _LOGGER.info("a camera with %r speaks wire version %d: %s", hello.software, hello.protocol, code)
        self._outputs.notices.publish(Reason.of(code, software=hello.software, version=hello.protocol))
        raise Ended(ByeReason.PROTOCOL_TOO_OLD if is_old else ByeReason.PROTOCOL_TOO_NEW)

    async def _hello(self) -> Hello:
        try:
            async with asyncio.timeout(self._options.hello_timeout_s):
                message = await self._receive()
        except TimeoutError as error:
            raise Ended(ByeReason.NOT_A_HELLO) from error
        except Ended as end:
            # Whatever cannot be read is no hello; a camera that left is only a camera that left.
            raise Ended(ByeReason.NOT_A_HELLO if end.reason is ByeReason.MALFORMED_MESSAGE else end.reason) from end
        if not isinstance(message, Hello):
            raise Ended(ByeReason.NOT_A_HELLO)
        return message

    def _begin(self, camera_id: CameraId) -> None:
        self._camera_id = camera_id
        self._last_frame_at = time.monotonic()
        self._roster.admitted(camera_id, self)
        self._outputs.attach(camera_id, self._in_flight.saw)
        self._house.views.connected(camera_id)

    async def _serve(self) -> None:
        """Converse, send and watch at once; the first of them to end ends all."""
        tasks = [
            asyncio.create_task(self._converse(), name="camera conversation"),
            asyncio.create_task(self._send_all(), name="camera sender"),
            asyncio.create_task(self._watch(), name="camera watch"),
            asyncio.create_task(self._until_told_to_end(), name="camera end"),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
        raise next(error for error in results if isinstance(error, Exception))

    async def _until_told_to_end(self) -> None:
        raise Ended(await self._told_to_end)

    def _release(self) -> None:
        self._in_flight.close()
        still_speaks = self._roster.left(self, self._camera_id)
        if self._camera_id is None:
            return
        if self._view is not _View.LOST:
            self._house.views.disconnected(self._camera_id)
        if still_speaks:
            self._house.standing.leave(self._camera_id)
            self._outputs.detach(self._camera_id)
            self._house.engine.forget_camera(self._camera_id)
        _LOGGER.info("camera %s disconnected", self._camera_id)

    # ---- reading

    async def _converse(self) -> None:
        await self._admit()
        while True:
            self._take(await self._receive())

    async def _receive(self) -> Message:
        message = await self._next()
        if message.type not in {WSMsgType.TEXT, WSMsgType.BINARY}:
            raise Ended(None)
        try:
            return codec.decode(message.data)
        except WireError as error:
            _LOGGER.warning("camera %s: %s", self._camera_id or "(not admitted)", error)
            raise Ended(error.bye_reason) from error

    async def _next(self) -> WSMessage:
        """The next message that is not about the connection itself; pings cost as much of the budget as any other."""
        while True:
            message = await self._socket.receive()
            if not self._budget.spend(time.monotonic_ns()):
                raise Ended(ByeReason.TOO_MANY_MESSAGES)
            if message.type is WSMsgType.PING:
                await self._pong(message.data)
            elif message.type is not WSMsgType.PONG:
                return message

    async def _pong(self, ping: bytes) -> None:
        try:
            await self._socket.pong(ping)
        except ConnectionError as error:
            raise Ended(None) from error

    def _take(self, message: Message) -> None:
        match message:
            case FrameMessage():
                self._take_frame(message, time.monotonic_ns())
            case CameraEvent():
                self._take_event(message)
            case Unknown():
                self._pass_over(message)
            case Bye():
                _LOGGER.info("camera %s says bye: %s", self._camera_id, message.reason)
                raise Ended(None)
            case _:
                raise Ended(ByeReason.MALFORMED_MESSAGE)  # only the server says welcome, answer and control

    def _take_frame(self, frame: FrameMessage, received_at_ns: int) -> None:
        if self._camera_id is None or frame.seq <= self._last_client_seq:
            raise Ended(ByeReason.MALFORMED_MESSAGE)
        self._last_client_seq = frame.seq
        self._is_live()
        captured_at_ns = self._clock.captured_at_ns(frame, received_at_ns)
        if not self._house.engine.status().ready:
            self._answer(frame.seq, Indicator.UNAVAILABLE, RESTING_INTERVAL_MS)
            return
        seq = self._roster.next_seq()
        self._in_flight.sent(seq, frame.seq)
        self._house.engine.submit(FrameJob(self._camera_id, seq, captured_at_ns, received_at_ns, frame.jpeg))

    def _take_event(self, event: CameraEvent) -> None:
        if self._event_budget.spend(time.monotonic_ns()):
            self._announce(_EVENT_CODES[event.name])

    def _pass_over(self, message: Unknown) -> None:
        if message.unknown_kind not in self._unknown_kinds and len(self._unknown_kinds) < OUTBOX_LENGTH:
            self._unknown_kinds.add(message.unknown_kind)
            _LOGGER.info("camera %s: messages of kind %r are ignored", self._camera_id, message.unknown_kind)

    # ---- answering

    def _answer_frame(self, client_seq: int, was_looked_at: bool) -> None:
        if was_looked_at and self._camera_id is not None:
            self._answer(client_seq, self._outputs.indicator(self._camera_id), self._interval_ms())
            return
        _LOGGER.warning("camera %s: the engine does not look at its frames", self._camera_id)
        self._answer(client_seq, Indicator.UNAVAILABLE, RESTING_INTERVAL_MS)

    def _answer(self, client_seq: int, indicator: Indicator, interval_ms: int) -> None:
        self._put(Answer(client_seq, interval_ms, indicator))

    def _interval_ms(self) -> int:
        return self._house.settings.current.stream_interval_ms

    def _put(self, message: Message) -> None:
        if self._outbox.full():
            self.end(ByeReason.TOO_MANY_MESSAGES)  # it sends and does not read
            return
        self._outbox.put_nowait(message)

    async def _send_all(self) -> None:
        while True:
            message = await self._outbox.get()
            if isinstance(message, Answer):
                self._clock.answered(message.seq, time.monotonic_ns())
            try:
                await self._socket.send_str(str(codec.encode(message)))
            except ConnectionError as error:
                raise Ended(None) from error

    # ---- watching

    async def _watch(self) -> None:
        """Notice a camera that is connected and silent, and keep its row's "last seen"."""
        pause_s = min(1.0, self._options.camera_silence_s / 4)
        next_seen = time.monotonic() + SEEN_EVERY_S
        while True:
            await asyncio.sleep(pause_s)
            silent_s = time.monotonic() - self._last_frame_at
            if self._camera_id is None:
                continue
            if silent_s > self._options.camera_silence_s and self._view is not _View.LOST:
                self._is_lost()
            if time.monotonic() >= next_seen:
                next_seen += SEEN_EVERY_S
                await self._seen()

    async def _seen(self) -> None:
        if self._camera_id is None or self._view is not _View.LIVE:
            return
        try:
            await cameras.camera_seen(self._principal, self._house, self._camera_id)
        except ServerError as error:
            _LOGGER.warning("camera %s: %s", self._camera_id, error)

    def _is_live(self) -> None:
        self._last_frame_at = time.monotonic()
        if self._view is _View.LOST and self._camera_id is not None:
            self._house.views.connected(self._camera_id)
            self._announce(ServerReason.CAMERA_BACK)
        self._view = _View.LIVE

    def _is_lost(self) -> None:
        self._view = _View.LOST
        if self._camera_id is not None:
            self._house.views.disconnected(self._camera_id)
            self._house.engine.forget_camera(self._camera_id)
        self._announce(ServerReason.CAMERA_LOST)

    def _announce(self, code: ServerReason) -> None:
        _LOGGER.info("camera %s: %s", self._camera_id, code)
        if self._camera_id is not None and self._house.standing.waits(self._camera_id):
            return  # a stranger's bell rings for nobody
        self._outputs.notices.publish(Reason.of(code), self._camera_id)
