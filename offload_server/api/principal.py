"""Makes the principal of every request: the one place that will know paired devices and API keys."""

from __future__ import annotations

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from offload_server.api.problems import RequestProblem
from offload_server.app_keys import ADMIN_TOKEN, OPTIONS, PRINCIPAL
from offload_server.options import is_loopback
from offload_server.reasons import ServerReason
from offload_server.trust.admin_token import is_same_token
from offload_server.trust.principals import LocalAdmin, Principal, UnpairedCamera
from offload_server.wire.messages import STREAM_PATH
from pipeline.types import Reason

_REALM = 'Bearer realm="munjigi"'


@web.middleware
async def principals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Put the acting ``Principal`` into the request; 401 when there is none."""
    request[PRINCIPAL] = _principal_of(request)
    return await handler(request)


def _principal_of(request: web.Request) -> Principal:
    authorization = request.headers.get(hdrs.AUTHORIZATION)
    if authorization is not None:
        return _bearer(authorization, request.app[ADMIN_TOKEN])
    if request.path == STREAM_PATH:
        return _unpaired(request)
    raise _unauthorised(ServerReason.TOKEN_MISSING)


def _bearer(authorization: str, admin_token: str) -> LocalAdmin:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not is_same_token(token.strip(), admin_token):
        raise _unauthorised(ServerReason.TOKEN_WRONG, ', error="invalid_token"')
    return LocalAdmin()


def _unpaired(request: web.Request) -> UnpairedCamera:
    if request.app[OPTIONS].insecure_lan or _is_local(request):
        return UnpairedCamera()
    raise _unauthorised(ServerReason.CAMERA_NOT_LOCAL)


def _is_local(request: web.Request) -> bool:
    peer = request.transport.get_extra_info("peername") if request.transport is not None else None
    return peer is not None and is_loopback(str(peer[0]))


def _unauthorised(code: ServerReason, suffix: str = "") -> RequestProblem:
    return RequestProblem(401, Reason.of(code), {hdrs.WWW_AUTHENTICATE: _REALM + suffix})
