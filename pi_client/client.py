"""The camera's program: one capture that never waits for the network, one connection at a time, until it is stopped."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

import aiohttp
from yarl import URL

from offload_server.wire.limits import MAX_TEXT_BYTES
from offload_server.wire.messages import STREAM_PATH, ByeReason, Control, Hello, Indicator
from pi_client.capture import Capture
from pi_client.dial import NobodyAnsweredError, Race
from pi_client.endpoints import Endpoint, in_order
from pi_client.errors import CameraUnusableError
from pi_client.indicator import DoorIndicator
from pi_client.link import End, Link, LinkEnd, LinkEndedError, LinkTimes
from pi_client.newest_frame import NewestFrame
from pi_client.news import CameraNews
from pi_client.reasons import PiReason
from pi_client.reconnect import ReconnectPolicy
from pi_client.report import Reporter
from pi_client.state_folder import CameraState, StateFolder

_log = logging.getLogger(__name__)

CONNECT_TIMEOUT_S = 5.0
"""For one address: a machine of the same house answers in milliseconds, Wi-Fi in its worst hour in seconds."""
HEARTBEAT_S = 3.5
"""A dead peer is noticed 5.25 s after its last byte: aiohttp waits half a heartbeat more for the pong. Shorter ones
take a Wi-Fi that loses every third packet for a dead one."""
FIRST_LOOK_S = 0.5
"""A server that is there answers within 118 ms (gui-and-lan.md 4)."""
EARLIEST_WAKE_S = 1.0
"""An advertisement cuts a pause short, but a network full of them must not become a busy loop."""
_REFUSALS = frozenset(
    {
        ByeReason.NOT_A_HELLO,
        ByeReason.MESSAGE_TOO_LARGE,
        ByeReason.MALFORMED_MESSAGE,
        ByeReason.TOO_MANY_CAMERAS,
        ByeReason.TOO_MANY_MESSAGES,
        ByeReason.REPLACED,  # two clients with one key would take each other's place without end
    }
)


class ServerFinder(Protocol):
    """Where servers may be; ``pi_client.discovery.Discovery`` or a fixed address."""

    changed: asyncio.Event

    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    def endpoints(self) -> list[Endpoint]: ...


@dataclass(slots=True)
class FixedServer:
    """The address that was typed: nothing is looked for."""

    endpoint: Endpoint
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> None:
        """Nothing to start."""

    async def stop(self) -> None:
        """Nothing to stop."""

    def endpoints(self) -> list[Endpoint]:
        """The one address."""
        return [self.endpoint]


class ForgottenError(Exception):
    """The admin removed this camera: it does not come back until somebody starts it again."""


class CameraClient:
    """Runs until it is cancelled, the server forgets it, or the camera can never work."""

    def __init__(  # noqa: PLR0917 - its parts, given by the one place that makes them
        self,
        hello: Hello,
        finder: ServerFinder,
        state_folder: StateFolder,
        reporter: Reporter,
        frames: NewestFrame,
        news: CameraNews,
        capture: Capture,
        *,
        accepts: Callable[[Endpoint], bool] = lambda _: True,
        times: LinkTimes | None = None,
        policy: ReconnectPolicy | None = None,
    ) -> None:
        self._hello = hello
        self._finder = finder
        self._state_folder = state_folder
        self._reporter = reporter
        self._frames = frames
        self._news = news
        self._capture = capture
        self._accepts = accepts
        self._times = times or LinkTimes()
        self._policy = policy or ReconnectPolicy()
        self._indicator = DoorIndicator(reporter.indicated)
        self._state = CameraState()
        self._doubted: set[Endpoint] = set()
        self._left_alone: set[str] = set()  # servers that removed this camera; until it is started again
        self._told: set[str] = set()  # in this cycle of failures: each word once
        self._frames_sent = 0
        self._frames_answered = 0

    async def run(self) -> None:
        """Stream until cancelled; raise ``ForgottenError`` or ``CameraUnusableError``."""
        self._state = await asyncio.to_thread(self._state_folder.read)
        if self._state_folder.damaged is not None:
            self._reporter.noticed(PiReason.STATE_DAMAGED, file=self._state_folder.damaged)
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT_S)
        try:
            async with aiohttp.ClientSession(timeout=timeout, trace_configs=[_no_redirects()]) as session:
                await self._side_by_side(session)
        except CameraUnusableError as error:
            self._reporter.camera_lost(error)  # the reason first, then that it ends
            raise
        finally:
            await self._finder.stop()
            self._reporter.stopped(self._frames_sent, self._frames_answered)

    async def _side_by_side(self, session: aiohttp.ClientSession) -> None:
        tasks = [asyncio.create_task(self._capture.run()), asyncio.create_task(self._connect_for_ever(session))]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for task in done:
            task.result()

    # --- one cycle: look, connect, stream, pause

    async def _connect_for_ever(self, session: aiohttp.ClientSession) -> None:
        while True:
            await self._finder.start()
            self._finder.changed.clear()
            pause_s = await self._attempt(session)
            await self._pause(pause_s)

    async def _attempt(self, session: aiohttp.ClientSession) -> float:
        """Connect once and stream to the end of that connection; return the seconds to wait before the next."""
        endpoints = self._endpoints() or await self._first_look()
        self._doubted.intersection_update(endpoints)  # whoever is gone is not remembered
        if not endpoints:
            self._wait_for(PiReason.LOOKING_FOR_SERVER)
            return self._policy.after_failure()
        try:
            endpoint, socket = await self._dial(session, endpoints)
        except NobodyAnsweredError as error:
            _log.debug("nobody answered: %s", error)
            self._wait_for(PiReason.SERVER_UNREACHABLE, server=endpoints[0].address)
            return self._policy.after_failure()
        clock = asyncio.get_running_loop().time
        started_s = clock()
        outcome = await self._serve(endpoint, socket)
        self._policy.lasted(clock() - started_s)
        return await self._after(outcome, endpoint)

    async def _first_look(self) -> list[Endpoint]:
        """Give an advertisement the time it needs before "no server" is said."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FIRST_LOOK_S):
                await self._finder.changed.wait()
        self._finder.changed.clear()
        return self._endpoints()

    def _endpoints(self) -> list[Endpoint]:
        known = [server.endpoint for server in self._state.servers]
        found = [end for end in (*self._finder.endpoints(), *reversed(known)) if self._may_try(end)]
        return in_order(found, self._state.last_good, {end.key for end in known}, self._doubted)

    def _may_try(self, endpoint: Endpoint) -> bool:
        return endpoint.key not in self._left_alone and self._accepts(endpoint)

    async def _dial(
        self, session: aiohttp.ClientSession, endpoints: list[Endpoint]
    ) -> tuple[Endpoint, aiohttp.ClientWebSocketResponse]:
        async def connect(endpoint: Endpoint) -> aiohttp.ClientWebSocketResponse:
            url = URL.build(scheme="ws", host=endpoint.host, port=endpoint.port, path=STREAM_PATH)
            async with asyncio.timeout(CONNECT_TIMEOUT_S):
                return await session.ws_connect(
                    url, compress=0, heartbeat=HEARTBEAT_S, max_msg_size=MAX_TEXT_BYTES + 1, timeout=_CLOSE_TIMEOUT
                )

        async def refused_is_an_error(endpoint: Endpoint) -> aiohttp.ClientWebSocketResponse:
            try:
                return await connect(endpoint)
            except ValueError as error:  # an address that is no URL, however it came here
                raise NobodyAnsweredError([error]) from error

        race = Race(refused_is_an_error, aiohttp.ClientWebSocketResponse.close, more=self._endpoints)
        return await race.run(endpoints)

    async def _serve(self, endpoint: Endpoint, socket: aiohttp.ClientWebSocketResponse) -> LinkEnd:
        link = Link(socket, self._frames, self._news, self, times=self._times)
        try:
            welcome = await link.greet(replace(self._hello, resume_key=self._state.resume_key(endpoint)))
            await self._remember(self._state.welcomed(endpoint, welcome.resume_key))
            self._welcomed(endpoint, welcome.camera_id)
            return await link.stream()
        except LinkEndedError as ended:
            self._doubted.add(endpoint)
            return ended.outcome
        except asyncio.CancelledError:
            await link.close(ByeReason.CAMERA_STOPPED)
            raise
        finally:
            self._frames_sent += link.frames_sent
            self._frames_answered += link.frames_answered
            await link.close()
            self._indicator.show(Indicator.UNAVAILABLE)

    async def _after(self, outcome: LinkEnd, endpoint: Endpoint) -> float:
        """Say how the connection ended and return how long to wait."""
        self._say_disconnected(outcome)
        if outcome.bye is ByeReason.FORGOTTEN:
            return await self._forgotten(endpoint)
        refused = outcome.end in {End.BROKE_PROTOCOL, End.PROTOCOL_DIFFERS} or outcome.bye in _REFUSALS
        return self._policy.after_refusal() if refused else self._policy.after_failure()

    async def _forgotten(self, endpoint: Endpoint) -> float:
        """The server removed this camera: it leaves that one alone, and stops when no other server knows it.

        Whoever advertises a server may say so; a stranger's word must not silence a door that others watch.
        """
        is_strange = self._state.resume_key(endpoint) is None
        await self._remember(self._state.forgotten(endpoint))
        if is_strange:
            return self._policy.after_failure()
        if not self._state.servers:
            raise ForgottenError
        self._left_alone.add(endpoint.key)
        return self._policy.after_failure()

    async def _pause(self, seconds: float) -> None:
        """Wait; a server that appears or moves meanwhile ends the wait early, once."""
        earliest_s = min(seconds, EARLIEST_WAKE_S)
        await asyncio.sleep(earliest_s)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds - earliest_s):
                await self._finder.changed.wait()

    # --- what is told

    def indicated(self, indicator: Indicator) -> None:
        """Show the word of the server."""
        self._indicator.show(indicator)

    def wished(self, control: Control) -> None:
        """Pass the server's wishes on to the camera."""
        self._capture.wish(control)

    def _welcomed(self, endpoint: Endpoint, camera_id: str) -> None:
        self._told.clear()
        self._doubted.clear()
        self._reporter.connected(camera_id, endpoint.address)

    def _wait_for(self, code: PiReason, **figures: str) -> None:
        if self._first_of_cycle(code.value):
            self._reporter.waiting(code, **figures)

    def _say_disconnected(self, outcome: LinkEnd) -> None:
        if self._first_of_cycle(f"{outcome.end.value} {outcome.bye.value if outcome.bye else ''}".strip()):
            self._reporter.disconnected(outcome.end.value, outcome.bye)

    def _first_of_cycle(self, word: str) -> bool:
        """Log a failure: a warning the first time since the last connection, for the developer after that."""
        is_first = word not in self._told
        self._told.add(word)
        _log.log(logging.WARNING if is_first else logging.DEBUG, "no connection: %s", word)
        return is_first

    async def _remember(self, state: CameraState) -> None:
        if state != self._state:
            self._state = state
            await asyncio.to_thread(self._state_folder.write, state)


_CLOSE_TIMEOUT = aiohttp.ClientWSTimeout(ws_close=2.0)


def _no_redirects() -> aiohttp.TraceConfig:
    """A stranger at a known address must not send the pictures of the door elsewhere."""

    async def refuse(*_: object) -> None:
        raise aiohttp.ClientConnectionError("redirected")

    trace = aiohttp.TraceConfig()
    trace.on_request_redirect.append(refuse)
    return trace
