"""Servers that advertise themselves on the network. A hint only: what they say is cleaned, bounded and not trusted."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from itertools import chain, zip_longest

from zeroconf import Error, IPVersion, ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from offload_server.wire.messages import SERVICE_TYPE
from pi_client.endpoints import Endpoint

_log = logging.getLogger(__name__)

MAX_SERVERS = 16
MAX_ADDRESSES = 8
"""Of one server: two network cards with three addresses each are already rare."""
_RESOLVE_TIMEOUT_MS = 3000
_SERVER_ID = re.compile(r"[!-~]{1,64}", re.ASCII)

ZeroconfMaker = Callable[[], AsyncZeroconf]


def open_zeroconf() -> AsyncZeroconf:
    """Listen on all interfaces, loopback and IPv6 included; IPv4 alone where the machine has no IPv6."""
    try:
        return AsyncZeroconf(ip_version=IPVersion.All)
    except (OSError, RuntimeError):
        return AsyncZeroconf(ip_version=IPVersion.V4Only)


class Discovery:
    """Browses from ``start`` to ``stop``; event-loop only."""

    def __init__(self, make: ZeroconfMaker = open_zeroconf) -> None:
        self._make = make
        self._zeroconf: AsyncZeroconf | None = None
        self._browser: AsyncServiceBrowser | None = None
        self._servers: dict[str, tuple[Endpoint, ...]] = {}
        self._resolving: set[asyncio.Task[None]] = set()
        self._is_deaf = False  # warned already
        self.changed = asyncio.Event()
        """Set when a server appeared or moved; whoever waits for it clears it."""

    async def start(self) -> None:
        """Begin to browse, or look for new network interfaces if it runs already. Never raises for the network's sake.

        A Pi often starts before its Wi-Fi is there: call it again before each attempt.
        """
        try:
            if self._zeroconf is not None:
                await self._zeroconf.async_update_interfaces()
            else:
                await self._browse()
        except (Error, OSError, RuntimeError) as problem:
            level = logging.DEBUG if self._is_deaf else logging.WARNING
            _log.log(level, "cannot browse the network yet: %r", problem)
            self._is_deaf = True
            await self.stop()
        else:
            self._is_deaf = False

    async def _browse(self) -> None:
        self._zeroconf = self._make()
        await self._zeroconf.zeroconf.async_wait_for_start()
        self._browser = AsyncServiceBrowser(self._zeroconf.zeroconf, SERVICE_TYPE, handlers=[self._heard])

    async def stop(self) -> None:
        """Leave mDNS; idempotent."""
        for task in self._resolving:
            task.cancel()
        await asyncio.gather(*self._resolving, return_exceptions=True)
        browser, self._browser = self._browser, None
        if browser is not None:
            await browser.async_cancel()
        zeroconf, self._zeroconf = self._zeroconf, None
        if zeroconf is not None:
            await zeroconf.async_close()

    def endpoints(self) -> list[Endpoint]:
        """All addresses of all servers: the first of each server, then the second of each, and so on."""
        return [end for end in chain.from_iterable(zip_longest(*self._servers.values())) if end is not None]

    def _heard(self, zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        if state_change is ServiceStateChange.Removed:
            self._servers.pop(name, None)
        elif name in self._servers or len(self._servers) + len(self._resolving) < MAX_SERVERS:
            task = asyncio.get_running_loop().create_task(self._resolve(zeroconf, service_type, name))
            self._resolving.add(task)
            task.add_done_callback(self._resolving.discard)

    async def _resolve(self, zeroconf: Zeroconf, service_type: str, name: str) -> None:
        info = AsyncServiceInfo(service_type, name)
        if not await info.async_request(zeroconf, _RESOLVE_TIMEOUT_MS):
            _log.debug("an advertised server does not say where it is")
            return
        found = _endpoints_of(info)
        if found and self._servers.get(name) != found:
            self._servers[name] = found
            self.changed.set()


def _endpoints_of(info: AsyncServiceInfo) -> tuple[Endpoint, ...]:
    if not info.port:
        return ()
    server_id = _server_id(info.properties.get(b"id"))
    addresses = sorted(set(info.parsed_scoped_addresses(IPVersion.All)), key=_nearest_first)
    return tuple(Endpoint(address, info.port, server_id) for address in addresses[:MAX_ADDRESSES])


def _nearest_first(address: str) -> tuple[bool, bool, str]:
    """This machine, then usual addresses, then link-local ones; the answer's own order differs from run to run."""
    return address not in {"127.0.0.1", "::1"}, address.lower().startswith(("fe80", "169.254.")), address


def _server_id(value: bytes | None) -> str | None:
    text = (value or b"").decode("utf-8", errors="replace")
    return text if _SERVER_ID.fullmatch(text) else None
