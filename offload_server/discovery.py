"""Tells the network (or only this machine) where the server is, by mDNS, and again when its addresses change.

A running Zeroconf object goes mute when an address changes under it, goodbye included (gui-and-lan.md 4): it is
closed and made anew, also when a link came back or the machine has slept. Failing to advertise is a warning; cameras
can be given the address by hand.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging

from zeroconf import Error, InterfaceChoice, IPVersion
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from offload_server import network_state
from offload_server.network_state import LOOPBACK, NetworkState
from offload_server.options import ServerOptions
from offload_server.wire.messages import PROTOCOL_VERSION, SERVICE_TYPE, STREAM_PATH

INSTANCE_NAME = "Munjigi"
"""Not the household's name: anyone on the network reads it (security.md 2). Some digits of the id follow it, so that
two servers do not depend on a probe, which a busy machine answers too late."""
_LOGGER = logging.getLogger(__name__)


class Advertisement:
    """One server's service record. ``announce`` once the port is known; ``withdraw`` leaves with a goodbye."""

    def __init__(self, server_id: str, options: ServerOptions) -> None:
        self._server_id = server_id
        self._options = options
        self._port = 0
        self._state = NetworkState(())
        self._name = f"{INSTANCE_NAME} {server_id[:6]}.{SERVICE_TYPE}"
        self._zeroconf: AsyncZeroconf | None = None
        self._info: AsyncServiceInfo | None = None
        self._watch: asyncio.Task[None] | None = None

    async def announce(self, port: int) -> None:
        """Register the service at ``port`` and keep its addresses right. Never raises for the network's sake."""
        self._port = port
        self._state = await self._current_state()
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
        return self._state.addresses if self._info is not None else ()

    async def _watch_addresses(self) -> None:
        while True:
            await asyncio.sleep(self._options.address_check_s)
            state = await self._current_state()
            if self._info is None or not state.is_as(self._state):
                self._state = state
                await self._unregister()
                await self._register(is_first=False)

    async def _current_state(self) -> NetworkState:
        if not self._options.insecure_lan:
            return NetworkState((self._options.host if network_state.is_address(self._options.host) else LOOPBACK,))
        return await asyncio.to_thread(network_state.look, self._options.host)

    async def _register(self, *, is_first: bool) -> None:
        try:
            self._zeroconf = self._make_zeroconf()
            self._info = self._make_info()
            # The name was probed for when it was first taken; after a change of address it is still ours, also
            # when it got a number because another server had it.
            task = await self._zeroconf.async_register_service(
                self._info, allow_name_change=True, cooperating_responders=not is_first
            )
            await task
            self._name = self._info.name
        except (Error, OSError) as error:
            _LOGGER.warning("the server cannot be announced on the network: %s", str(error) or type(error).__name__)
            await self._unregister()
            return
        _LOGGER.info("announced as %s at %s, port %d", self._info.name, ", ".join(self._state.addresses), self._port)

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
        try:
            return AsyncZeroconf(interfaces=InterfaceChoice.All, ip_version=IPVersion.All)
        except (OSError, RuntimeError):  # a machine without IPv6
            return AsyncZeroconf(interfaces=InterfaceChoice.All, ip_version=IPVersion.V4Only)

    def _make_info(self) -> AsyncServiceInfo:
        return AsyncServiceInfo(
            SERVICE_TYPE,
            self._name,
            port=self._port,
            parsed_addresses=list(self._state.addresses),
            properties={"v": str(PROTOCOL_VERSION), "id": self._server_id, "path": STREAM_PATH},
            server=f"munjigi-{self._server_id[:12]}.local.",
        )
