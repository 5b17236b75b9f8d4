"""Keeps browser pages out: they could be pointed here by DNS rebinding or by a cross-site WebSocket."""

from __future__ import annotations

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from offload_server.api.problems import RequestProblem
from offload_server.app_keys import OPTIONS
from offload_server.options import is_loopback
from offload_server.reasons import ServerReason
from pipeline.types import Reason


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse any request with an Origin, and foreign Host names while only this machine is served."""
    if hdrs.ORIGIN in request.headers:
        raise RequestProblem(403, Reason.of(ServerReason.BROWSER_ORIGIN_REFUSED))
    if is_loopback(request.app[OPTIONS].host) and not is_loopback(_host_name(request)):
        raise RequestProblem(403, Reason.of(ServerReason.HOST_REFUSED, host=_host_name(request)[:80]))
    return await handler(request)


def _host_name(request: web.Request) -> str:
    host = request.headers.get(hdrs.HOST, "")
    if host.startswith("["):
        return host[1 : host.find("]")] if "]" in host else host
    return host.partition(":")[0]
