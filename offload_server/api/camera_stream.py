"""Where cameras connect; what is said there is the wire's (``offload_server.wire``)."""

from __future__ import annotations

from aiohttp import web

from offload_server.api.route import API_PREFIX, Call, Route
from offload_server.app_keys import OPTIONS, OUTPUTS, ROSTER
from offload_server.farewell import FAREWELL_S
from offload_server.household import cameras
from offload_server.porch import is_of_this_machine
from offload_server.stream import HARD_MESSAGE_LIMIT_BYTES, CameraConnection, StreamContext
from offload_server.wire.messages import STREAM_PATH


async def camera_stream(call: Call) -> web.WebSocketResponse:
    app = call.request.app
    options = app[OPTIONS]
    socket = web.WebSocketResponse(
        heartbeat=options.heartbeat_s,
        autoping=False,  # the connection counts pings itself: aiohttp would answer any number of them
        compress=False,
        max_msg_size=HARD_MESSAGE_LIMIT_BYTES,
        timeout=FAREWELL_S,
    )
    await socket.prepare(call.request)
    context = StreamContext(call.house, app[OUTPUTS], app[ROSTER], options)
    await CameraConnection(socket, call.principal, context, _other_machine(call.request)).run()
    return socket


def _other_machine(request: web.Request) -> str:
    transport = request.transport
    if transport is None or is_of_this_machine(transport):
        return ""
    return str(transport.get_extra_info("peername", ("?",))[0])


ROUTES = (
    Route(
        "GET",
        STREAM_PATH.removeprefix(API_PREFIX),
        "cameraStream",
        "The WebSocket of one camera: hello, welcome, then one frame in flight.",
        cameras.STREAM,
        camera_stream,
        media_type="websocket",
        status=101,
        needs_token=False,
    ),
)
