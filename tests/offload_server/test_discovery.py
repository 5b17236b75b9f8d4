"""Found by anybody who looks, on this machine only, and found again when addresses change."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator

import pytest
from zeroconf import IPVersion, ServiceStateChange
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from offload_server import discovery
from offload_server.discovery import Advertisement, lan_addresses
from offload_server.options import ServerOptions
from offload_server.wire.messages import SERVICE_TYPE, STREAM_PATH

OPTIONS = ServerOptions(address_check_s=0.1)


class Watcher:
    """What a camera's discovery sees of one server id."""

    def __init__(self, server_id: str, zeroconf: AsyncZeroconf) -> None:
        self._id = server_id.encode()
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
        if await info.async_request(self._zeroconf.zeroconf, 3000) and info.properties.get(b"id") == self._id:
            self._names.add(name)
            self.seen.put_nowait(info)

    async def next(self) -> AsyncServiceInfo | None:
        return await asyncio.wait_for(self.seen.get(), 15)


@contextlib.asynccontextmanager
async def watching(server_id: str) -> AsyncIterator[Watcher]:
    """Look as a camera does: on every interface."""
    zeroconf = AsyncZeroconf(ip_version=IPVersion.V4Only)
    watcher = Watcher(server_id, zeroconf)
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


async def test_two_servers_take_two_names(server_id: str) -> None:
    first, second = Advertisement(server_id, OPTIONS), Advertisement(server_id, OPTIONS)
    async with watching(server_id) as watcher:
        await first.announce(18711)
        await second.announce(18712)
        found = [await watcher.next(), await watcher.next()]
        await second.withdraw()
        await first.withdraw()
    assert {info.port for info in found if info is not None} == {18711, 18712}
    assert len({info.name for info in found if info is not None}) == 2


async def test_a_changed_address_is_announced(server_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = ["127.0.0.1"]
    monkeypatch.setattr(discovery, "lan_addresses", lambda _host: tuple(addresses))
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
    assert advertisement.addresses == ()
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
