"""The one list of everything that the server answers, and how it gets into the application."""

from __future__ import annotations

from aiohttp import web

from offload_server.api import (
    camera_stream,
    cameras,
    consents,
    document,
    events,
    facerec,
    health,
    live,
    people,
    recognise,
    samples,
    settings,
)
from offload_server.api.bodies import wait_with_100_continue
from offload_server.api.endpoint import endpoint
from offload_server.api.route import Route

ROUTES: tuple[Route, ...] = (
    *recognise.ROUTES,
    *facerec.ROUTES,
    *people.ROUTES,
    *consents.ROUTES,
    *samples.ROUTES,
    *live.ROUTES,  # before /events/{event_id}: the first path that fits is taken
    *events.ROUTES,
    *cameras.ROUTES,
    *settings.ROUTES,
    *health.ROUTES,
    *camera_stream.ROUTES,
    *document.ROUTES,
)


def add_routes(app: web.Application) -> None:
    """Put every route of the table into ``app``."""
    for route in ROUTES:
        app.router.add_route(
            route.method, route.full_path, endpoint(route), name=route.operation, expect_handler=wait_with_100_continue
        )
