"""Every bound of the wire: what is beyond is refused, at both ends alike."""

from __future__ import annotations

from offload_server.wire.messages import MAX_CONTROL_BYTES, MAX_JPEG_BYTES

HEADER_LENGTH_BYTES = 2
"""The unsigned big-endian length in front of a binary message's JSON header."""
MAX_HEADER_BYTES = 1024
"""The JSON header of a frame: the longest of version 1 has 190 bytes, the rest is room for later fields."""
MAX_BINARY_BYTES = HEADER_LENGTH_BYTES + MAX_HEADER_BYTES + MAX_JPEG_BYTES
MAX_TEXT_BYTES = MAX_CONTROL_BYTES

MAX_INTEGER = 2**53 - 1
"""The largest integer that every JSON reader keeps exact (RFC 8259, 6); in microseconds 285 years."""
MAX_DIGITS = 17
"""Digits and sign of ``MAX_INTEGER``: longer numbers are refused before they are converted."""
MAX_NESTING = 8
"""Objects and lists within each other, also in fields that this version does not know."""
MAX_PROTOCOL = 65_535
MAX_INTERVAL_MS = 60_000
"""A minute: the longest pause between frames; a camera that is to rest longer is disconnected instead."""
MIN_LONG_SIDE_PX = 160
MAX_LONG_SIDE_PX = 4096
"""A picture of 4 megapixels, the limit of a stream frame, has no longer side at any usual aspect ratio."""

MAX_NAME_CHARS = 64
"""``suggested_name`` and ``software``, cut after cleaning."""
MAX_KEY_CHARS = 128
"""``camera_id`` and ``resume_key``: visible ASCII, never cut, refused when longer."""
MAX_KIND_CHARS = 32
