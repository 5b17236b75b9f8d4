"""Messages to bytes and back, strictly: whatever arrives, only ``WireError`` is raised.

A text message of the WebSocket is one JSON object with ``kind``. A binary message is a two-byte big-endian length,
a JSON object of that length with ``kind``, and a payload. Fields that this version does not know are passed over,
kinds that it does not know become ``Unknown``: a later version may add both without new framing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from offload_server.wire.errors import MalformedMessageError, MessageTooLargeError
from offload_server.wire.fields import FIELDS
from offload_server.wire.limits import (
    HEADER_LENGTH_BYTES,
    MAX_BINARY_BYTES,
    MAX_HEADER_BYTES,
    MAX_KIND_CHARS,
    MAX_TEXT_BYTES,
)
from offload_server.wire.messages import MAX_JPEG_BYTES, FrameMessage, Message, Unknown
from offload_server.wire.sanitise import printable
from offload_server.wire.strict_json import dump_object, parse_object

_TEXT_KINDS: Mapping[str, type[Message]] = {cls.kind: cls for cls in FIELDS if cls not in {FrameMessage, Unknown}}  # type: ignore[union-attr]


def encode(message: Message) -> str | bytes:
    """Return the WebSocket message: bytes for a frame, text for every other kind.

    Raises ``WireError`` for a message that no peer would take, so that a mistake shows where it was made.
    """
    if isinstance(message, FrameMessage):
        return _encode_frame(message)
    if isinstance(message, Unknown):
        raise MalformedMessageError("an unknown message has no bytes")
    text = _dump(message)
    if len(text.encode()) > MAX_TEXT_BYTES:
        raise MessageTooLargeError("the message is too long")
    return text


def decode(data: str | bytes) -> Message:
    """Return the message in one WebSocket message; raise ``WireError``."""
    return _decode_text(data) if isinstance(data, str) else _decode_binary(data)


def _encode_frame(frame: FrameMessage) -> bytes:
    _check_frame(frame)
    header = _dump(frame).encode()
    return len(header).to_bytes(HEADER_LENGTH_BYTES, "big") + header + frame.jpeg


def _dump(message: Message) -> str:
    fields = {name: getattr(message, name) for name in FIELDS[type(message)]}
    clean = _clean(type(message), fields)
    present = {name: value for name, value in clean.items() if value is not None}
    return dump_object({"kind": message.kind, **present})  # type: ignore[union-attr]


def _decode_text(text: str) -> Message:
    if len(text) > MAX_TEXT_BYTES or len(_utf8(text)) > MAX_TEXT_BYTES:
        raise MessageTooLargeError("a text message is too long")
    fields = parse_object(text)
    kind = _kind(fields)
    if kind == FrameMessage.kind:
        raise MalformedMessageError("a frame must be a binary message")
    if kind not in _TEXT_KINDS:
        return _unknown(kind)
    cls = _TEXT_KINDS[kind]
    return cls(**_clean(cls, fields))


def _decode_binary(data: bytes) -> Message:
    if len(data) > MAX_BINARY_BYTES:
        raise MessageTooLargeError("a binary message is too long")
    fields, payload = _split(data)
    kind = _kind(fields)
    if kind in _TEXT_KINDS:
        raise MalformedMessageError(f"{kind} must be a text message")
    if kind != FrameMessage.kind:
        return _unknown(kind)
    frame = FrameMessage(**_clean(FrameMessage, fields), jpeg=payload)
    _check_frame(frame)
    return frame


def _split(data: bytes) -> tuple[dict[str, Any], bytes]:
    end = HEADER_LENGTH_BYTES + int.from_bytes(data[:HEADER_LENGTH_BYTES], "big")
    if not HEADER_LENGTH_BYTES < end <= min(len(data), HEADER_LENGTH_BYTES + MAX_HEADER_BYTES):
        raise MalformedMessageError("the header's length is wrong")
    try:
        header = str(data[HEADER_LENGTH_BYTES:end], "utf-8")
    except UnicodeDecodeError as error:
        raise MalformedMessageError("the header is not UTF-8") from error
    return parse_object(header), bytes(data[end:])


def _check_frame(frame: FrameMessage) -> None:
    if not frame.jpeg:
        raise MalformedMessageError("a frame without a picture")
    if len(frame.jpeg) > MAX_JPEG_BYTES:
        raise MessageTooLargeError("the picture has too many bytes")
    if (frame.answered_seq is None) != (frame.answered_at_us is None):
        raise MalformedMessageError("answered_seq and answered_at_us belong together")


def _clean(cls: type[Message], fields: Mapping[str, object]) -> dict[str, Any]:
    return {name: field.read(fields, name) for name, field in FIELDS[cls].items()}


def _kind(fields: Mapping[str, object]) -> str:
    kind = fields.get("kind")
    if not isinstance(kind, str) or not 0 < len(kind) <= MAX_KIND_CHARS:
        raise MalformedMessageError("kind is missing or no short text")
    return kind


def _unknown(kind: str) -> Unknown:
    return Unknown(unknown_kind=printable(kind, MAX_KIND_CHARS))


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise MalformedMessageError("not Unicode") from error
