"""A Pi runs on the base dependencies, and asking for help loads next to nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest


def loaded(code: str, *names: str) -> str:
    check = f"import sys; {code}; print([name for name in {names!r} if name in sys.modules])"
    return subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("module", ["pi_client.client", "pi_client.discovery", "pi_client.assembly", "pi_client.cli"])
def test_nothing_of_the_server_or_of_vision_is_loaded(module: str) -> None:
    forbidden = ("numpy", "cv2", "PIL", "pydantic", "sqlalchemy", "tensorflow", "pipeline", "cryptography", "psutil")
    assert loaded(f"import {module}", *forbidden) == "[]"


def test_the_command_line_alone_loads_neither_network_nor_discovery() -> None:
    assert loaded("import pi_client.__main__", "aiohttp", "zeroconf") == "[]"


def test_a_fixed_address_needs_no_discovery() -> None:
    code = (
        "from pi_client.assembly import ClientOptions, _finder; _finder(ClientOptions('file:.', server='127.0.0.1:1'))"
    )
    assert loaded(code, "zeroconf") == "[]"
