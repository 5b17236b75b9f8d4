"""A camera played from files in real time, looped: a folder of JPEGs in the order of their names, or an .mjpeg file."""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import AsyncGenerator, Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from offload_server.wire.messages import MAX_JPEG_BYTES
from pi_client.camera.jpeg_splitter import JpegSplitter
from pi_client.camera.protocol import CameraWishes, CapturedFrame
from pi_client.clock import Clock, now_us
from pi_client.errors import CameraError, CameraUnusableError
from pi_client.reasons import PiReason

MAX_FPS = 120.0
_CHUNK_BYTES = 64 * 1024
_RATE_FILE = "rate.json"
_MAX_RATE_FILE_BYTES = 4096
_SUFFIXES = frozenset({".jpg", ".jpeg"})

NextPicture = Callable[[int], bytes]
"""Returns the picture of that number since the start. It reads files: never on the event loop."""


class FileCamera:
    """``fps`` None: what ``rate.json`` in the folder says ({"fps": 12.5}), else what is wished."""

    def __init__(self, path: Path, fps: float | None = None, clock: Clock = now_us) -> None:
        self.label = str(path)
        self._path = path
        self._fps = fps
        self._clock = clock

    async def frames(self, wishes: CameraWishes) -> AsyncGenerator[CapturedFrame, None]:
        """Yield the picture that is due by the clock; a slow reader misses pictures and never gets late ones."""
        try:
            next_picture, fps = await asyncio.to_thread(self._open, wishes.fps)
            started_us = self._clock()
            number = 0
            while True:
                due_us = started_us + int(number * 1e6 / fps)
                await asyncio.sleep(max(0.0, (due_us - self._clock()) / 1e6))
                yield CapturedFrame(await asyncio.to_thread(next_picture, number), due_us)
                number = max(number + 1, int((self._clock() - started_us) * fps / 1e6))
        except OSError as error:
            if isinstance(error, CameraError):
                raise
            raise CameraError(PiReason.CAMERA_FAILED, camera=self.label, problem=error.strerror or "?") from error

    def _open(self, wished_fps: float) -> tuple[NextPicture, float]:
        if self._path.is_dir():
            return _folder(self._path), self._fps or _rate_of(self._path) or wished_fps
        if self._path.is_file():
            return _mjpeg_file(self._path), self._fps or wished_fps
        raise CameraError(PiReason.CAMERA_NOT_THERE, camera=self.label)


def valid_fps(value: object) -> float | None:
    """``value`` as pictures per second if it is a sensible number, else None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) and 0 < value <= MAX_FPS else None


def _rate_of(folder: Path) -> float | None:
    try:
        with (folder / _RATE_FILE).open("rb") as file:
            rate = json.loads(file.read(_MAX_RATE_FILE_BYTES))
    except (OSError, ValueError, RecursionError):
        return None
    return valid_fps(rate.get("fps")) if isinstance(rate, dict) else None


def _folder(folder: Path) -> NextPicture:
    names = sorted(entry.name for entry in folder.iterdir() if entry.suffix.lower() in _SUFFIXES)
    if not names:
        raise CameraUnusableError(PiReason.NO_PICTURES, folder=str(folder))

    def next_picture(number: int) -> bytes:
        with (folder / names[number % len(names)]).open("rb") as file:
            return file.read(MAX_JPEG_BYTES + 1)  # one byte too many is enough to be refused as too large

    return next_picture


def _mjpeg_file(path: Path) -> NextPicture:
    pictures = _looped(path)
    shown = -1

    def next_picture(number: int) -> bytes:
        nonlocal shown
        picture = b""
        while shown < number:
            picture = next(pictures)
            shown += 1
        return picture

    return next_picture


def _looped(path: Path) -> Iterator[bytes]:
    while True:
        found = False
        with path.open("rb") as file:
            for picture in _pictures(file):
                found = True
                yield picture
        if not found:
            raise CameraUnusableError(PiReason.NO_PICTURES, folder=str(path))


def _pictures(file: BinaryIO) -> Iterator[bytes]:
    splitter = JpegSplitter()
    while chunk := file.read(_CHUNK_BYTES):
        yield from splitter.feed(chunk)
