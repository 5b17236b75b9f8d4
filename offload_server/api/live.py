"""Events as they happen, over a WebSocket: decisions, and notices about cameras and the house."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import Coroutine
from typing import Literal

from aiohttp import WSCloseCode, web
from pydantic import BaseModel

from offload_server.api.events import EventOut
from offload_server.api.route import Call, Route
from offload_server.api.schemas import SaidReason, Schema
from offload_server.app_keys import LIVE_SOCKETS, OUTPUTS
from offload_server.household import events
from offload_server.household.records import EventRecord
from offload_server.notices import Notice

SEND_WITHIN_S = 5.0
"""A reader that takes longer for one message is dropped: it would only see the past."""
CLOSE_WITHIN_S = 2.0
MAX_INCOMING_BYTES = 1024
"""Nothing is expected from a reader."""


class LiveDecision(Schema):
    kind: Literal["decision"] = "decision"
    event: EventOut


class LiveNotice(Schema):
    kind: Literal["notice"] = "notice"
    at: dt.datetime
    camera_id: str | None
    reason: SaidReason


async def live_events(call: Call) -> web.WebSocketResponse:
    socket = web.WebSocketResponse(
        heartbeat=10, compress=False, max_msg_size=MAX_INCOMING_BYTES, timeout=CLOSE_WITHIN_S, writer_limit=2**14
    )
    app = call.request.app
    async with call.house.announcements.subscribe() as records, app[OUTPUTS].notices.subscribe() as notices:
        await socket.prepare(call.request)
        app[LIVE_SOCKETS].add(socket)
        try:
            await _first_to_end(
                _wait_for_close(socket), _send_all(socket, records, call), _send_all(socket, notices, call)
            )
        finally:
            app[LIVE_SOCKETS].discard(socket)
    return socket


async def _first_to_end(*works: Coroutine[None, None, None]) -> None:
    tasks = [asyncio.create_task(work) for work in works]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _wait_for_close(socket: web.WebSocketResponse) -> None:
    async for _ in socket:
        pass


async def _send_all(
    socket: web.WebSocketResponse, queue: asyncio.Queue[EventRecord] | asyncio.Queue[Notice], call: Call
) -> None:
    while True:
        message = _message(await queue.get(), call)
        try:
            async with asyncio.timeout(SEND_WITHIN_S):
                await socket.send_str(message.model_dump_json())
        except TimeoutError:
            await _drop(socket, call)
            return
        except ConnectionError:
            return


async def _drop(socket: web.WebSocketResponse, call: Call) -> None:
    """Close with "try again later" if that can still be said, and let go of what waits to be sent."""
    with contextlib.suppress(TimeoutError, ConnectionError):
        async with asyncio.timeout(CLOSE_WITHIN_S):
            await socket.close(code=WSCloseCode.TRY_AGAIN_LATER, message=b"too slow", drain=False)
    if call.request.transport is not None:
        call.request.transport.abort()


def _message(news: EventRecord | Notice, call: Call) -> BaseModel:
    if isinstance(news, EventRecord):
        return LiveDecision(event=EventOut.of(news, call.words))
    return LiveNotice(at=news.at, camera_id=news.camera_id, reason=SaidReason.of(news.reason, call.words))


ROUTES = (
    Route(
        "GET",
        "/events/live",
        "liveEvents",
        "A WebSocket of LiveDecision and LiveNotice messages as they happen.",
        events.READ,
        live_events,
        media_type="websocket",
        status=101,
    ),
)
