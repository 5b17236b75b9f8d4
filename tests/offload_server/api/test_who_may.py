"""Nobody without a token, no browser page, no name but ours; cameras may send frames and nothing else."""

from __future__ import annotations

import asyncio
from pathlib import Path
from unittest import mock

import aiohttp
import pytest
from aiohttp.test_utils import make_mocked_request

from offload_server.api.principal import _principal_of
from offload_server.api.problems import RequestProblem
from offload_server.api.route import Route
from offload_server.api.table import ROUTES
from offload_server.app import create_app
from offload_server.app_keys import ADMIN_TOKEN
from offload_server.data_folder import DataFolder
from offload_server.options import ServerOptions
from offload_server.trust.principals import CameraOfThisMachine, LocalAdmin, Principal, Scope, UnpairedCamera
from offload_server.wire.messages import STREAM_PATH
from tests.fakes.engine import FakeEngine
from tests.offload_server.api.conftest import problem_of
from tests.offload_server.serving import Served

GUARDED = [route for route in ROUTES if route.needs_token]


def path_of(route: Route) -> str:
    return route.full_path.replace("{", "").replace("}", "")


@pytest.mark.parametrize("route", GUARDED, ids=lambda route: route.operation)
async def test_no_route_answers_without_a_token(served: Served, route: Route) -> None:
    async with aiohttp.ClientSession() as nobody, nobody.request(route.method, served.url + path_of(route)) as response:
        await problem_of(response, 401, "token_missing")
        assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("wrong", ["Bearer x", "Bearer ", "Basic abc", "Bearer é", "", "Bearer {token}x", "{token}"])
async def test_a_wrong_token_is_no_token(served: Served, wrong: str) -> None:
    headers = {"Authorization": wrong.format(token=served.token)}
    async with aiohttp.ClientSession() as nobody, nobody.get(served.api("/people"), headers=headers) as response:
        await problem_of(response, 401, "token_wrong")
        assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]


async def test_the_right_token_opens(served: Served) -> None:
    async with served.http.get(served.api("/people")) as response:
        assert (response.status, await response.json()) == (200, {"people": []})
        assert response.headers["Cache-Control"] == "no-store"


async def test_an_unknown_address_tells_nothing_without_a_token(served: Served) -> None:
    async with aiohttp.ClientSession() as nobody, nobody.get(served.url + "/admin") as response:
        await problem_of(response, 401, "token_missing")


async def test_the_admin_is_no_camera(served: Served) -> None:
    """A camera never gets the admin's token, and whoever has it must not need to be told apart from one."""
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await served.http.ws_connect(served.stream_url())
    assert refused.value.status == 403
    assert [route.scope for route in ROUTES if route.full_path == STREAM_PATH] == [Scope.STREAM_SEND]


@pytest.mark.parametrize("path", ["/people", "/events/live", "/stream"])
async def test_browser_pages_are_refused(served: Served, path: str) -> None:
    for origin in ("https://evil.example", "null", served.url):
        async with served.http.get(served.api(path), headers={"Origin": origin}) as response:
            await problem_of(response, 403, "browser_origin_refused")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8710", "192.168.1.7:8710", "127.0.0.1.evil.example", "[::2]:1"]
)
async def test_a_rebound_name_is_refused(served: Served, host: str) -> None:
    async with served.http.get(served.api("/people"), headers={"Host": host}) as response:
        await problem_of(response, 403, "host_refused")


@pytest.mark.parametrize("host", ["localhost", "localhost:1", "127.0.0.1", "[::1]:8710"])
async def test_names_of_this_machine_are_fine(served: Served, host: str) -> None:
    async with served.http.get(served.api("/people"), headers={"Host": host}) as response:
        assert response.status == 200


def transport_of(peer: tuple[object, ...] | None) -> mock.Mock:
    transport: mock.Mock = mock.create_autospec(asyncio.Transport, instance=True)
    transport.get_extra_info.side_effect = {"peername": peer, "sockname": ("192.168.7.1", 8710)}.get
    return transport


@pytest.mark.parametrize("token", ["the right one", "a wrong one"])
def test_the_admin_token_is_not_taken_from_the_network(tmp_path: Path, token: str) -> None:
    app = create_app(FakeEngine(), DataFolder(tmp_path), ServerOptions(host="0.0.0.0", insecure_lan=True))  # noqa: S104
    app[ADMIN_TOKEN] = "the right one"
    headers = {"Authorization": f"Bearer {token}"}
    remote = transport_of(("192.168.7.7", 5))
    with pytest.raises(RequestProblem) as refused:
        _principal_of(make_mocked_request("GET", "/api/v1/people", headers, app=app, transport=remote))
    assert (refused.value.status, refused.value.reason.code) == (401, "admin_not_local")
    own = make_mocked_request(
        "GET", "/", {"Authorization": "Bearer the right one"}, app=app, transport=transport_of(("192.168.7.1", 5))
    )
    assert _principal_of(own) == LocalAdmin()


@pytest.mark.parametrize(
    ("peer", "options", "expected"),
    [
        (("127.0.0.1", 5), ServerOptions(), CameraOfThisMachine()),
        (("::1", 5, 0, 0), ServerOptions(insecure_lan=True), CameraOfThisMachine()),
        (("127.0.0.1", 5), ServerOptions(confirm_local=True), UnpairedCamera()),
        (("192.168.7.7", 5), ServerOptions(), None),
        (("192.168.7.7", 5), ServerOptions(insecure_lan=True), UnpairedCamera()),
        (None, ServerOptions(), None),
    ],
)
def test_a_camera_without_credentials_is_of_this_machine_or_of_an_insecure_lan(
    tmp_path: Path, peer: tuple[object, ...] | None, options: ServerOptions, expected: Principal | None
) -> None:
    app = create_app(FakeEngine(), DataFolder(tmp_path), options)
    request = make_mocked_request("GET", STREAM_PATH, app=app, transport=transport_of(peer))
    if expected is not None:
        assert _principal_of(request) == expected
        return
    with pytest.raises(RequestProblem) as refused:
        _principal_of(request)
    assert (refused.value.status, refused.value.reason.code) == (401, "camera_not_local")
