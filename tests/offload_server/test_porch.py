"""Connections of strangers are counted before a byte is read; this machine's own always pass."""

from __future__ import annotations

import asyncio
from pathlib import Path
from unittest import mock

import pytest

from offload_server import runtime
from offload_server.porch import MOST_OF_ONE_ADDRESS, NEW_AT_ONCE, Porch, is_of_this_machine
from tests.offload_server.serving import serving

HERE = "192.168.7.1"
REFUSALS = pytest.mark.allow_log("connections of .* are refused")


def transport(peer: str | None, own: str = HERE) -> mock.Mock:
    made: mock.Mock = mock.create_autospec(asyncio.Transport, instance=True)
    names = {"peername": (peer, 5) if peer else None, "sockname": (own, 8710)}
    made.get_extra_info.side_effect = lambda name, default=None: names.get(name) or default
    return made


class Clock:
    def __init__(self) -> None:
        self.now_ns = 0

    def __call__(self) -> int:
        return self.now_ns


class Visit:
    """A connection through the porch, with a protocol behind it that only records."""

    def __init__(self, porch: Porch, inner: mock.Mock, peer: str) -> None:
        self.inner = inner
        self.transport = transport(peer)
        self.protocol = porch()
        self.protocol.connection_made(self.transport)

    @property
    def is_in(self) -> bool:
        return not self.transport.abort.called

    def leave(self) -> None:
        self.protocol.connection_lost(None)


@pytest.fixture
def inner() -> mock.Mock:
    made: mock.Mock = mock.create_autospec(asyncio.Protocol, instance=True)
    return made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@REFUSALS
def test_one_machine_cannot_take_every_connection(inner: mock.Mock, clock: Clock) -> None:
    porch = Porch(lambda: inner, now_ns=clock)
    greedy = [Visit(porch, inner, "192.168.7.66") for _ in range(MOST_OF_ONE_ADDRESS + 3)]
    assert [visit.is_in for visit in greedy] == [True] * MOST_OF_ONE_ADDRESS + [False] * 3
    assert Visit(porch, inner, "192.168.7.67").is_in, "another machine has room"
    greedy[0].leave()
    assert Visit(porch, inner, "192.168.7.66").is_in, "a place that became free"
    assert not Visit(porch, inner, "192.168.7.66").is_in


@REFUSALS
def test_a_refused_connection_never_reaches_http_and_frees_nothing(inner: mock.Mock, clock: Clock) -> None:
    porch = Porch(lambda: inner, most_of_one=1, now_ns=clock)
    assert Visit(porch, inner, "192.168.7.66").is_in
    inner.reset_mock()
    refused = Visit(porch, inner, "192.168.7.66")
    refused.protocol.data_received(b"GET / HTTP/1.1\r\n\r\n")
    refused.protocol.eof_received()
    refused.leave()
    assert inner.mock_calls == []
    assert not Visit(porch, inner, "192.168.7.66").is_in, "the place is still the first one's"


@REFUSALS
def test_many_machines_cannot_take_the_place_of_this_one(inner: mock.Mock, clock: Clock) -> None:
    porch = Porch(lambda: inner, most=4, now_ns=clock)
    strangers = [Visit(porch, inner, f"192.168.7.{number}") for number in range(10, 16)]
    assert [visit.is_in for visit in strangers] == [True] * 4 + [False] * 2
    assert all(
        Visit(porch, inner, own).is_in for own in ("127.0.0.1", "::1", "::ffff:127.0.0.1", HERE) for _ in range(9)
    )


@REFUSALS
def test_a_machine_that_comes_again_and_again_has_to_wait(inner: mock.Mock, clock: Clock) -> None:
    porch = Porch(lambda: inner, now_ns=clock)

    def come_and_go() -> bool:
        visit = Visit(porch, inner, "192.168.7.66")
        if visit.is_in:
            visit.leave()
        return visit.is_in

    assert sum(come_and_go() for _ in range(100)) == NEW_AT_ONCE
    clock.now_ns += 3_000_000_000
    assert sum(come_and_go() for _ in range(100)) == 3


def test_refusals_are_logged_once_a_minute(inner: mock.Mock, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    porch = Porch(lambda: inner, most=0, now_ns=clock)
    for _ in range(50):
        Visit(porch, inner, "192.168.7.66")
    assert len([record for record in caplog.records if "192.168.7.66" in record.message]) == 1


@pytest.mark.parametrize(
    ("peer", "own", "is_ours"),
    [("127.0.0.1", "127.0.0.1", True), (HERE, HERE, True), ("192.168.7.66", HERE, False), (None, HERE, False)],
)
def test_this_machine_is_known_by_its_addresses(peer: str | None, own: str, is_ours: bool) -> None:
    assert is_of_this_machine(transport(peer, own)) is is_ours


@pytest.mark.parametrize("said", [b"", b"GET /api/v1/health HTTP/1.1\r\nX: "], ids=["silent", "half a head"])
async def test_whoever_never_finishes_a_request_is_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    monkeypatch.setattr(runtime, "IDLE_S", 0.2)
    async with serving(tmp_path / "house") as served:
        host, port = served.url.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(said)
        assert await asyncio.wait_for(reader.read(), 5) == b""
        writer.close()
        await writer.wait_closed()


async def test_a_request_that_is_no_http_leaves_none_of_its_bytes_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(tmp_path / "house") as served:
        host, port = served.url.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(
            b"GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer s3cret\r\nBad\x1b Name: s3cret\r\n\r\n"
        )
        assert (await asyncio.wait_for(reader.read(), 5)).startswith(b"HTTP/1.0 400 ")
        writer.close()
        await writer.wait_closed()
    said = [record for record in caplog.records if record.name == "offload_server.http"]
    assert [record.levelname for record in said] == ["WARNING"]
    assert "no valid HTTP (400)" in caplog.text
    assert "s3cret" not in caplog.text
    assert "Traceback" not in caplog.text
