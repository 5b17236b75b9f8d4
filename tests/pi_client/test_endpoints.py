"""Addresses: read strictly, tried in a sensible order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi_client.endpoints import MAX_ENDPOINTS, Endpoint, in_order, parse_address
from pi_client.errors import UsageError
from pi_client.reasons import PiReason


@pytest.mark.parametrize(
    ("text", "endpoint"),
    [
        ("192.168.0.7:8710", Endpoint("192.168.0.7", 8710)),
        ("munjigi.local:1", Endpoint("munjigi.local", 1)),
        ("[::1]:65535", Endpoint("::1", 65535)),
        ("[fe80::1%eth0]:8710", Endpoint("fe80::1%eth0", 8710)),
    ],
)
def test_an_address_is_read_and_written_back(text: str, endpoint: Endpoint) -> None:
    assert parse_address(text) == endpoint
    assert endpoint.address == text


@pytest.mark.parametrize(
    "text",
    ["", "host", "host:", ":8710", "host:0", "host:65536", "::1:80", "[::1]", "http://host:80", "a b:80", "h:8e1"],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as refusal:
        parse_address(text)
    assert refusal.value.code is PiReason.SERVER_ADDRESS_WRONG


@given(st.text(max_size=30))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        endpoint = parse_address(text)
    except UsageError:
        return
    assert parse_address(endpoint.address) == endpoint


def test_the_last_good_address_comes_first_then_known_servers_then_others_then_doubted_ones() -> None:
    other, known, last, doubted = (Endpoint(name, 1, name) for name in ("other", "known", "last", "doubted"))
    assert in_order([doubted, other, known, last, other], last, {"known", "last"}, {doubted}) == [
        last,
        known,
        other,
        doubted,
    ]


def test_a_doubted_last_good_address_comes_after_the_others() -> None:
    last, other = Endpoint("last", 1), Endpoint("other", 1)
    assert in_order([last, other], last, {"last:1"}, {last}) == [other, last]


def test_a_network_full_of_servers_is_not_tried_whole() -> None:
    assert len(in_order([Endpoint(str(n), 1) for n in range(500)], None, set(), set())) == MAX_ENDPOINTS
