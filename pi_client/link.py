"""One connection to one server, used once: hello, welcome, then one frame at a time until either side ends it."""

from __future__ import annotations

import asyncio
import enum
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import ClientWebSocketResponse, WSMessage, WSMsgType

from offload_server.wire.codec import decode, encode
from offload_server.wire.errors import NotAHelloError, ProtocolTooNewError, ProtocolTooOldError, WireError
from offload_server.wire.messages import (
    OLDEST_PROTOCOL_VERSION,
    PROTOCOL_VERSION,
    Answer,
    Bye,
    ByeReason,
    CameraEvent,
    Control,
    FrameMessage,
    Hello,
    Indicator,
    Message,
    Unknown,
    Welcome,
)
from pi_client.camera.protocol import CapturedFrame
from pi_client.clock import Clock, now_us
from pi_client.newest_frame import NewestFrame
from pi_client.news import CameraNews

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LinkTimes:
    """How long each side may take. Silence is found by the heartbeat; these find a server that is alive but stuck."""

    welcome_s: float = 10.0
    answer_s: float = 30.0  # a server answers "unavailable" at once while its networks load
    goodbye_s: float = 2.0  # leaving must not hold up the end of the program


class End(enum.Enum):
    """How a connection ended."""

    LOST = "lost"  # the network or the server went away
    SILENT = "silent"  # the server did not answer in time
    SAID_BYE = "said_bye"  # the server said bye, with a reason
    BROKE_PROTOCOL = "broke_protocol"  # the server said something that version 1 does not allow
    PROTOCOL_DIFFERS = "protocol_differs"  # the server speaks another version


@dataclass(frozen=True, slots=True)
class LinkEnd:
    """``bye`` is the reason that either side gave, from the point of view of who is to be changed."""

    end: End
    bye: ByeReason | None = None


class LinkEndedError(Exception):
    """The connection is over."""

    def __init__(self, outcome: LinkEnd) -> None:
        super().__init__(f"{outcome.end.value} {outcome.bye.value if outcome.bye else ''}".strip())
        self.outcome = outcome


class LinkListener(Protocol):
    """Who is told what the server says while frames flow."""

    def indicated(self, indicator: Indicator) -> None:
        """An answer carried ``indicator`` (also when it is the same as before)."""

    def wished(self, control: Control) -> None:
        """The server wishes other pictures."""


