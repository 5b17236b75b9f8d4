"""Servers are found by real mDNS on this machine; what they say about themselves is bounded and cleaned."""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from zeroconf import IPVersion, NotRunningException, ServiceStateChange
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from offload_server.wire.messages import SERVICE_TYPE
from pi_client import discovery as discovery_module
from pi_client.discovery import MAX_ADDRESSES, MAX_SERVERS, Discovery
from pi_client.endpoints import Endpoint


def advertisement(server_id: str | bytes, port: int, addresses: tuple[str, ...] = ("127.0.0.1",)) -> AsyncServiceInfo:
    name = f"test-{secrets.token_hex(6)}"
    return AsyncServiceInfo(
        SERVICE_TYPE,
        f"{name}.{SERVICE_TYPE}",
        port=port,
        parsed_addresses=list(addresses),
        properties={"v": "1", "id": server_id},
        server=f"{name}.local.",
    )


@asynccontextmanager
async def advertised(info: AsyncServiceInfo) -> AsyncIterator[None]:
    zeroconf = AsyncZeroconf(interfaces=["127.0.0.1"], ip_version=IPVersion.V4Only)
    try:
        await (await zeroconf.async_register_service(info, cooperating_responders=True))
        yield
    finally:
        await zeroconf.async_unregister_all_services()
        await zeroconf.async_close()


@asynccontextmanager
async def browsing() -> AsyncIterator[Discovery]:
    discovery = Discovery()
    await discovery.start()
    try:
        yield discovery
    finally:
        await discovery.stop()
        await discovery.stop()


async def found(discovery: Discovery, server_id: str) -> list[Endpoint]:
    async with asyncio.timeout(10):
        while not (mine := [end for end in discovery.endpoints() if end.server_id == server_id]):
            discovery.changed.clear()
            await discovery.changed.wait()
    return mine


async def test_a_server_on_loopback_is_found_with_its_id_and_wakes_whoever_waits() -> None:
    server_id = secrets.token_hex(8)
    async with browsing() as discovery:
        await discovery.start()  # looking for new interfaces disturbs nothing
        async with advertised(advertisement(server_id, 8710)):
            assert await found(discovery, server_id) == [Endpoint("127.0.0.1", 8710, server_id)]


async def test_a_server_that_says_goodbye_is_not_tried_any_more() -> None:
    server_id = secrets.token_hex(8)
    async with browsing() as discovery:
        async with advertised(advertisement(server_id, 8710)):
            await found(discovery, server_id)
        async with asyncio.timeout(5):
            while any(end.server_id == server_id for end in discovery.endpoints()):  # noqa: ASYNC110
                await asyncio.sleep(0.02)


@pytest.mark.parametrize("server_id", ["two words", "\x1b[31m\n", "x" * 65, b"\xff\xfe", ""])
def test_an_id_that_is_no_id_is_none(server_id: str | bytes) -> None:
    (endpoint,) = discovery_module._endpoints_of(advertisement(server_id, 1))
    assert endpoint.server_id is None


def test_all_addresses_are_kept_nearest_first_and_bounded() -> None:
    many = tuple(f"10.0.0.{number}" for number in range(20))
    info = advertisement("id", 5, ("169.254.1.1", "192.168.0.2", "127.0.0.1"))
    assert [end.host for end in discovery_module._endpoints_of(info)] == ["127.0.0.1", "192.168.0.2", "169.254.1.1"]
    assert len(discovery_module._endpoints_of(advertisement("id", 5, many))) == MAX_ADDRESSES
    assert discovery_module._endpoints_of(advertisement("id", 0)) == ()


def test_addresses_of_several_servers_take_turns() -> None:
    discovery = Discovery()
    one, two = (tuple(Endpoint(f"{name}{n}", 1, name) for n in range(count)) for name, count in (("a", 2), ("b", 1)))
    discovery._servers.update(a=one, b=two)
    assert [end.host for end in discovery.endpoints()] == ["a0", "b0", "a1"]


async def test_a_network_full_of_servers_is_not_resolved_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    discovery = Discovery()
    asked = []

    async def resolve(_zeroconf: object, _service_type: str, name: str) -> None:
        asked.append(name)

    monkeypatch.setattr(discovery, "_resolve", resolve)
    for number in range(100):
        discovery._heard(None, SERVICE_TYPE, f"s{number}", ServiceStateChange.Added)  # type: ignore[arg-type]
    await discovery.stop()
    await asyncio.sleep(0)
    assert len(asked) <= MAX_SERVERS


async def test_a_machine_without_a_network_waits_for_one(caplog: pytest.LogCaptureFixture) -> None:
    makers = iter([OSError("Network is unreachable"), NotRunningException(), None])

    def make() -> AsyncZeroconf:
        problem = next(makers)
        if problem is not None:
            raise problem
        return AsyncZeroconf(interfaces=["127.0.0.1"], ip_version=IPVersion.V4Only)

    discovery = Discovery(make)
    for _ in range(3):
        assert discovery.endpoints() == []
        await discovery.start()
    assert discovery._browser is not None
    await discovery.stop()
    assert [record.levelname for record in caplog.records if record.name == "pi_client.discovery"] == ["WARNING"]


def test_a_machine_without_ipv6_browses_with_ipv4(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def make(*, ip_version: IPVersion) -> str:
        asked.append(ip_version)
        if ip_version is IPVersion.All:
            raise OSError(socket.EAI_FAMILY, "Address family not supported")
        return "zeroconf"

    monkeypatch.setattr(discovery_module, "AsyncZeroconf", make)
    assert discovery_module.open_zeroconf() == "zeroconf"  # type: ignore[comparison-overlap]
    assert asked == [IPVersion.All, IPVersion.V4Only]
