"""The fields of each kind of message: what they may hold. Read by the codec in both directions."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from offload_server.wire.errors import MalformedMessageError
from offload_server.wire.limits import (
    MAX_INTEGER,
    MAX_INTERVAL_MS,
    MAX_KEY_CHARS,
    MAX_LONG_SIDE_PX,
    MAX_NAME_CHARS,
    MAX_PROTOCOL,
    MIN_LONG_SIDE_PX,
)
from offload_server.wire.messages import (
    Answer,
    Bye,
    ByeReason,
    CameraEvent,
    CameraEventName,
    Control,
    FrameMessage,
    Hello,
    Indicator,
    Message,
    Welcome,
)
from offload_server.wire.sanitise import printable

Check = Callable[[object], object]
"""Returns the clean value, or raises ``ValueError`` or ``TypeError``."""

_KEY = re.compile(rf"[!-~]{{1,{MAX_KEY_CHARS}}}", re.ASCII)
_EDGE_TOLERANCE = 1e-6
"""Fractions such as .7 + .3 may pass 1 by rounding."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a message. A field that may be missing is None then."""

    check: Check
    required: bool = True

    def read(self, fields: Mapping[str, object], name: str) -> object:
        """Return the clean value of field ``name``; raise ``MalformedMessageError``."""
        value = fields.get(name)
        if value is None:
            if self.required:
                raise MalformedMessageError(f"field {name} is missing")
            return None
        try:
            return self.check(value)
        except (TypeError, ValueError) as error:
            raise MalformedMessageError(f"field {name} does not fit") from error


def _integer(minimum: int, maximum: int) -> Check:
    def check(value: object) -> int:
        # True is an int to Python, and 1.0 an integer to JSON Schema: neither is one here.
        if type(value) is not int or not minimum <= value <= maximum:
            raise ValueError
        return value

    return check


def _choice(choices: type[enum.StrEnum]) -> Check:
    def check(value: object) -> enum.StrEnum:
        if not isinstance(value, str):
            raise TypeError
        return choices(value)

    return check


def _name(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return printable(value, MAX_NAME_CHARS)


def _key(value: object) -> str:
    if not isinstance(value, str) or _KEY.fullmatch(value) is None:
        raise ValueError
    return value


def _area(value: object) -> tuple[float, float, float, float]:
    if not isinstance(value, list | tuple) or len(value) != 4:
        raise ValueError
    if any(type(edge) not in {int, float} or not 0 <= edge <= 1 for edge in value):
        raise ValueError
    left, top, width, height = (float(edge) for edge in value)
    if min(width, height) <= 0 or max(left + width, top + height) > 1 + _EDGE_TOLERANCE:
        raise ValueError
    return left, top, width, height


_PROTOCOL = _integer(1, MAX_PROTOCOL)
_COUNT = _integer(0, MAX_INTEGER)
_INTERVAL = _integer(0, MAX_INTERVAL_MS)

FIELDS: Mapping[type[Message], Mapping[str, Field]] = {
    Hello: {
        "protocol": Field(_PROTOCOL),
        "software": Field(_name),
        "suggested_name": Field(_name),
        "resume_key": Field(_key, required=False),
    },
    Welcome: {
        "protocol": Field(_PROTOCOL),
        "camera_id": Field(_key),
        "resume_key": Field(_key),
        "next_interval_ms": Field(_INTERVAL),
    },
    FrameMessage: {
        "seq": Field(_COUNT),
        "captured_at_us": Field(_COUNT),
        "sent_at_us": Field(_COUNT),
        "answered_seq": Field(_COUNT, required=False),
        "answered_at_us": Field(_COUNT, required=False),
    },
    Answer: {
        "seq": Field(_COUNT),
        "next_interval_ms": Field(_INTERVAL),
        "indicator": Field(_choice(Indicator)),
    },
    Control: {
        "interval_ms": Field(_INTERVAL, required=False),
        "long_side_px": Field(_integer(MIN_LONG_SIDE_PX, MAX_LONG_SIDE_PX), required=False),
        "exposure_area": Field(_area, required=False),
    },
    CameraEvent: {"name": Field(_choice(CameraEventName)), "at_us": Field(_COUNT)},
    Bye: {
        "reason": Field(_choice(ByeReason)),
        "minimum": Field(_PROTOCOL, required=False),
        "maximum": Field(_PROTOCOL, required=False),
    },
}
"""Every kind of version 1; a frame's picture is its payload, not a field."""
