"""What the camera's tests share: tiny pictures, a camera that plays a script, and a reporter that remembers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from offload_server.wire.messages import ByeReason, Indicator
from pi_client.camera.protocol import CameraWishes, CapturedFrame
from pi_client.clock import now_us
from pi_client.errors import PiError
from pi_client.reasons import PiReason


def jpeg(payload: bytes = b"", *, length: int = 0) -> bytes:
    """A well-formed little JPEG: SOI, a comment segment, EOI."""
    body = payload.ljust(length, b".")
    return b"\xff\xd8\xff\xfe" + (len(body) + 2).to_bytes(2, "big") + body + b"\xff\xd9"


async def until(holds: Callable[[], bool], timeout_s: float = 10.0) -> None:
    """Wait until ``holds``."""
    async with asyncio.timeout(timeout_s):
        while not holds():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.005)


@dataclass
class RecordingReporter:
    """Each report as a tuple of words."""

    said: list[tuple[object, ...]] = field(default_factory=list)

    def connected(self, camera_id: str, server: str) -> None:
        self.said.append(("connected", camera_id))

    def disconnected(self, reason: str, bye: ByeReason | None) -> None:
        self.said.append(("disconnected", reason, bye))

    def waiting(self, code: PiReason, **figures: str) -> None:
        self.said.append(("waiting", code))

    def indicated(self, indicator: Indicator) -> None:
        self.said.append(("indicator", indicator))

    def camera_lost(self, error: PiError) -> None:
        self.said.append(("camera_lost", error.code))

    def camera_back(self, camera: str) -> None:
        self.said.append(("camera_back", camera))

    def noticed(self, code: PiReason, **figures: str | float) -> None:
        self.said.append(("noticed", code))

    def stopped(self, frames_sent: int, frames_answered: int) -> None:
        self.said.append(("stopped", frames_sent, frames_answered))


@dataclass
class ScriptedCamera:
    """Plays ``script`` once for each opening: bytes are pictures, exceptions are raised, numbers are pauses.

    After its script it goes on with ``then`` every ``period_s``.
    """

    scripts: list[list[bytes | Exception | float]] = field(default_factory=list)
    then: bytes = field(default_factory=lambda: jpeg(b"then"))
    period_s: float = 0.01
    label: str = "scripted"
    openings: list[CameraWishes] = field(default_factory=list)
    closings: int = 0

    async def frames(self, wishes: CameraWishes) -> AsyncGenerator[CapturedFrame, None]:
        self.openings.append(wishes)
        script = self.scripts.pop(0) if self.scripts else []
        try:
            for step in script:
                if isinstance(step, Exception):
                    raise step
                if isinstance(step, bytes):
                    yield CapturedFrame(step, now_us())
                else:
                    await asyncio.sleep(step)
            while True:
                yield CapturedFrame(self.then, now_us())
                await asyncio.sleep(self.period_s)
        finally:
            self.closings += 1


@pytest.fixture
def reporter() -> RecordingReporter:
    return RecordingReporter()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder of three small pictures and a file that is none."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name in ("b.JPG", "a.jpg", "c.jpeg"):
        (folder / name).write_bytes(jpeg(name.encode()))
    (folder / "notes.txt").write_text("not a picture")
    return folder
