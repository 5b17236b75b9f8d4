"""Reads a request's body within its route's limit and never a byte more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from aiohttp import hdrs, web
from pydantic import BaseModel, ValidationError

from offload_server.api.problems import RequestProblem
from offload_server.api.route import Route
from offload_server.expectations import expected, first_complaint
from offload_server.reasons import ServerReason
from pipeline.types import Reason

PICTURE_TYPES = "image/jpeg, image/png"
_Model = TypeVar("_Model", bound=BaseModel)


async def read_picture(request: web.Request, route: Route) -> bytes:
    """The body as it is: any ``image/*``, for the decoder says best what is wrong with a picture."""
    if not request.content_type.startswith("image/"):
        raise _wrong_type(request, PICTURE_TYPES)
    return await _read_bounded(request, route.max_body_bytes)


async def read_json(request: web.Request, route: Route, model: type[_Model]) -> _Model:
    """The JSON body as ``model``; unknown fields are refused."""
    if request.content_type != "application/json":
        raise _wrong_type(request, "application/json")
    return parse_json(model, await _read_bounded(request, route.max_body_bytes))


def parse_json(model: type[_Model], body: bytes) -> _Model:
    """``body`` as ``model``, without guessing at types; the first thing that is wrong with it as a problem."""
    try:
        return model.model_validate_json(body, strict=True)
    except ValidationError as error:
        raise _refusal(error) from error


def parse_query(model: type[_Model], given: Mapping[str, str]) -> _Model:
    """Query parameters as ``model``: "true" and "5" are read as what the model declares."""
    try:
        return model.model_validate_strings(dict(given))
    except ValidationError as error:
        raise _refusal(error) from error


def _refusal(error: ValidationError) -> RequestProblem:
    reason = _first_complaint(error)
    return RequestProblem(400 if reason.code == ServerReason.BODY_NOT_JSON else 422, reason)


def _first_complaint(error: ValidationError) -> Reason:
    name, first = first_complaint(error)
    field = name[:80] or "body"
    if first["type"] == "json_invalid":
        return Reason.of(ServerReason.BODY_NOT_JSON)
    if first["type"] == "extra_forbidden":
        return Reason.of(ServerReason.FIELD_UNKNOWN, field=field)
    if first["type"] == "missing":
        return Reason.of(ServerReason.FIELD_MISSING, field=field)
    return Reason.of(ServerReason.FIELD_INVALID, field=field, problem=expected(first))


def _wrong_type(request: web.Request, expected: str) -> RequestProblem:
    got = request.headers.get(hdrs.CONTENT_TYPE, "").partition(";")[0].strip()[:80] or "–"
    return RequestProblem(415, Reason.of(ServerReason.CONTENT_TYPE_WRONG, got=got, expected=expected))


async def _read_bounded(request: web.Request, limit_bytes: int) -> bytes:
    if (request.content_length or 0) > limit_bytes:
        raise _too_large(limit_bytes)
    await _ask_for_body(request)
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > limit_bytes:
            raise _too_large(limit_bytes)
    return bytes(body)


async def _ask_for_body(request: web.Request) -> None:
    """Send the ``100 Continue`` that ``wait_with_100_continue`` held back."""
    if request.headers.get(hdrs.EXPECT, "").lower() == "100-continue" and request.transport is not None:
        request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")


async def wait_with_100_continue(_request: web.Request) -> web.StreamResponse | None:
    """An expect handler: who may not send, or sends too much, is told so before the body is on its way."""
    return None


def _too_large(limit_bytes: int) -> RequestProblem:
    code = ServerReason.BODY_TOO_LARGE
    return RequestProblem(413, Reason.of(code, limit_bytes=limit_bytes))
