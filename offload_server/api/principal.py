"""Makes the principal of every request: the one place that will know paired devices and API keys."""

from __future__ import annotations

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from offload_server.api.problems import RequestProblem
from offload_server.app_keys import ADMIN_TOKEN, OPTIONS, PRINCIPAL
from offload_server.porch import is_of_this_machine
from offload_server.reasons import ServerReason
from offload_server.trust.admin_token import is_same_token
from offload_server.trust.principals import CameraOfThisMachine, LocalAdmin, Principal, UnpairedCamera
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
        return _bearer(request, authorization)
    if request.path == STREAM_PATH:
        return _unpaired(request)
    raise _unauthorised(ServerReason.TOKEN_MISSING)


def _bearer(request: web.Request, authorization: str) -> LocalAdmin:
    if not is_of_this_machine(request.transport):
        raise _unauthorised(ServerReason.ADMIN_NOT_LOCAL)  # whoever listens on the network may have read it
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not is_same_token(token.strip(), request.app[ADMIN_TOKEN]):
        raise _unauthorised(ServerReason.TOKEN_WRONG, ', error="invalid_token"')
    return LocalAdmin()


def _unpaired(request: web.Request) -> Principal:
    options = request.app[OPTIONS]
    is_of_here = is_of_this_machine(request.transport)
    if is_of_here and not options.confirm_local:
        return CameraOfThisMachine()
    if is_of_here or options.insecure_lan:
        return UnpairedCamera()
    raise _unauthorised(ServerReason.CAMERA_NOT_LOCAL)


def _unauthorised(code: ServerReason, suffix: str = "") -> RequestProblem:
    return RequestProblem(401, Reason.of(code), {hdrs.WWW_AUTHENTICATE: _REALM + suffix})
