"""Who may hold how many connections, before a byte of HTTP is read: nobody has shown who they are yet.

Without it one machine of the network could take every connection, every file of the process and every camera's place.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter, OrderedDict
from collections.abc import Callable

from aiohttp import web

from offload_server.options import is_loopback
from offload_server.stream_limits import MessageBudget

MOST_CONNECTIONS = 256
"""From other machines together. A house has some tens; Linux gives a process 1024 open files unless told otherwise."""
MOST_OF_ONE_ADDRESS = 8
"""A camera holds one. Eight is a quarter of the cameras that are served: no one machine shuts the others out."""
NEW_PER_SECOND = 1.0
NEW_AT_ONCE = 20.0
"""A camera that has trouble comes again every second at most (``pi_client.reconnect``); each hello costs a write."""
ADDRESSES_REMEMBERED = 1024
IDLE_S = 30.0
"""For a first request, its headers, and between two requests: aiohttp's own hour lets silent connections pile up."""
WARN_EVERY_S = 60.0
_LOGGER = logging.getLogger(__name__)


class Porch:
    """Counts the connections of other machines and refuses those beyond the limits; those of this machine always pass.

    A protocol factory as ``loop.create_server`` takes it. Loop thread only.
    """

    def __init__(
        self,
        build: Callable[[], asyncio.Protocol],
        *,
        most: int = MOST_CONNECTIONS,
        most_of_one: int = MOST_OF_ONE_ADDRESS,
        now_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._build = build
        self._most = most
        self._most_of_one = most_of_one
        self._now_ns = now_ns
        self._held: Counter[str] = Counter()
        self._budgets: OrderedDict[str, MessageBudget] = OrderedDict()
        self._warn_after_ns = 0

    def __call__(self) -> asyncio.Protocol:
        return _Visitor(self._build(), self)

    def enters(self, transport: asyncio.BaseTransport) -> str | None:
        """Count the connection; its address for ``leaves``, "" when it is not counted, None when it must go."""
        if is_of_this_machine(transport):
            return ""
        address = str(transport.get_extra_info("peername", ("?",))[0])
        is_welcome = self._spends(address) and self._has_room(address)
        if not is_welcome:
            self._warn(address)
            return None
        self._held[address] += 1
        return address

    def leaves(self, address: str) -> None:
        """A counted connection is over."""
        self._held[address] -= 1
        if self._held[address] <= 0:
            del self._held[address]

    def _has_room(self, address: str) -> bool:
        return self._held.total() < self._most and self._held[address] < self._most_of_one

    def _spends(self, address: str) -> bool:
        now_ns = self._now_ns()
        budget = self._budgets.pop(address, None) or MessageBudget(now_ns, NEW_PER_SECOND, NEW_AT_ONCE)
        self._budgets[address] = budget  # the newest at the end: the ones of longest ago are forgotten first
        if len(self._budgets) > ADDRESSES_REMEMBERED:
            self._budgets.popitem(last=False)
        return budget.spend(now_ns)

    def _warn(self, address: str) -> None:
        if self._now_ns() >= self._warn_after_ns:
            self._warn_after_ns = self._now_ns() + int(WARN_EVERY_S * 1e9)
            _LOGGER.warning("connections of %s are refused: too many (said at most once a minute)", address)


def is_of_this_machine(transport: asyncio.BaseTransport | None) -> bool:
    """Whether the peer is this machine: by loopback, or by an address of its own, whose packets do not leave it."""
    peer = transport.get_extra_info("peername") if transport is not None else None
    if transport is None or not peer:
        return False
    own = transport.get_extra_info("sockname")
    return is_loopback(str(peer[0])) or (bool(own) and own[0] == peer[0])


class PorchRunner(web.AppRunner):
    """aiohttp's runner behind a porch."""

    @property
    def server(self) -> Porch | None:  # type: ignore[override]
        inner = super().server
        return None if inner is None else Porch(inner)


class _Visitor(asyncio.Protocol):
    """One connection: passes everything on to aiohttp's own protocol, unless there is no room for it."""

    def __init__(self, inner: asyncio.Protocol, porch: Porch) -> None:
        self._inner = inner
        self._porch = porch
        self._address: str | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._address = self._porch.enters(transport)
        if self._address is not None:
            self._inner.connection_made(transport)
        elif isinstance(transport, asyncio.Transport):
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._address is None:
            return
        if self._address:
            self._porch.leaves(self._address)
        self._inner.connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._address is not None:
            self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received() if self._address is not None else None

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()
