"""Beyond this machine only on demand."""

from __future__ import annotations

import pytest

from offload_server.errors import RefusedError
from offload_server.options import ServerAddress, ServerOptions, is_loopback
from offload_server.reasons import ServerReason


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.8.9.1", "localhost", "LOCALHOST", "::1", "[::1]", "::ffff:127.0.0.1"]
)
def test_loopback_is_this_machine(host: str) -> None:
    assert is_loopback(host)
    ServerOptions(host=host).check()


@pytest.mark.parametrize(
    "host",
    [
        "0.0.0.0",  # noqa: S104
        "::",
        "192.168.1.2",
        "::ffff:10.0.0.1",
        "localhost.evil.example",
        "",
        "127.1",
    ],
)
def test_anything_else_needs_insecure_lan(host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(RefusedError) as refused:
        ServerOptions(host=host).check()
    assert refused.value.reason.code == ServerReason.ADDRESS_NOT_LOOPBACK
    ServerOptions(host=host, insecure_lan=True).check()


@pytest.mark.parametrize("host", ["300.1.1.1", "192.168.1.256", "1.2.3:4", "fe80::zz"])
@pytest.mark.parametrize("insecure_lan", [False, True])
def test_what_is_no_address_is_not_said_to_be_reachable(host: str, *, insecure_lan: bool) -> None:
    with pytest.raises(RefusedError) as refused:
        ServerOptions(host=host, insecure_lan=insecure_lan).check()
    assert refused.value.reason.code == ServerReason.ADDRESS_UNUSABLE


def test_an_address_is_written_as_a_url() -> None:
    assert ServerAddress("127.0.0.1", 8710).url == "http://127.0.0.1:8710"
    assert ServerAddress("::1", 80).url == "http://[::1]:80"
