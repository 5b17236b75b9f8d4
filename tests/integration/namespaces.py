"""A network of its own for a test: a switch, a server's machine and cameras' machines, each a network namespace.

Nothing touches the host's own interfaces: the bridge lives in a namespace too. Needs root, iproute2 and nftables.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field


def run(*command: str, check: bool = True) -> str:
    """A command's output; AssertionError with its complaint."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert not check or done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
    return done.stdout


def why_not() -> str | None:
    """Why no namespaces can be made here; None if they can."""
    missing = [name for name in ("ip", "nft") if shutil.which(name) is None]
    if missing:
        return f"not installed: {', '.join(missing)} (scripts/setup test)"
    if os.geteuid() != 0:
        return "network namespaces need root"
    probe = f"mj{secrets.token_hex(3)}"
    made = subprocess.run(["ip", "netns", "add", probe], capture_output=True, text=True, check=False)
    subprocess.run(["ip", "netns", "del", probe], capture_output=True, check=False)
    return None if made.returncode == 0 else f"network namespaces cannot be made here: {made.stderr.strip()}"


@dataclass
class Machine:
    """One namespace with one cable to the switch. ``name`` is short: an interface's name has 15 letters."""

    name: str
    address: str | None
    switch: str

    @property
    def cable(self) -> str:
        return f"{self.name}0"

    def plug(self) -> None:
        """Make the namespace, its loopback and its cable. ``address`` None: IPv6 link-local only."""
        run("ip", "netns", "add", self.name)
        run("ip", "-n", self.name, "link", "set", "lo", "up")
        port = f"{self.name}b"
        peer = ("peer", "name", self.cable, "netns", self.name)
        run("ip", "-n", self.switch, "link", "add", port, "type", "veth", *peer)
        run("ip", "-n", self.switch, "link", "set", port, "master", "br0", "up")
        if self.address is not None:
            run("ip", "-n", self.name, "addr", "add", f"{self.address}/24", "dev", self.cable)
        run("ip", "netns", "exec", self.name, "sysctl", "-qw", f"net.ipv6.conf.{self.cable}.accept_dad=0", check=False)
        run("ip", "-n", self.name, "link", "set", self.cable, "up")

    def plug_second(self, switch: str, address: str) -> None:
        """A second interface on another switch: cable and Wi-Fi, say."""
        cable, port = f"{self.name}1", f"{self.name}c"
        peer = ("peer", "name", cable, "netns", self.name)
        run("ip", "-n", switch, "link", "add", port, "type", "veth", *peer)
        run("ip", "-n", switch, "link", "set", port, "master", "br0", "up")
        run("ip", "-n", self.name, "addr", "add", f"{address}/24", "dev", cable)
        run("ip", "-n", self.name, "link", "set", cable, "up")

    def unplug(self) -> None:
        """Pull the first cable: its interface and its address are gone."""
        run("ip", "-n", self.name, "link", "set", self.cable, "down")
        run("ip", "-n", self.name, "addr", "flush", "dev", self.cable)

    def move_to(self, address: str) -> None:
        """Another address, as DHCP gives it."""
        run("ip", "-n", self.name, "-4", "addr", "flush", "dev", self.cable)
        run("ip", "-n", self.name, "addr", "add", f"{address}/24", "dev", self.cable)
        self.address = address

    def lose(self, percent: int) -> None:
        """Drop so many of the packets that arrive, at random."""
        self._filter(f"numgen random mod 100 < {percent} drop")

    def block_mdns(self) -> None:
        """Let no mDNS in."""
        self._filter("udp dport 5353 drop")

    def cut(self) -> None:
        """Let nothing in or out; nobody is told."""
        self._filter("drop")
        out = f"type filter hook output priority 0; oifname {self.cable} drop;"
        run("ip", "netns", "exec", self.name, "nft", f"add table inet o; table inet o {{ chain c {{ {out} }}; }}")

    def isolate(self) -> None:
        """Keep it from every other isolated machine, as an access point with "AP isolation" does."""
        run("ip", "-n", self.switch, "link", "set", f"{self.name}b", "type", "bridge_slave", "isolated", "on")

    def mend(self) -> None:
        """Let everything in again."""
        run("ip", "netns", "exec", self.name, "nft", "flush", "ruleset")

    def _filter(self, rule: str) -> None:
        self.mend()
        chain = f"type filter hook input priority 0; iifname != {self.cable} accept; {rule};"
        run("ip", "netns", "exec", self.name, "nft", f"table inet t {{ chain c {{ {chain} }}; }}")

    def command(self, *program: str) -> list[str]:
        """``program`` as run on this machine."""
        return ["ip", "netns", "exec", self.name, *program]


@dataclass
class Network:
    """Machines at one switch; everything is removed at the end."""

    prefix: str
    machines: list[Machine] = field(default_factory=list)
    switches: list[str] = field(default_factory=list)

    def switch(self, name: str) -> str:
        """Add a switch: a network of its own; its full name."""
        switch = f"{self.prefix}{name}"
        run("ip", "netns", "add", switch)
        self.switches.append(switch)
        run("ip", "-n", switch, "link", "add", "br0", "type", "bridge", "mcast_snooping", "0")
        run("ip", "-n", switch, "link", "set", "br0", "up")
        return switch

    def machine(self, name: str, address: str | None, switch: str | None = None) -> Machine:
        """Add a machine, to the first switch unless another one is named."""
        machine = Machine(f"{self.prefix}{name}", address, switch or self.switches[0])
        self.machines.append(machine)
        machine.plug()
        return machine


@contextlib.contextmanager
def network() -> Iterator[Network]:
    """A switch with nothing in it yet."""
    made = Network(f"mj{secrets.token_hex(2)}")
    try:
        made.switch("sw")
        yield made
    finally:
        for name in (*(machine.name for machine in made.machines), *made.switches):
            run("ip", "netns", "del", name, check=False)
