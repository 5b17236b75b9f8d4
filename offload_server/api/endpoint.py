"""Between aiohttp and a route's handler: scope, body, query and answer as the table declares them."""

from __future__ import annotations

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler
from pydantic import BaseModel

from offload_server.api.bodies import parse_query, read_json, read_picture
from offload_server.api.problems import RequestProblem, language_of, words
from offload_server.api.route import Call, Result, Route
from offload_server.app_keys import HOUSE, PRINCIPAL
from offload_server.reasons import ServerReason
from pipeline.types import Reason

_PRIVATE = {hdrs.CACHE_CONTROL: "no-store", "X-Content-Type-Options": "nosniff"}


def endpoint(route: Route) -> Handler:
    """The aiohttp handler of ``route``."""

    async def handle(request: web.Request) -> web.StreamResponse:
        principal = request[PRINCIPAL]
        principal.require(route.scope)  # before a byte of the body is read
        if route.media_type == "websocket":
            _require_upgrade(request)
        call = Call(
            request=request,
            principal=principal,
            house=request.app[HOUSE],
            words=words(language_of(request)),
            json=await read_json(request, route, route.json_body) if route.json_body is not None else None,
            picture=await read_picture(request, route) if route.takes_picture else b"",
            query=_query(request, route.query),
        )
        return _response(await route.handler(call), route)

    return handle


def _query(request: web.Request, model: type[BaseModel] | None) -> BaseModel | None:
    """Every route refuses parameters that it does not know; a doubled one counts as unknown."""
    names = [name for name, _ in request.query.items()]  # keys() would name a doubled one once
    doubled = next((name for name in names if names.count(name) > 1), None)
    if doubled is not None:
        raise RequestProblem(422, Reason.of(ServerReason.FIELD_UNKNOWN, field=doubled[:80]))
    return parse_query(model or _NoQuery, request.query)


class _NoQuery(BaseModel, extra="forbid"):
    """A route without parameters."""


def _require_upgrade(request: web.Request) -> None:
    if request.headers.get(hdrs.UPGRADE, "").lower() != "websocket":
        raise RequestProblem(426, Reason.of(ServerReason.WEBSOCKET_NEEDED), {hdrs.UPGRADE: "websocket"})


def _response(result: Result, route: Route) -> web.StreamResponse:
    if isinstance(result, web.StreamResponse):
        return result
    if isinstance(result, BaseModel):
        text = result.model_dump_json()
        return web.Response(status=route.status, text=text, content_type="application/json", headers=_PRIVATE)
    if isinstance(result, bytes):
        return web.Response(status=route.status, body=result, content_type=route.media_type, headers=_PRIVATE)
    return web.Response(status=route.status, headers=_PRIVATE)
