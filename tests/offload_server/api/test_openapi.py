"""The document and the application say the same."""

from __future__ import annotations

from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from offload_server.api.table import ROUTES
from tests.offload_server.serving import Served


@pytest.fixture
async def document(served: Served) -> dict[str, Any]:
    async with served.http.get(served.api("/openapi.json")) as response:
        assert response.content_type == "application/json"
        document: dict[str, Any] = await response.json()
        return document


async def test_it_is_a_valid_document_of_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()


async def test_it_lists_every_route_of_the_application_and_no_other(served: Served, document: dict[str, Any]) -> None:
    served_routes = {
        (route.method, route.resource.canonical)
        for route in served.app.router.routes()
        if route.resource is not None and route.method != "HEAD"
    }
    documented = {(method.upper(), path) for path, item in document["paths"].items() for method in item}
    assert documented == served_routes == {(route.method, route.full_path) for route in ROUTES}


async def test_every_operation_says_what_it_needs(document: dict[str, Any]) -> None:
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    for operation in operations:
        assert operation["summary"]
        assert "401" in operation["responses"]
        assert (operation["security"] == []) == (operation["operationId"] == "cameraStream")


async def test_bodies_refuse_what_they_do_not_know(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        if schema.get("type") == "object":
            assert schema["additionalProperties"] is False, name
