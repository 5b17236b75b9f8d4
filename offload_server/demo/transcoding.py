"""One piece of a clip as JPEGs of the demo's rate and width. The only file of the demo that needs OpenCV."""

from __future__ import annotations

import contextlib
import itertools
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from offload_server.demo.cast import Piece
from offload_server.demo.errors import DemoError
from pipeline.types import UInt8Array

FRAMES_PER_SECOND: Final = 15
"""Two cameras at 15 fps offer 30 frames/s: half as much again as the 20 that two cores must at least search."""
WIDTH_PX: Final = 640
HEIGHT_PX: Final = 480
"""Every piece is brought to fit in here: the wheels' clips as they are (faces 144-212 px wide), small ones enlarged
until their faces reach the 80 px that are aimed at."""
_JPEG_QUALITY: Final = 88
_TRANSCODER_VERSION: Final = 1
RECIPE: Final = (_TRANSCODER_VERSION, FRAMES_PER_SECOND, WIDTH_PX, HEIGHT_PX, _JPEG_QUALITY)
"""All that changes the bytes of a JPEG beside the piece itself."""
_MOST_FRAMES: Final = 20_000
"""Over ten minutes of 30 fps: no clip of the demo is longer, and a broken one may claim anything."""


def jpegs(clip: Path, piece: Piece) -> list[bytes]:
    """The piece at FRAMES_PER_SECOND, scaled to fit in WIDTH_PX x HEIGHT_PX. DemoError when the clip cannot be read."""
    frames = [_encoded(_cropped(image, piece)) for image in _at_our_rate(clip, piece)]
    if not frames:
        raise DemoError.because("demo_clip_unreadable", file=clip.name)
    back_and_forth = [frames if turn % 2 == 0 else frames[::-1] for turn in range(piece.turns)]
    return [frame for turn in back_and_forth for frame in turn]


def empty_doorway() -> bytes:
    """A neutral picture that holds no face: a wall, a little lighter at the top."""
    shade = np.linspace(176, 120, WIDTH_PX * 9 // 16, dtype=np.float32)
    wall = np.repeat(shade[:, np.newaxis], WIDTH_PX, axis=1)
    return _encoded(cv2.merge([wall, wall, wall]).astype(np.uint8))


def _at_our_rate(clip: Path, piece: Piece) -> Iterator[UInt8Array]:
    """The pictures of the piece, some left out or repeated so that they last as long as in the clip."""
    with _opened(clip) as capture:
        rate = float(capture.get(cv2.CAP_PROP_FPS))
        length = sum(1 for _ in itertools.takewhile(bool, (capture.grab() for _ in range(_MOST_FRAMES))))
    if length == 0 or not math.isfinite(rate) or rate <= 0:
        raise DemoError.because("demo_clip_unreadable", file=clip.name)
    first, last = math.floor(piece.start * length), math.ceil(piece.end * length)
    count = round((last - first) / rate * FRAMES_PER_SECOND)
    yield from _pictures(
        clip, [min(first + int(number * rate / FRAMES_PER_SECOND), last - 1) for number in range(count)]
    )


def _pictures(clip: Path, wanted: Sequence[int]) -> Iterator[UInt8Array]:
    """The pictures (uint8 [h, w, 3], BGR) at ``wanted`` places, which never go back; one in memory at a time."""
    with _opened(clip) as capture:
        at, image = -1, np.empty((0, 0, 3), np.uint8)
        for place in wanted:
            while at < place:
                there, picture = capture.read()
                if not there:
                    raise DemoError.because("demo_clip_unreadable", file=clip.name)
                at, image = at + 1, np.asarray(picture, dtype=np.uint8)
            yield image


@contextlib.contextmanager
def _opened(clip: Path) -> Iterator[cv2.VideoCapture]:
    capture = cv2.VideoCapture(str(clip))
    try:
        yield capture
    finally:
        capture.release()


def _cropped(image: UInt8Array, piece: Piece) -> UInt8Array:
    width = image.shape[1]
    left, right = (round(edge * width) for edge in piece.crop)
    return image[:, left:right]


def _encoded(image: UInt8Array) -> bytes:
    height, width = image.shape[:2]
    scale = min(WIDTH_PX / width, HEIGHT_PX / height)
    size = (round(width * scale), round(height * scale))
    if size != (width, height):
        image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    done, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    if not done:
        raise RuntimeError("OpenCV could not write a JPEG")
    return bytes(jpeg)