class Link:
    """``frames`` and ``news`` outlive the connection; the socket is closed by ``close`` and belongs to the link."""

    def __init__(
        self,
        socket: ClientWebSocketResponse,
        frames: NewestFrame,
        news: CameraNews,
        listener: LinkListener,
        *,
        times: LinkTimes | None = None,
        clock: Clock = now_us,
    ) -> None:
        self._socket = socket
        self._frames = frames
        self._news = news
        self._listener = listener
        self._times = times or LinkTimes()
        self._clock = clock
        self._interval_us = 0
        self._interval_changed = asyncio.Event()
        self._last_sent_us: int | None = None
        self._in_flight: int | None = None
        self._answered = asyncio.Event()
        self._last_answer: tuple[int, int] | None = None
        self._unknown_kinds: set[str] = set()
        self.frames_sent = 0
        self.frames_answered = 0

    async def greet(self, hello: Hello) -> Welcome:
        """Say hello and return the server's welcome; raise ``LinkEndedError`` for anything else."""
        try:
            async with asyncio.timeout(self._times.welcome_s):
                await self._send(hello)
                welcome = await self._receive()
        except TimeoutError as error:
            raise LinkEndedError(LinkEnd(End.SILENT)) from error
        if isinstance(welcome, Bye):
            raise LinkEndedError(_end_by(welcome))
        if not isinstance(welcome, Welcome):
            await self._refuse(NotAHelloError("the answer to hello is no welcome"))
            raise LinkEndedError(LinkEnd(End.BROKE_PROTOCOL, ByeReason.NOT_A_HELLO))
        await self._check_protocol(welcome.protocol)
        self._set_interval(welcome.next_interval_ms)
        return welcome

    async def stream(self) -> LinkEnd:
        """Send frames and news until the connection is over; return how it ended."""
        try:
            await _first_of(self._send_frames(), self._send_news(), self._listen())
        except LinkEndedError as ended:
            return ended.outcome
        return LinkEnd(End.LOST)

    async def close(self, reason: ByeReason | None = None) -> None:
        """Say bye if there is a reason to, and close; idempotent, never raises for the network's sake."""
        try:
            async with asyncio.timeout(self._times.goodbye_s):
                if reason is not None and not self._socket.closed:
                    await self._send(Bye(reason, OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION))
                await self._socket.close()
        except (LinkEndedError, OSError, TimeoutError):
            _log.debug("the connection was gone before it was closed")

    async def _check_protocol(self, spoken: int) -> None:
        if OLDEST_PROTOCOL_VERSION <= spoken <= PROTOCOL_VERSION:
            return
        server_is_newer = spoken > PROTOCOL_VERSION
        await self._refuse((ProtocolTooNewError if server_is_newer else ProtocolTooOldError)("another version"))
        # What is said here is about the camera: too old for a newer server.
        camera = ByeReason.PROTOCOL_TOO_OLD if server_is_newer else ByeReason.PROTOCOL_TOO_NEW
        raise LinkEndedError(LinkEnd(End.PROTOCOL_DIFFERS, camera))

    # --- sending

    async def _send_frames(self) -> None:
        while True:
            await self._until_due()
            frame = await self._frames.take()
            try:
                async with asyncio.timeout(self._times.answer_s):
                    await self._send_frame(frame)
                    await self._answered.wait()
            except TimeoutError as error:
                raise LinkEndedError(LinkEnd(End.SILENT)) from error

    async def _send_frame(self, frame: CapturedFrame) -> None:
        seq, sent_us = self.frames_sent, self._clock()
        answered_seq, answered_at_us = self._last_answer or (None, None)
        self._answered.clear()
        self._in_flight = seq
        self._last_sent_us = sent_us
        self.frames_sent += 1
        await self._send(
            FrameMessage(seq, frame.captured_at_us, sent_us, frame.jpeg, answered_seq, answered_at_us),
        )

    async def _until_due(self) -> None:
        """Wait until the next frame is wanted; a changed interval counts at once."""
        while self._last_sent_us is not None:
            self._interval_changed.clear()
            remaining_us = self._last_sent_us + self._interval_us - self._clock()
            if remaining_us <= 0:
                return
            try:
                async with asyncio.timeout(remaining_us / 1e6):
                    await self._interval_changed.wait()
            except TimeoutError:
                return

    async def _send_news(self) -> None:
        while True:
            event: CameraEvent = await self._news.next()
            await self._send(event)
            self._news.delivered(event)

    async def _send(self, message: Message) -> None:
        encoded = encode(message)
        try:
            if isinstance(encoded, bytes):
                await self._socket.send_bytes(encoded)
            else:
                await self._socket.send_str(encoded)
        except OSError as error:  # aiohttp's ClientConnectionResetError among them
            raise LinkEndedError(LinkEnd(End.LOST)) from error

    # --- receiving

    async def _listen(self) -> None:
        while True:
            message = await self._receive()
            if isinstance(message, Answer):
                self._take_answer(message)
            elif isinstance(message, Control):
                self._take_control(message)
            elif isinstance(message, Bye):
                raise LinkEndedError(_end_by(message))
            else:
                self._pass_over(message)

    async def _receive(self) -> Message:
        raw: WSMessage = await self._socket.receive()
        if raw.type not in {WSMsgType.TEXT, WSMsgType.BINARY}:
            raise LinkEndedError(LinkEnd(End.LOST))
        try:
            return decode(raw.data)
        except WireError as error:
            await self._refuse(error)
            raise LinkEndedError(LinkEnd(End.BROKE_PROTOCOL, error.bye_reason)) from error

    async def _refuse(self, error: WireError) -> None:
        _log.debug("refused what the server said: %s", error)
        await self.close(error.bye_reason)

    def _take_answer(self, answer: Answer) -> None:
        if answer.seq != self._in_flight:
            _log.debug("an answer to frame %d came while %s is in flight", answer.seq, self._in_flight)
            return
        self._in_flight = None
        self._last_answer = answer.seq, self._clock()
        self.frames_answered += 1
        self._set_interval(answer.next_interval_ms)
        self._answered.set()
        self._listener.indicated(answer.indicator)

    def _take_control(self, control: Control) -> None:
        if control.interval_ms is not None:
            self._set_interval(control.interval_ms)
        self._listener.wished(control)

    def _set_interval(self, interval_ms: int) -> None:
        self._interval_us = interval_ms * 1000
        self._interval_changed.set()

    def _pass_over(self, message: Message) -> None:
        kind = message.unknown_kind if isinstance(message, Unknown) else message.kind
        if kind not in self._unknown_kinds and len(self._unknown_kinds) < 32:
            self._unknown_kinds.add(kind)
            _log.warning("passed over a message of the kind %s", kind)


def _end_by(bye: Bye) -> LinkEnd:
    """Read a bye of the server; which side is too old is decided by the versions it names, when it names them."""
    reason = bye.reason
    if reason in {ByeReason.PROTOCOL_TOO_OLD, ByeReason.PROTOCOL_TOO_NEW}:
        if bye.minimum is not None and bye.minimum > PROTOCOL_VERSION:
            reason = ByeReason.PROTOCOL_TOO_OLD
        elif bye.maximum is not None and bye.maximum < OLDEST_PROTOCOL_VERSION:
            reason = ByeReason.PROTOCOL_TOO_NEW
        return LinkEnd(End.PROTOCOL_DIFFERS, reason)
    return LinkEnd(End.SAID_BYE, reason)


async def _first_of(*coroutines: Coroutine[Any, Any, None]) -> None:
    """Run them side by side until one ends or fails, then end the others; the failure is raised."""
    tasks = [asyncio.create_task(coroutine) for coroutine in coroutines]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in tasks:
        if task in done:
            task.result()
