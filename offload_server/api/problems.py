"""Errors as RFC 9457 ``application/problem+json``, in the caller's language."""

from __future__ import annotations

import functools
import http
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler
from pydantic import Field

from offload_server.api.schemas import SaidReason, Schema, said
from offload_server.app_keys import HOUSE
from offload_server.errors import (
    ConflictError,
    Forbidden,
    NotFoundError,
    RefusedError,
    ServerError,
    StorageDamagedError,
    StorageFullError,
)
from offload_server.reasons import ServerReason
from pipeline.errors import EngineNotReadyError, PictureRefusedError, PipelineError
from pipeline.reasons import PipelineReason
from pipeline.types import Reason
from resources.catalogue import Catalogue, negotiate

PROBLEM_TYPE = "application/problem+json"
ENGINE_RETRY_S = 5
"""TensorFlow and the networks load within some seconds (design.md 6)."""
_LOGGER = logging.getLogger(__name__)

_STATUS: tuple[tuple[type[Exception], int], ...] = (
    (Forbidden, 403),
    (NotFoundError, 404),
    (ConflictError, 409),
    (RefusedError, 422),
    (StorageFullError, 507),
    (StorageDamagedError, 500),
    (EngineNotReadyError, 503),
)
_PICTURE_STATUS = {
    PipelineReason.PICTURE_TOO_MANY_BYTES: 413,
    PipelineReason.PICTURE_NOT_SUPPORTED: 415,
}
_HTTP_REASON = {404: ServerReason.ROUTE_NOT_FOUND, 405: ServerReason.METHOD_NOT_ALLOWED}


class Problem(Schema):
    """RFC 9457. ``code`` is stable and for programs; ``detail`` is a sentence in the language that was asked for."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    parameters: dict[str, str | int | float]
    reasons: list[SaidReason] = Field(description="Every reason, the first one being that of `code`.")


@dataclass(frozen=True)
class RequestProblem(Exception):  # noqa: N818 - a problem in the sense of RFC 9457
    """A refusal by the HTTP skin itself."""

    status: int
    reason: Reason
    headers: Mapping[str, str] = field(default_factory=dict)
    further: tuple[Reason, ...] = ()


@functools.cache
def words(language: str) -> Catalogue:
    """The catalogue of ``language``, read once."""
    return Catalogue("ko" if language == "ko" else "en")


def language_of(request: web.Request) -> str:
    """What ``Accept-Language`` wants, otherwise the household's language."""
    house = request.app.get(HOUSE)
    default = house.settings.current.language if house is not None else "en"
    return negotiate(request.headers.get(hdrs.ACCEPT_LANGUAGE), default)


def problem_response(request: web.Request, problem: RequestProblem) -> web.Response:
    """Say ``problem`` in the language of ``request``."""
    language = language_of(request)
    body = Problem(
        title=http.HTTPStatus(problem.status).phrase,
        status=problem.status,
        detail=words(language).say_reason(problem.reason),
        code=problem.reason.code,
        parameters=problem.reason.figures(),
        reasons=said((problem.reason, *problem.further), words(language)),
    )
    response = web.Response(
        status=problem.status,
        headers={**problem.headers, hdrs.CONTENT_LANGUAGE: language},
        text=body.model_dump_json(),
        content_type=PROBLEM_TYPE,
    )
    if problem.status == 413:
        response.force_close()  # what is left of the body is not read to its end
    return response


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn whatever a handler raises into a problem document; a traceback goes to the log only."""
    try:
        return await handler(request)
    except Exception as error:  # noqa: BLE001 - the last catch before the caller
        return problem_response(request, problem_of(error))


def problem_of(error: Exception) -> RequestProblem:
    """Which problem ``error`` is."""
    match error:
        case RequestProblem():
            return error
        case PictureRefusedError():
            return RequestProblem(_PICTURE_STATUS.get(PipelineReason(error.reason.code), 422), error.reason)
        case ServerError() | PipelineError():
            return _known(error)
        case web.HTTPException() if error.status in _HTTP_REASON:
            allow = {str(hdrs.ALLOW): error.headers[hdrs.ALLOW]} if hdrs.ALLOW in error.headers else {}
            return RequestProblem(error.status, Reason.of(_HTTP_REASON[error.status]), allow)
        case _:
            return _unexpected(error)


def _known(error: ServerError | PipelineError) -> RequestProblem:
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), None)
    if status is None:
        return _unexpected(error)
    if status >= 500:
        _LOGGER.warning("answered with %d: %s", status, error)
    headers = {str(hdrs.RETRY_AFTER): str(ENGINE_RETRY_S)} if status == 503 else {}
    further = error.reasons[1:] if isinstance(error, RefusedError) else ()
    return RequestProblem(status, error.reason, headers, further)


def _unexpected(error: Exception) -> RequestProblem:
    incident = secrets.token_hex(6)
    _LOGGER.error("internal error %s", incident, exc_info=error)
    return RequestProblem(500, Reason.of(ServerReason.INTERNAL_ERROR, id=incident))
