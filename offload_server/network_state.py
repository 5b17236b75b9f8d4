"""What an advertisement depends on: this machine's addresses, which interfaces are up, and how long it has slept."""

from __future__ import annotations

import ipaddress
import socket
import time
from dataclasses import dataclass

import psutil

from offload_server.options import is_loopback

LOOPBACK = "127.0.0.1"
SLEPT_S = 2.0
"""Less than this is the reading of two clocks, not a suspended machine; an NTP step beyond it does no harm."""


@dataclass(frozen=True, slots=True)
class NetworkState:
    """``addresses`` as a server is reached, sorted; ``interfaces`` that are up; ``asleep_s`` grows while suspended."""

    addresses: tuple[str, ...]
    interfaces: tuple[str, ...] = ()
    asleep_s: float = 0.0

    def is_as(self, other: NetworkState) -> bool:
        """Whether what is advertised is still heard: a socket forgets its multicast groups when a link goes down."""
        same = (self.addresses, self.interfaces) == (other.addresses, other.interfaces)
        return same and abs(self.asleep_s - other.asleep_s) < SLEPT_S


def look(host: str) -> NetworkState:
    """The state for a server that listens at ``host``; reads the system (blocks for a millisecond)."""
    up = (name for name, stats in psutil.net_if_stats().items() if stats.isup)
    return NetworkState(lan_addresses(host), tuple(sorted(up)), _asleep_s())


def lan_addresses(host: str) -> tuple[str, ...]:
    """The addresses under which a server that listens at ``host`` is reached, sorted; reads the system (blocks).

    IPv6 link-local ones stand without their scope: each camera adds the interface on which it heard them.
    """
    listening = ipaddress.ip_address(host) if is_address(host) else None
    if listening is not None and not listening.is_unspecified:
        return (host,)
    found = set()
    for entries in psutil.net_if_addrs().values():
        found |= {entry.address.partition("%")[0] for entry in entries if entry.family in _families(listening)}
    return tuple(sorted(address for address in found if not is_loopback(address))) or (LOOPBACK,)


def is_address(host: str) -> bool:
    """Whether ``host`` is an IP address and no name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _families(
    listening: ipaddress.IPv4Address | ipaddress.IPv6Address | None,
) -> set[socket.AddressFamily]:
    if listening is not None and listening.version == 6:
        return {socket.AF_INET, socket.AF_INET6}
    return {socket.AF_INET}


def _asleep_s() -> float:
    """Linux counts sleep in CLOCK_BOOTTIME alone; elsewhere the time of day has to serve."""
    boottime = getattr(time, "CLOCK_BOOTTIME", None)
    now_s = time.time() if boottime is None else time.clock_gettime(boottime)
    return now_s - time.monotonic()
