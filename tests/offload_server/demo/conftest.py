"""Clips drawn by the test: every frame says in its brightness which one it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

ClipMaker = Callable[..., Path]


@pytest.fixture
def make_clip(tmp_path: Path) -> ClipMaker:
    """``make_clip(name, frames, fps, width, height)`` writes a video whose n-th frame has grey value 40 + 4 n."""

    def make(name: str = "clip.avi", frames: int = 30, fps: float = 30.0, width: int = 320, height: int = 180) -> Path:
        file = tmp_path / name
        writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), fps, (width, height))
        for number in range(frames):
            writer.write(np.full((height, width, 3), 40 + 4 * number, np.uint8))
        writer.release()
        return file

    return make


def grey_of(jpeg: bytes) -> int:
    """The number of the frame that ``make_clip`` wrote."""
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert image is not None
    return round((float(image.mean()) - 40) / 4)


def size_of(jpeg: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert image is not None
    return image.shape[1], image.shape[0]
