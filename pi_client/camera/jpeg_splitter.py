"""Pictures out of a stream of bytes: JPEGs one after the other, with or without text between them.

It serves .mjpeg files and MJPEG over HTTP alike. Multipart headers and boundaries are text and contain no 0xFF byte,
so that following the JPEG markers (ITU-T T.81, B.1) finds every picture whether or not a Content-Length stands before
it, and whether or not it is right. The end is the EOI marker reached by walking the segments: an EOI inside a
thumbnail of the EXIF segment ends nothing.
"""

from __future__ import annotations

import re

from offload_server.wire.messages import MAX_JPEG_BYTES

_START = b"\xff\xd8"
_END_MARKER = 0xD9
_START_MARKER = 0xD8
_SCAN_MARKER = 0xDA
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
"""In entropy-coded data 0xFF is followed by 0 (stuffing) or is a restart marker; anything else ends the scan."""


class JpegSplitter:
    """Feed it bytes as they arrive; it keeps at most one unfinished picture of ``limit_bytes``."""

    def __init__(self, limit_bytes: int = MAX_JPEG_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._buffer = bytearray()
        self._at = 0  # how far the unfinished picture has been walked; 0 before its start was found
        self._in_scan = False
        self.too_large = 0

    def feed(self, data: bytes) -> list[bytes]:
        """Return the pictures that ``data`` completes, oldest first. Broken and too large ones are passed over."""
        self._buffer += data
        pictures = []
        while self._find_start():
            end = self._walk()
            if end is None:
                self._drop_if_too_large()
                break
            if end:
                pictures.append(bytes(self._buffer[:end]))
                self._restart(end)
        return [picture for picture in pictures if self._fits(picture)]

    def _find_start(self) -> bool:
        if self._at:
            return True
        start = self._buffer.find(_START)
        if start < 0:
            del self._buffer[: max(0, len(self._buffer) - 1)]  # the last byte may be the first half of a start
            return False
        del self._buffer[:start]
        self._at = len(_START)
        self._in_scan = False
        return True

    def _walk(self) -> int | None:
        """Go on to the end of the picture: its length, 0 for a broken one that was dropped, None for "more bytes"."""
        while True:
            place = self._next_marker()
            if place is None:
                return None
            if place < 0 or self._buffer[place + 1] in {0x00, _START_MARKER}:
                self._restart(max(2, place if place > 0 else self._at))
                return 0
            marker = self._buffer[place + 1]
            if marker == _END_MARKER:
                return place + 2
            if not self._pass(place, marker):
                return None

    def _next_marker(self) -> int | None:
        """Where the next marker begins; -1 if something else stands there; None if it has not arrived yet."""
        if self._in_scan:
            found = _MARKER_IN_SCAN.search(self._buffer, self._at)
            if found is None:
                self._at = max(self._at, len(self._buffer) - 1)
            return None if found is None else found.start()
        while self._at + 1 < len(self._buffer):
            if self._buffer[self._at] != 0xFF:
                return -1
            if self._buffer[self._at + 1] != 0xFF:
                return self._at
            self._at += 1  # a fill byte
        return None

    def _pass(self, place: int, marker: int) -> bool:
        """Step over the segment at ``place``; False while its end has not arrived."""
        if marker in _STANDALONE:
            self._at = place + 2
            return True
        self._at = place
        self._in_scan = False
        if place + 4 > len(self._buffer):
            return False
        end = place + 2 + max(2, int.from_bytes(self._buffer[place + 2 : place + 4], "big"))
        if end > len(self._buffer):
            return False
        self._at = end
        self._in_scan = marker == _SCAN_MARKER
        return True

    def _restart(self, dropped: int) -> None:
        del self._buffer[:dropped]
        self._at = 0
        self._in_scan = False

    def _drop_if_too_large(self) -> None:
        if len(self._buffer) > self._limit_bytes:
            self.too_large += 1
            self._restart(len(self._buffer))

    def _fits(self, picture: bytes) -> bool:
        if len(picture) > self._limit_bytes:
            self.too_large += 1
        return len(picture) <= self._limit_bytes
