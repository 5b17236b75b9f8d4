"""Addresses of servers, and in which order they are worth trying."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pi_client.errors import UsageError
from pi_client.reasons import PiReason

MAX_ENDPOINTS = 32
"""A network that advertises more is hostile or broken; the nearest ones are tried."""
_ADDRESS = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+(?:%[\w.-]+)?)\]|(?P<host>[\w.-]+)):(?P<port>\d{1,5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of one server. ``server_id`` is what it advertises, None when the address was typed."""

    host: str
    port: int
    server_id: str | None = None

    @property
    def address(self) -> str:
        """``host:port`` as people write it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def key(self) -> str:
        """Under what the server's own things are kept."""
        return self.server_id or self.address


def parse_address(address: str) -> Endpoint:
    """Read ``HOST:PORT`` or ``[IPv6]:PORT``; raise ``UsageError``."""
    match = _ADDRESS.fullmatch(address)
    port = int(match["port"]) if match else 0
    if match is None or not 0 < port < 65_536:
        raise UsageError(PiReason.SERVER_ADDRESS_WRONG, address=address)
    return Endpoint(match["six"] or match["host"], port)


def in_order(
    found: Iterable[Endpoint], last_good: Endpoint | None, known_servers: Collection[str], doubted: Collection[Endpoint]
) -> list[Endpoint]:
    """Each address once: the last good one first, then servers that know this camera, then others, doubted ones last.

    Within a group the addresses keep the order in which they were found.
    """

    def rank(endpoint: Endpoint) -> tuple[bool, bool, bool]:
        return endpoint in doubted, endpoint != last_good, endpoint.key not in known_servers

    return sorted(dict.fromkeys(found), key=rank)[:MAX_ENDPOINTS]  # sorted is stable
