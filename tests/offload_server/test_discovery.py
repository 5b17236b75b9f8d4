"""Found by anybody who looks, on this machine only, and found again when addresses change."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator

import pytest
from zeroconf import IPVersion, ServiceStateChange
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from offload_server import network_state
from offload_server.discovery import Advertisement
from offload_server.network_state import NetworkState, lan_addresses
from offload_server.options import ServerOptions
from offload_server.wire.messages import SERVICE_TYPE, STREAM_PATH

OPTIONS = ServerOptions(address_check_s=0.1)


class Watcher:
    """What a camera's discovery sees of some server ids."""

    def __init__(self, server_ids: tuple[str, ...], zeroconf: AsyncZeroconf) -> None:
        self._ids = {server_id.encode() for server_id in server_ids}
        self._zeroconf = zeroconf
        self._names: set[str] = set()
        self.seen: asyncio.Queue[AsyncServiceInfo | None] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()

    def __call__(self, zeroconf: object, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        if state_change is ServiceStateChange.Removed:
            if name in self._names:
                self.seen.put_nowait(None)
            return
        task = asyncio.ensure_future(self._resolve(service_type, name))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _resolve(self, service_type: str, name: str) -> None:
        info = AsyncServiceInfo(service_type, name)
        if await info.async_request(self._zeroconf.zeroconf, 3000) and info.properties.get(b"id") in self._ids:
            self._names.add(name)
            self.seen.put_nowait(info)

    async def next(self) -> AsyncServiceInfo | None:
        return await asyncio.wait_for(self.seen.get(), 15)


@contextlib.asynccontextmanager
async def watching(*server_ids: str) -> AsyncIterator[Watcher]:
    """Look as a camera does: on every interface."""
    zeroconf = AsyncZeroconf(ip_version=IPVersion.V4Only)
    watcher = Watcher(server_ids, zeroconf)
    browser = AsyncServiceBrowser(zeroconf.zeroconf, SERVICE_TYPE, handlers=[watcher])
    try:
        yield watcher
    finally:
        await browser.async_cancel()
        await zeroconf.async_close()


@pytest.fixture
def server_id() -> str:
    return uuid.uuid4().hex


async def test_a_server_on_loopback_is_found_and_says_goodbye(server_id: str) -> None:
    advertisement = Advertisement(server_id, OPTIONS)
    async with watching(server_id) as watcher:
        await advertisement.announce(18710)
        info = await watcher.next()
        assert info is not None
        assert info.parsed_addresses() == ["127.0.0.1"]
        assert info.port == 18710
        assert info.decoded_properties == {"v": "1", "id": server_id, "path": STREAM_PATH}
        await advertisement.withdraw()
        assert await watcher.next() is None
    await advertisement.withdraw()  # harmless


async def test_two_servers_are_two(server_id: str) -> None:
    other_id = uuid.uuid4().hex
    first, second = Advertisement(server_id, OPTIONS), Advertisement(other_id, OPTIONS)
    async with watching(server_id, other_id) as watcher:
        await asyncio.gather(first.announce(18711), second.announce(18712))
        found = [info for info in (await watcher.next(), await watcher.next()) if info is not None]
        await asyncio.gather(second.withdraw(), first.withdraw())
    assert {info.port: info.decoded_properties["id"] for info in found} == {18711: server_id, 18712: other_id}
    assert len({info.name for info in found}) == 2


async def test_a_changed_address_is_announced(server_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = ["127.0.0.1"]
    monkeypatch.setattr(network_state, "look", lambda _host: NetworkState(tuple(addresses)))
    monkeypatch.setattr(
        Advertisement,
        "_make_zeroconf",
        lambda _self: AsyncZeroconf(interfaces=["127.0.0.1"], ip_version=IPVersion.V4Only),
    )
    advertisement = Advertisement(server_id, ServerOptions(insecure_lan=True, address_check_s=0.1))
    async with watching(server_id) as watcher:
        await advertisement.announce(18713)
        await watcher.next()
        addresses[:] = ["127.0.0.9"]
        async with asyncio.timeout(10):
            while (info := await watcher.next()) is None or "127.0.0.9" not in info.parsed_addresses():
                pass
        assert advertisement.addresses == ("127.0.0.9",)
        await advertisement.withdraw()


async def test_a_network_that_refuses_is_a_warning(
    server_id: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_self: Advertisement) -> AsyncZeroconf:
        raise OSError("no multicast here")

    monkeypatch.setattr(Advertisement, "_make_zeroconf", refuse)
    advertisement = Advertisement(server_id, OPTIONS)
    await advertisement.announce(18714)
    assert not advertisement.addresses
    assert "no multicast here" in caplog.text
    monkeypatch.undo()
    async with asyncio.timeout(10):
        while not advertisement.addresses:  # noqa: ASYNC110 - tried again by itself
            await asyncio.sleep(0.05)
    await advertisement.withdraw()


def test_a_server_that_listens_everywhere_is_reached_by_every_address_but_loopback() -> None:
    everywhere = lan_addresses("0.0.0.0")  # noqa: S104
    assert everywhere
    assert everywhere == ("127.0.0.1",) or not any(address.startswith("127.") for address in everywhere)
    assert lan_addresses("192.168.7.7") == ("192.168.7.7",)


BEFORE = NetworkState(("192.168.0.2",), ("eth0", "lo"), 10.0)


@pytest.mark.parametrize(
    ("after", "same"),
    [
        (NetworkState(("192.168.0.2",), ("eth0", "lo"), 10.4), True),
        (NetworkState(("192.168.0.3",), ("eth0", "lo"), 10.0), False),  # DHCP gave another address
        (NetworkState(("192.168.0.2", "10.8.0.6"), ("eth0", "lo", "tun0"), 10.0), False),  # a VPN came up
        (NetworkState(("192.168.0.2",), ("lo", "wlan0"), 10.0), False),  # from cable to Wi-Fi, same address
        (NetworkState(("192.168.0.2",), ("eth0", "lo"), 70.0), False),  # a minute's sleep
    ],
)
def test_what_makes_an_advertisement_stale(after: NetworkState, same: bool) -> None:
    assert after.is_as(BEFORE) is same


def test_a_look_at_this_machine_is_steady() -> None:
    assert network_state.look("::").is_as(network_state.look("::"))


async def test_after_a_sleep_the_same_server_is_announced_anew_under_its_own_name(
    server_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asleep_s, made = [0.0], []
    monkeypatch.setattr(network_state, "look", lambda _host: NetworkState(("127.0.0.1",), (), asleep_s[0]))

    def make(_self: Advertisement) -> AsyncZeroconf:
        made.append(AsyncZeroconf(interfaces=["127.0.0.1"], ip_version=IPVersion.V4Only))
        return made[-1]

    monkeypatch.setattr(Advertisement, "_make_zeroconf", make)
    options = ServerOptions(insecure_lan=True, address_check_s=0.1)
    advertisement = Advertisement(server_id, options)
    await advertisement.announce(18715)
    name = advertisement._name
    asleep_s[0] = 3600.0
    async with asyncio.timeout(10):
        while len(made) < 2 or not advertisement.addresses:  # noqa: ASYNC110 - nothing tells it
            await asyncio.sleep(0.02)
    assert advertisement._name == name
    await advertisement.withdraw()
