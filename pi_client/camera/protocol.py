"""What every camera is to the rest of the client: an iterator of JPEG pictures with the time of each."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Protocol

DEFAULT_FPS = 15.0
"""What a door needs: eight crops of a visit 200 ms apart leave room to choose (design.md 4)."""
DEFAULT_LONG_SIDE_PX = 1280
"""A face at 2 m is then about 100 px wide with a usual lens: above the aimed 80 px."""


@dataclass(frozen=True, slots=True)
class CapturedFrame:
    """One picture as the camera encoded it; ``captured_at_us`` is of the monotonic clock (``pi_client.clock``)."""

    jpeg: bytes
    captured_at_us: int


@dataclass(frozen=True, slots=True)
class CameraWishes:
    """How pictures should be taken; a source comes as near as it can. ``long_side_px`` None is the source's choice.

    ``exposure_area`` is left, top, width, height as fractions of the picture.
    """

    fps: float = DEFAULT_FPS
    long_side_px: int | None = None
    exposure_area: tuple[float, float, float, float] | None = None


class CameraSource(Protocol):
    """One camera; ``label`` names it in messages (a device, an address without credentials, a folder)."""

    label: str

    def frames(self, wishes: CameraWishes) -> AsyncGenerator[CapturedFrame, None]:
        """Open the camera and yield its pictures in real time; closing the generator releases the camera.

        Pictures that nobody took in time are skipped, never queued. Raises ``CameraError`` when the camera cannot be
        opened or stops, ``CameraUnusableError`` when another try cannot help.
        """
        ...
