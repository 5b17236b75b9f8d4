"""Writes the OpenAPI 3.1 document from the route table."""

from __future__ import annotations

import http
import re
from collections.abc import Iterable
from importlib import metadata

from openapi_pydantic.util import PydanticSchema, construct_open_api_with_schema_class
from openapi_pydantic.v3.v3_1 import (
    Components,
    DataType,
    Info,
    License,
    MediaType,
    OpenAPI,
    Operation,
    Parameter,
    ParameterLocation,
    PathItem,
    Reference,
    RequestBody,
    Response,
    Schema,
    SecurityScheme,
)
from pydantic import BaseModel

from offload_server.api.live import LiveDecision, LiveNotice
from offload_server.api.problems import PROBLEM_TYPE, Problem
from offload_server.api.route import Route

TOKEN_SCHEME = "adminToken"  # noqa: S105 - its name
_DESCRIPTION = (
    "Every refusal is a problem document (RFC 9457) whose `detail` is in the language of Accept-Language (en, ko). "
    "Distances are smaller for faces that are more alike and always name their unit."
)


def build_document(routes: Iterable[Route]) -> str:
    """The document of ``routes`` as JSON."""
    paths: dict[str, PathItem] = {}
    for route in routes:
        item = paths.setdefault(route.full_path, PathItem())
        setattr(item, route.method.lower(), _operation(route))
    bare = OpenAPI(
        openapi="3.1.1",
        info=Info(
            title="Munjigi",
            version=metadata.version("munjigi"),
            description=_DESCRIPTION,
            license=License(name="Apache-2.0", identifier="Apache-2.0"),
        ),
        paths=paths,
        components=Components(securitySchemes={TOKEN_SCHEME: _token_scheme()}),
    )
    # What travels over WebSockets stands in no operation, but is worth a schema.
    full = construct_open_api_with_schema_class(bare, schema_classes=[LiveDecision, LiveNotice])
    return full.model_dump_json(by_alias=True, exclude_unset=True, exclude_none=True)


def _token_scheme() -> SecurityScheme:
    return SecurityScheme(
        type="http", scheme="bearer", description='The content of the file "admin-token" in the data folder.'
    )


def _operation(route: Route) -> Operation:
    return Operation(
        operationId=route.operation,
        summary=route.summary,
        description=f"Needs the scope `{route.scope.value}`.",
        parameters=[*_path_parameters(route), *_query_parameters(route)] or None,
        requestBody=_request_body(route),
        responses={
            str(route.status): _success(route),
            **{str(status): _problem(status) for status in _refusals(route)},
        },
        security=[{TOKEN_SCHEME: []}] if route.needs_token else [],
    )


def _path_parameters(route: Route) -> list[Parameter | Reference]:
    text = Schema(type=DataType.STRING)
    return [
        _parameter(name, ParameterLocation.PATH, text, required=True) for name in re.findall(r"{(\w+)}", route.path)
    ]


def _query_parameters(route: Route) -> list[Parameter | Reference]:
    if route.query is None:
        return []
    properties = route.query.model_json_schema()["properties"]
    return [
        _parameter(name, ParameterLocation.QUERY, Schema.model_validate(schema), required=False)
        for name, schema in properties.items()
    ]


def _parameter(name: str, place: ParameterLocation, schema: Schema, *, required: bool) -> Parameter:
    # "in" is a word of Python: the model can only be filled by its alias.
    return Parameter.model_validate({"name": name, "in": place, "required": required, "schema": schema})


def _request_body(route: Route) -> RequestBody | None:
    if route.takes_picture:
        picture = Schema(description="The bytes of the picture.")
        content = {kind: MediaType(media_type_schema=picture) for kind in ("image/jpeg", "image/png")}
        return RequestBody(content=content, required=True)
    if route.json_body is not None:
        return RequestBody(content={"application/json": _media(route.json_body)}, required=True)
    return None


def _success(route: Route) -> Response:
    description = http.HTTPStatus(route.status).phrase
    if route.media_type == "websocket":
        return Response(description=f"{description}: a WebSocket from here on.")
    if route.media_type == "image/jpeg":
        return Response(description=description, content={"image/jpeg": MediaType(media_type_schema=Schema())})
    if route.response is None:
        return Response(description=description)
    return Response(description=description, content={"application/json": _media(route.response)})


def _problem(status: int) -> Response:
    return Response(description=http.HTTPStatus(status).phrase, content={PROBLEM_TYPE: _media(Problem)})


def _refusals(route: Route) -> list[int]:
    """What the route names, and what any route of its shape may answer."""
    statuses = {401, 403, 422, 500, *route.refusals}
    if route.max_body_bytes:
        statuses |= {413, 415}
    if route.json_body is not None:
        statuses.add(400)
    if route.media_type == "websocket":
        statuses.add(426)
    return sorted(statuses)


def _media(model: type[BaseModel]) -> MediaType:
    return MediaType(media_type_schema=PydanticSchema(schema_class=model))
