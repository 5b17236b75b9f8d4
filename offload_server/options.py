"""How one server runs: where it listens and who may reach it. Fixed at start, unlike the settings."""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass

from offload_server.errors import RefusedError
from offload_server.reasons import ServerReason
from pipeline.types import Reason

DEFAULT_PORT = 8710
EVERY_ADDRESS = "::"
"""All addresses of this machine, of both families where it has IPv6."""
EVERY_IPV4_ADDRESS = "0.0.0.0"  # noqa: S104 - only ever with insecure_lan


def every_address() -> str:
    """The host that listens to every address of this machine."""
    return EVERY_ADDRESS if socket.has_dualstack_ipv6() else EVERY_IPV4_ADDRESS


def is_loopback(host: str) -> bool:
    """Whether ``host`` (a name or an address, IPv4 mapped into IPv6 too) can only be this machine."""
    if host.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def _is_broken_address(host: str) -> bool:
    """Written as four numbers or with colons, and yet no address: ``300.1.1.1``."""
    if not (re.fullmatch(r"\d+(\.\d+){3}", host) or ":" in host):
        return False
    try:
        ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return True
    return False


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """``port`` 0 takes any free one. Times have the reason beside them.

    ``insecure_lan``: cameras of the whole network are let in without credentials, and everything travels unencrypted.
    ``confirm_local``: cameras of this machine wait for the admin's word as well, for a PC that several people use.
    """

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    insecure_lan: bool = False
    confirm_local: bool = False
    advertise: bool = True
    hello_timeout_s: float = 5.0  # a camera says hello at once; a port scanner does not
    camera_silence_s: float = 10.0  # ten of the slowest intervals that are ever asked for
    heartbeat_s: float = 3.5  # a half-open connection is found after one and a half: 5.25 s
    address_check_s: float = 5.0  # how soon a changed address is advertised, gui-and-lan.md 4
    max_cameras: int = 32

    def check(self) -> None:
        """Raise ``RefusedError`` for what is no address, and beyond this machine for any without ``insecure_lan``."""
        if _is_broken_address(self.host):
            raise RefusedError(Reason.of(ServerReason.ADDRESS_UNUSABLE, host=self.host, port=self.port))
        if not self.insecure_lan and not is_loopback(self.host):
            raise RefusedError(Reason.of(ServerReason.ADDRESS_NOT_LOOPBACK, host=self.host))


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where a running server listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"
