"""This PC's webcams through OpenCV: which there are, and pictures of one. Everything here blocks: never on the loop."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from offload_server.errors import RefusedError
from offload_server.reasons import ServerReason
from offload_server.wire.messages import MAX_JPEG_BYTES
from pipeline.types import Reason

if TYPE_CHECKING:
    import numpy as np

WISHED_PX = (1280, 720)
"""A face at arm's length is 200 px wide then; more only costs time (four megapixels are the limit of a frame)."""
_PROBED_INDICES = 4
"""Where the system does not list its cameras, these are opened to see whether they are there."""
_QUALITIES = (90, 75, 55)
_LINUX_DEVICES = Path("/sys/class/video4linux")
_PLATFORM: str = sys.platform
_NODE = re.compile(r"video(\d+)")


@dataclass(frozen=True, slots=True)
class Webcam:
    """``index`` is OpenCV's; it may be another one after the next start, the ``name`` is not."""

    index: int
    name: str


class Capture(Protocol):
    """One opened webcam; one thread."""

    def grab(self) -> bool:
        """Wait for the next picture; False when none came."""

    def jpeg(self) -> bytes | None:
        """The grabbed picture, None when it cannot be had."""

    def close(self) -> None:
        """Let go of it."""


class Webcams(Protocol):
    """The webcams of this PC."""

    def find_all(self) -> tuple[Webcam, ...]:
        """Every webcam that is plugged in."""

    def open(self, webcam: Webcam) -> Capture:
        """Open the one of that name, wherever it is plugged in now; RefusedError says why not."""


class OpenCvWebcams:
    """``make_capture`` is cv2.VideoCapture; ``devices`` the system's list of cameras, where it has one."""

    def __init__(
        self,
        make_capture: Callable[[int], Any] | None = None,
        devices: Path = _LINUX_DEVICES,
        nodes: Path = Path("/dev"),
    ) -> None:
        self._make_capture = make_capture or _video_capture
        self._devices = devices
        self._nodes = nodes

    def find_all(self) -> tuple[Webcam, ...]:
        if _PLATFORM == "linux":
            return self._listed()
        return tuple(Webcam(index, f"camera {index + 1}") for index in range(_PROBED_INDICES) if self._is_there(index))

    def open(self, webcam: Webcam) -> Capture:
        here = self._where(webcam)
        if here is None:
            raise RefusedError(Reason.of(ServerReason.WEBCAM_NOT_THERE, camera=webcam.name))
        opened = self._make_capture(here)
        if not opened.isOpened():
            opened.release()
            raise RefusedError(self._why_not(here, webcam.name))
        _wish(opened)
        return _OpenCvCapture(opened)

    def _where(self, webcam: Webcam) -> int | None:
        """The index of that name, its own first: two webcams of one make have the same name."""
        alike = [each.index for each in self.find_all() if each.name == webcam.name]
        return webcam.index if webcam.index in alike else next(iter(alike), None)

    def _listed(self) -> tuple[Webcam, ...]:
        """The kernel's list. A camera has several nodes; only the one with index 0 gives pictures."""
        found = []
        for node in self._devices.glob("video*"):
            number = _NODE.fullmatch(node.name)
            if number is not None and _read(node / "index", "0") == "0":
                found.append(Webcam(int(number[1]), _read(node / "name", node.name)))
        return tuple(sorted(found, key=lambda webcam: webcam.index))

    def _is_there(self, index: int) -> bool:
        opened = self._make_capture(index)
        try:
            return bool(opened.isOpened())
        finally:
            opened.release()

    def _why_not(self, index: int, name: str) -> Reason:
        """OpenCV says nothing; the device does."""
        if _PLATFORM == "linux":
            try:
                os.close(os.open(self._nodes / f"video{index}", os.O_RDWR | os.O_NONBLOCK))
            except OSError as error:
                if error.errno in {errno.EACCES, errno.EPERM}:
                    return Reason.of(ServerReason.WEBCAM_FORBIDDEN, camera=name)
                if error.errno != errno.EBUSY:
                    return Reason.of(ServerReason.WEBCAM_NOT_THERE, camera=name)
        return Reason.of(ServerReason.WEBCAM_BUSY, camera=name)


class _OpenCvCapture:
    def __init__(self, opened: Any) -> None:
        self._opened = opened

    def grab(self) -> bool:
        return bool(self._opened.grab())

    def jpeg(self) -> bytes | None:
        is_there, picture = self._opened.retrieve()
        return encode(picture) if is_there and picture is not None else None

    def close(self) -> None:
        self._opened.release()


def encode(picture: np.ndarray) -> bytes | None:
    """``picture`` (uint8 [height, width, 3], BGR) as a JPEG that a frame may carry; None when it fits in no quality."""
    import cv2

    for quality in _QUALITIES:
        is_done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
        if is_done and len(data) <= MAX_JPEG_BYTES:
            return data.tobytes()
    return None


def _video_capture(index: int) -> Any:
    import cv2

    return cv2.VideoCapture(index)


def _wish(opened: Any) -> None:
    """A camera that cannot do this keeps what it does; one old picture is enough in its buffer."""
    import cv2

    opened.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    opened.set(cv2.CAP_PROP_FRAME_WIDTH, WISHED_PX[0])
    opened.set(cv2.CAP_PROP_FRAME_HEIGHT, WISHED_PX[1])
    opened.set(cv2.CAP_PROP_BUFFERSIZE, 1)


def _read(file: Path, otherwise: str) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip() or otherwise
    except OSError:
        return otherwise
