"""The codec reads what is right, refuses what is not, and never fails in another way than ``WireError``."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from offload_server.wire.codec import decode, encode
from offload_server.wire.errors import MalformedMessageError, MessageTooLargeError, WireError
from offload_server.wire.limits import MAX_BINARY_BYTES, MAX_HEADER_BYTES, MAX_INTEGER
from offload_server.wire.messages import (
    MAX_CONTROL_BYTES,
    MAX_JPEG_BYTES,
    Answer,
    ByeReason,
    Control,
    FrameMessage,
    Hello,
    Indicator,
    Message,
    Unknown,
)
from tests.offload_server.wire.messages_strategy import messages

ANSWER: dict[str, Any] = {"kind": "answer", "seq": 1, "next_interval_ms": 5, "indicator": "idle"}
FRAME: dict[str, Any] = {"kind": "frame", "seq": 1, "captured_at_us": 2, "sent_at_us": 3}


def binary(header: dict[str, Any] | bytes, payload: bytes = b"\xff\xd8\xff\xd9") -> bytes:
    encoded = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(encoded).to_bytes(2, "big") + encoded + payload


@given(messages)
def test_every_message_survives_the_round_trip(message: Message) -> None:
    assert decode(encode(message)) == message


@given(messages, st.integers(0, 200), st.integers(0, 255))
def test_a_changed_byte_gives_a_message_or_a_wire_error(message: Message, place: int, byte: int) -> None:
    encoded = encode(message)
    raw = bytearray(encoded if isinstance(encoded, bytes) else encoded.encode())
    raw[place % len(raw)] = byte
    data = bytes(raw) if isinstance(encoded, bytes) else raw.decode(errors="surrogateescape")
    _decode_or_refuse(data)


@given(st.binary(max_size=300) | st.text(st.characters(), max_size=300))
@example("")
@example(b"")
@example(b"\x00")
@example("[" * 4000)
@example('{"kind":' * 500)
@example("9" * 4000)
@example('{"kind":"\ud800"}')
def test_any_bytes_give_a_message_or_a_wire_error(data: str | bytes) -> None:
    _decode_or_refuse(data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.sampled_from(["hello", "welcome", "frame", "answer", "control", "event", "bye"]),
    st.dictionaries(
        st.sampled_from(["protocol", "software", "suggested_name", "seq", "next_interval_ms", "indicator", "reason"])
        | st.sampled_from(["camera_id", "resume_key", "name", "at_us", "exposure_area", "long_side_px", "minimum"]),
        json_values,
    ),
)
def test_fields_of_any_shape_give_a_message_or_a_wire_error(kind: str, fields: dict[str, Any]) -> None:
    text = json.dumps({"kind": kind, **fields})
    _decode_or_refuse(text)
    _decode_or_refuse(binary(text.encode()))


def _decode_or_refuse(data: str | bytes) -> None:
    try:
        message = decode(data)
    except WireError:
        return
    assert isinstance(message, Message)


def test_fields_of_a_later_version_are_passed_over() -> None:
    later = json.dumps({**ANSWER, "mood": {"warm": [1, 2.5, None]}})
    assert decode(later) == Answer(seq=1, next_interval_ms=5, indicator=Indicator.IDLE)


@pytest.mark.parametrize("data", ['{"kind":"order","door":1}', binary({"kind": "order", "door": 1}, b"any payload")])
def test_a_kind_of_a_later_version_is_unknown_and_no_error(data: str | bytes) -> None:
    assert decode(data) == Unknown("order")


def test_the_name_of_an_unknown_kind_is_safe_to_log() -> None:
    assert decode(json.dumps({"kind": "a\nb\x1b[31m\u202ec"})) == Unknown("a b[31mc")


def test_a_name_is_cleaned_and_cut_instead_of_refused() -> None:
    hello = decode(json.dumps({"kind": "hello", "protocol": 1, "software": "a\x00\r\nb", "suggested_name": "문" * 500}))
    assert hello == Hello(protocol=1, software="a b", suggested_name="문" * 64)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "3",
        '"answer"',
        "{",
        "{}",
        '{"kind":1}',
        '{"kind":""}',
        '{"kind":"' + "k" * 33 + '"}',
        '{"kind":null}',
        '{"kind":"answer"}',
        '{"kind":"answer","kind":"answer","seq":1,"next_interval_ms":5,"indicator":"idle"}',
        '{"kind":"answer","seq":1,"seq":1,"next_interval_ms":5,"indicator":"idle"}',
        '{"kind":"control","later":{"a":1,"a":2}}',
        '{"kind":"control","later":NaN}',
        '{"kind":"control","later":-Infinity}',
        '{"kind":"control","later":1e999}',
        '{"kind":"control","later":' + "9" * 1000 + "}",
        '{"kind":"control","later":' + "[" * 9 + "]" * 9 + "}",
        '{"kind":"control","later":' + "[" * 1900 + "]" * 1900 + "}",
        '{"kind":"control","later":"\\ud83d"}',
        '{"kind":"control","\\udc00":1}',
        '{"kind":"control"} {"kind":"control"}',
        '{"kind":"control","later":"\x01"}',
        '{"kind":"control","later":"\ud800"}',
        "\ufeff" + '{"kind":"control"}',
        '{"kind":"frame","seq":1,"captured_at_us":2,"sent_at_us":3}',
    ],
    ids=range(28),
)
def test_text_that_is_no_strict_message_is_malformed(text: str) -> None:
    with pytest.raises(MalformedMessageError):
        decode(text)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seq", None),
        ("seq", -1),
        ("seq", True),
        ("seq", 1.0),
        ("seq", "1"),
        ("seq", MAX_INTEGER + 1),
        ("seq", [1]),
        ("next_interval_ms", 60_001),
        ("next_interval_ms", -5),
        ("next_interval_ms", 0.5),
        ("indicator", "happy"),
        ("indicator", "IDLE"),
        ("indicator", 0),
        ("indicator", ["idle"]),
    ],
)
def test_a_field_out_of_its_range_is_malformed(field: str, value: object) -> None:
    with pytest.raises(MalformedMessageError):
        decode(json.dumps({**ANSWER, field: value}))


@pytest.mark.parametrize("key", ["", " ", "a b", "a\n", "é", "k" * 129, 7, ["k"]])
def test_a_key_that_is_not_visible_ascii_is_malformed(key: object) -> None:
    hello = {"kind": "hello", "protocol": 1, "software": "s", "suggested_name": "n", "resume_key": key}
    with pytest.raises(MalformedMessageError):
        decode(json.dumps(hello))


@pytest.mark.parametrize(
    "area",
    [[0, 0, 1], [0, 0, 1, 1, 1], [0, 0, 0, 1], [0.5, 0, 0.6, 1], [-0.1, 0, 1, 1], [0, 0, 1, True], "full", {"x": 1}],
)
def test_an_exposure_area_outside_the_picture_is_malformed(area: object) -> None:
    with pytest.raises(MalformedMessageError):
        decode(json.dumps({"kind": "control", "exposure_area": area}))


def test_whole_numbers_serve_in_an_exposure_area() -> None:
    whole = decode('{"kind":"control","exposure_area":[0,0,1,1]}')
    assert whole == Control(exposure_area=(0.0, 0.0, 1.0, 1.0))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"\x00\x00",
        b"\x00\x05{}",
        b"\xff\xff" + b"{}",
        binary(b"\xff\xfe{}"),
        binary({**ANSWER}),
        binary(FRAME, payload=b""),
        binary({**FRAME, "answered_seq": 1}),
        binary({**FRAME, "answered_at_us": 1}),
        binary({**FRAME, "later": "x" * MAX_HEADER_BYTES}),
    ],
    ids=range(11),
)
def test_a_binary_message_that_is_no_frame_is_malformed(data: bytes) -> None:
    with pytest.raises(MalformedMessageError):
        decode(data)


def test_each_kind_has_its_limit_of_size() -> None:
    largest = FrameMessage(seq=1, captured_at_us=2, sent_at_us=3, jpeg=b"j" * MAX_JPEG_BYTES)
    assert decode(encode(largest)) == largest
    with pytest.raises(MessageTooLargeError):
        decode(binary(FRAME, payload=b"j" * (MAX_JPEG_BYTES + 1)))
    with pytest.raises(MessageTooLargeError):
        decode(b"j" * (MAX_BINARY_BYTES + 1))
    with pytest.raises(MessageTooLargeError):
        decode('{"kind":"control","later":"' + "x" * MAX_CONTROL_BYTES + '"}')
    with pytest.raises(MessageTooLargeError):
        decode('{"kind":"control","later":"' + "문" * (MAX_CONTROL_BYTES // 3) + '"}')


def test_each_error_knows_the_bye_that_the_peer_is_told() -> None:
    assert MessageTooLargeError.bye_reason is ByeReason.MESSAGE_TOO_LARGE
    assert MalformedMessageError.bye_reason is ByeReason.MALFORMED_MESSAGE


@pytest.mark.parametrize(
    "message",
    [
        Answer(seq=-1, next_interval_ms=0, indicator=Indicator.IDLE),
        FrameMessage(seq=1, captured_at_us=2, sent_at_us=3, jpeg=b""),
        FrameMessage(seq=1, captured_at_us=2, sent_at_us=3, jpeg=b"j" * (MAX_JPEG_BYTES + 1)),
        FrameMessage(seq=1, captured_at_us=2, sent_at_us=3, jpeg=b"j", answered_seq=3),
        Unknown("order"),
    ],
)
def test_a_message_that_no_peer_would_take_is_not_written(message: Message) -> None:
    with pytest.raises(WireError):
        encode(message)


@given(st.text(max_size=40))
def test_a_written_name_is_the_one_that_is_read(name: str) -> None:
    hello = Hello(protocol=1, software="s", suggested_name=name)
    once = decode(encode(hello))
    assert decode(encode(once)) == once
