"""A webcam at the last inch: what ``cv2.VideoCapture`` would give, plugged in and out by the test."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np


@dataclass
class FakeDesk:
    """The webcams of a PC, in a folder like the kernel's list; ``make_capture`` stands for cv2.VideoCapture."""

    devices: Path
    plugged: set[int] = field(default_factory=set)
    busy: set[int] = field(default_factory=set)
    blind: set[int] = field(default_factory=set)
    opened: list[FakeVideoCapture] = field(default_factory=list)
    size_px: tuple[int, int] = (64, 48)

    def plug(self, index: int, name: str) -> None:
        """The camera's two nodes, as Linux makes them; only the first one gives pictures."""
        for node, number in ((index, 0), (index + 1, 1)):
            folder = self.devices / f"video{node}"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "name").write_text(f"{name}\n")
            (folder / "index").write_text(f"{number}\n")
            self.nodes.mkdir(exist_ok=True)
            (self.nodes / f"video{node}").write_bytes(b"")
        self.plugged.add(index)

    def unplug(self, index: int) -> None:
        for node in (index, index + 1):
            for file in ("name", "index"):
                (self.devices / f"video{node}" / file).unlink()
            (self.devices / f"video{node}").rmdir()
            (self.nodes / f"video{node}").unlink()
        self.plugged.discard(index)

    @property
    def nodes(self) -> Path:
        """Where its device files are."""
        return self.devices.parent / "dev"

    @property
    def in_use(self) -> int:
        return sum(capture.isOpened() for capture in self.opened)

    def make_capture(self, index: int) -> FakeVideoCapture:
        capture = FakeVideoCapture(self, index)
        self.opened.append(capture)
        return capture


class FakeVideoCapture:
    """The methods that are used, under OpenCV's names."""

    def __init__(self, desk: FakeDesk, index: int) -> None:
        self._desk = desk
        self._index = index
        self._open = index in desk.plugged and index not in desk.busy
        self._number = 0

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return self._open

    def set(self, what: int, value: float) -> bool:
        return True

    def grab(self) -> bool:
        time.sleep(0.005)  # 200 pictures a second
        self._number += 1
        return self._open and self._index in self._desk.plugged and self._index not in self._desk.blind

    def retrieve(self) -> tuple[bool, np.ndarray | None]:
        width, height = self._desk.size_px
        return True, np.full((height, width, 3), self._number % 256, np.uint8)

    def release(self) -> None:
        self._open = False
