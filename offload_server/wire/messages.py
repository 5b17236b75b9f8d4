"""Every message between server and camera: frozen, tagged with its kind, limited in size.

The camera speaks first (``hello``), the server answers (``welcome`` or ``bye``). From then on the camera sends one
``frame`` at a time and waits for its ``answer``. No message to a camera names or counts anybody.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import ClassVar, Literal

PROTOCOL_VERSION = 1
OLDEST_PROTOCOL_VERSION = max(1, PROTOCOL_VERSION - 1)
"""The rule: a server speaks the newest version and the one before it, so that no update has to be done everywhere at
once. Version 1, the first, is frozen in ``tests/offload_server/wire``."""
SERVICE_TYPE = "_munjigi._tcp.local."
STREAM_PATH = "/api/v1/stream"

MAX_CONTROL_BYTES = 4 * 1024
"""Any message but a frame."""
MAX_JPEG_BYTES = 512_000
"""One frame's picture: 512 kB (security.md 1, row 9: larger ones are refused before a pixel is decoded)."""


class Indicator(enum.StrEnum):
    """All that a door may show of a recognition: a closed list without names or numbers."""

    IDLE = "idle"
    LOOKING = "looking"
    COME_CLOSER = "come_closer"
    LOOK_HERE = "look_here"
    HOLD_STILL = "hold_still"
    RECOGNISED = "recognised"
    NOT_RECOGNISED = "not_recognised"
    UNAVAILABLE = "unavailable"


class CameraEventName(enum.StrEnum):
    """What a camera may report of its own accord."""

    BELL = "bell"
    TOUCH = "touch"
    CAMERA_LOST = "camera_lost"


class ByeReason(enum.StrEnum):
    """Why a side ends the connection."""

    PROTOCOL_TOO_OLD = "protocol_too_old"
    PROTOCOL_TOO_NEW = "protocol_too_new"
    NOT_A_HELLO = "not_a_hello"
    MESSAGE_TOO_LARGE = "message_too_large"
    MALFORMED_MESSAGE = "malformed_message"
    TOO_MANY_CAMERAS = "too_many_cameras"
    TOO_MANY_MESSAGES = "too_many_messages"  # far faster than one frame in flight
    REPLACED = "replaced"  # a newer connection of the same camera took its place
    FORGOTTEN = "forgotten"  # the admin removed this camera
    SHUTTING_DOWN = "shutting_down"
    CAMERA_STOPPED = "camera_stopped"


@dataclass(frozen=True, slots=True)
class Hello:
    """First message of a camera.

    ``suggested_name`` is a hint for the admin and identifies nothing. ``resume_key`` is what an earlier ``welcome``
    gave: with it the server finds the same row again.
    """

    kind: ClassVar[Literal["hello"]] = "hello"
    protocol: int
    software: str
    suggested_name: str
    resume_key: str | None = None


@dataclass(frozen=True, slots=True)
class Welcome:
    """The server's yes: which protocol is spoken, which row the camera is, when the first frame is wanted."""

    kind: ClassVar[Literal["welcome"]] = "welcome"
    protocol: int
    camera_id: str
    resume_key: str
    next_interval_ms: int


@dataclass(frozen=True, slots=True)
class FrameMessage:
    """One picture. Times are microseconds of the camera's own monotonic clock.

    ``answered_seq`` and ``answered_at_us`` say when the last answer arrived, so that the server can estimate the
    offset between the two clocks from round trips (as NTP does).
    """

    kind: ClassVar[Literal["frame"]] = "frame"
    seq: int
    captured_at_us: int
    sent_at_us: int
    jpeg: bytes
    answered_seq: int | None = None
    answered_at_us: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of frame ``seq`` (or of an older one that it replaced), and when the next one is wanted."""

    kind: ClassVar[Literal["answer"]] = "answer"
    seq: int
    next_interval_ms: int
    indicator: Indicator


@dataclass(frozen=True, slots=True)
class Control:
    """Wishes of the server; None leaves as is. ``exposure_area`` is left, top, width, height as fractions (0..1)."""

    kind: ClassVar[Literal["control"]] = "control"
    interval_ms: int | None = None
    long_side_px: int | None = None
    exposure_area: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class CameraEvent:
    """Bell, touch or a lost camera, at a time of the camera's monotonic clock."""

    kind: ClassVar[Literal["event"]] = "event"
    name: CameraEventName
    at_us: int


@dataclass(frozen=True, slots=True)
class Bye:
    """The last message of either side. ``minimum`` and ``maximum`` are the protocol versions that the sender speaks."""

    kind: ClassVar[Literal["bye"]] = "bye"
    reason: ByeReason
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """A message of a kind that this version does not know: logged once and ignored."""

    unknown_kind: str


Message = Hello | Welcome | FrameMessage | Answer | Control | CameraEvent | Bye | Unknown
