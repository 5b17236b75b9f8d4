"""The OpenAPI 3.1 document, at ``openapi.json``."""

from __future__ import annotations

import asyncio
import functools

from aiohttp import hdrs, web

from offload_server.api.route import Call, Route
from offload_server.trust.principals import Scope


async def openapi_document(_call: Call) -> web.Response:
    text = await asyncio.to_thread(_document)  # half a second of schema building, once
    return web.Response(text=text, content_type="application/json", headers={hdrs.CACHE_CONTROL: "no-store"})


@functools.cache
def _document() -> str:
    # The table lists this module's route too.
    from offload_server.api.openapi import build_document
    from offload_server.api.table import ROUTES as ALL_ROUTES

    return build_document(ALL_ROUTES)


ROUTES = (Route("GET", "/openapi.json", "openapiDocument", "This document.", Scope.HEALTH_READ, openapi_document),)
