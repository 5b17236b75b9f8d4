"""How the connection of a camera ends: the bye, and the close code behind it."""

from __future__ import annotations

import asyncio
import contextlib

from aiohttp import WSCloseCode, web

from offload_server.wire import codec
from offload_server.wire.messages import OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION, Bye, ByeReason

FAREWELL_S = 2.0
"""How long a bye may take: the other end may be gone."""

_CLOSE_CODES = {
    ByeReason.PROTOCOL_TOO_OLD: WSCloseCode.PROTOCOL_ERROR,
    ByeReason.PROTOCOL_TOO_NEW: WSCloseCode.PROTOCOL_ERROR,
    ByeReason.NOT_A_HELLO: WSCloseCode.PROTOCOL_ERROR,
    ByeReason.MALFORMED_MESSAGE: WSCloseCode.PROTOCOL_ERROR,
    ByeReason.MESSAGE_TOO_LARGE: WSCloseCode.MESSAGE_TOO_BIG,
    ByeReason.TOO_MANY_MESSAGES: WSCloseCode.POLICY_VIOLATION,
    ByeReason.TOO_MANY_CAMERAS: WSCloseCode.TRY_AGAIN_LATER,
    ByeReason.SHUTTING_DOWN: WSCloseCode.GOING_AWAY,
}


class Ended(Exception):  # noqa: N818 - an end is no error
    """The connection is over; ``reason`` is what the camera is told, None when there is no word for it."""

    def __init__(self, reason: ByeReason | None, code: WSCloseCode | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code or (_CLOSE_CODES.get(reason, WSCloseCode.OK) if reason else WSCloseCode.OK)


async def say_farewell(socket: web.WebSocketResponse, end: Ended) -> None:
    """Send the bye if there is one, and close; whatever the other end does, it takes no longer than FAREWELL_S."""
    with contextlib.suppress(TimeoutError, ConnectionError, RuntimeError):
        async with asyncio.timeout(FAREWELL_S):
            if end.reason is not None:
                bye = Bye(end.reason, OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION)
                await socket.send_str(str(codec.encode(bye)))
            await socket.close(code=end.code, message=str(end.reason or "").encode())
