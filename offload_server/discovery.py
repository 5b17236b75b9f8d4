"""Tells the network (or only this machine) where the server is, by mDNS, and again when its addresses change.

A running Zeroconf object goes mute when an address changes under it, goodbye included (gui-and-lan.md 4): it is
closed and made anew. Failing to advertise is a warning; cameras can be given the address by hand.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import socket

import psutil
from zeroconf import Error, InterfaceChoice, IPVersion
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from offload_server.options import ServerOptions, is_loopback
from offload_server.wire.messages import PROTOCOL_VERSION, SERVICE_TYPE, STREAM_PATH

INSTANCE_NAME = "Munjigi"
"""Not the household's name: anyone on the network reads it (security.md 2). Some digits of the id follow it, so that
two servers do not depend on a probe, which a busy machine answers too late."""
LOOPBACK = "127.0.0.1"
_LOGGER = logging.getLogger(__name__)


class Advertisement:
    """One server's service record. ``announce`` once the port is known; ``withdraw`` leaves with a goodbye."""

    def __init__(self, server_id: str, options: ServerOptions) -> None:
        self._server_id = server_id
        self._options = options
        self._port = 0
        self._addresses: tuple[str, ...] = ()
        self._zeroconf: AsyncZeroconf | None = None
        self._info: AsyncServiceInfo | None = None
        self._watch: asyncio.Task[None] | None = None

    async def announce(self, port: int) -> None:
        """Register the service at ``port`` and keep its addresses right. Never raises for the network's sake."""
        self._port = port
        self._addresses = await self._current_addresses()
        await self._register(is_first=True)
        self._watch = asyncio.create_task(self._watch_addresses(), name="watch addresses")

    async def withdraw(self) -> None:
        """Say goodbye. Idempotent."""
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.cancel()
            await asyncio.gather(watch, return_exceptions=True)
        await self._unregister()

    @property
    def addresses(self) -> tuple[str, ...]:
        """What is advertised now."""
        return self._addresses if self._info is not None else ()

    async def _watch_addresses(self) -> None:
        while True:
            await asyncio.sleep(self._options.address_check_s)
            addresses = await self._current_addresses()
            if addresses != self._addresses or self._info is None:
                self._addresses = addresses
                await self._unregister()
                await self._register(is_first=False)

    async def _current_addresses(self) -> tuple[str, ...]:
        if not self._options.insecure_lan:
            return (self._options.host if _is_address(self._options.host) else LOOPBACK,)
        return await asyncio.to_thread(lan_addresses, self._options.host)

    async def _register(self, *, is_first: bool) -> None:
        try:
            self._zeroconf = self._make_zeroconf()
            self._info = self._make_info()
            # The name was probed for when it was first taken; after a change of address it is still ours.
            task = await self._zeroconf.async_register_service(
                self._info, allow_name_change=True, cooperating_responders=not is_first
            )
            await task
        except (Error, OSError) as error:
            _LOGGER.warning("the server cannot be announced on the network: %s", str(error) or type(error).__name__)
            await self._unregister()
            return
        _LOGGER.info("announced as %s at %s, port %d", self._info.name, ", ".join(self._addresses), self._port)

    async def _unregister(self) -> None:
        zeroconf, self._zeroconf = self._zeroconf, None
        self._info = None
        if zeroconf is None:
            return
        with contextlib.suppress(Error, OSError, TimeoutError):
            await zeroconf.async_unregister_all_services()
        with contextlib.suppress(Error, OSError, TimeoutError):
            await zeroconf.async_close()

    def _make_zeroconf(self) -> AsyncZeroconf:
        if not self._options.insecure_lan:
            return AsyncZeroconf(interfaces=[LOOPBACK], ip_version=IPVersion.V4Only)
        return AsyncZeroconf(interfaces=InterfaceChoice.All, ip_version=IPVersion.V4Only)

    def _make_info(self) -> AsyncServiceInfo:
        return AsyncServiceInfo(
            SERVICE_TYPE,
            f"{INSTANCE_NAME} {self._server_id[:6]}.{SERVICE_TYPE}",
            port=self._port,
            parsed_addresses=list(self._addresses),
            properties={"v": str(PROTOCOL_VERSION), "id": self._server_id, "path": STREAM_PATH},
            server=f"munjigi-{self._server_id[:12]}.local.",
        )


def lan_addresses(host: str) -> tuple[str, ...]:
    """The addresses under which a server that listens at ``host`` is reached, sorted; reads the system (blocks)."""
    listening = ipaddress.ip_address(host) if _is_address(host) else None
    if listening is not None and not listening.is_unspecified:
        return (host,)
    found = set()
    for entries in psutil.net_if_addrs().values():
        found |= {entry.address for entry in entries if entry.family in _families(listening)}
    usable = {address for address in found if not is_loopback(address) and "%" not in address}
    return tuple(sorted(usable)) or (LOOPBACK,)


def _families(
    listening: ipaddress.IPv4Address | ipaddress.IPv6Address | None,
) -> set[socket.AddressFamily]:
    if listening is not None and listening.version == 6:
        return {socket.AF_INET, socket.AF_INET6}
    return {socket.AF_INET}


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
