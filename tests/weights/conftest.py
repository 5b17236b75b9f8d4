"""A small world of weights: a manifest with a file of a few kilobytes, so that no test moves megabytes."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from weights.errors import WeightError
from weights.manifest import Entry, Manifest, Source
from weights.store import WeightsStore

CONTENT = random.Random(68).randbytes(50_000)  # noqa: S311 - content for files, no secret


def small_entry(*sources: Source, name: str = "small", content: bytes = CONTENT) -> Entry:
    """An entry whose right bytes are ``content``."""
    return Entry(
        name=name,
        file=f"{name}.bin",
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        licence="MIT",
        terms="Free use.",
        commercial_use=True,
        sources=sources,
        purpose="model",
        preset="standard",
    )


@dataclass
class RecordedProgress:
    """Remembers what an installation told."""

    begun: list[str] = field(default_factory=list)
    refusals: list[WeightError] = field(default_factory=list)
    steps: list[tuple[int, int]] = field(default_factory=list)

    def begins(self, name: str, source: str) -> None:
        self.begun.append(f"{name} from {source}")

    def advanced(self, done_bytes: int, total_bytes: int) -> None:
        self.steps.append((done_bytes, total_bytes))

    def refused(self, error: WeightError) -> None:
        self.refusals.append(error)


@pytest.fixture
def progress() -> RecordedProgress:
    return RecordedProgress()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "weights"


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    """A folder of the user that holds the right file."""
    stick = tmp_path / "usb"
    stick.mkdir()
    (stick / "small.bin").write_bytes(CONTENT)
    return stick


def store_of(folder: Path, *entries: Entry, local: tuple[Path, ...] = ()) -> WeightsStore:
    """A store that knows only ``entries``."""
    return WeightsStore(folder, local, Manifest(entries, ()))


def flip_a_byte(file: Path, position: int = 1000) -> None:
    """One wrong byte, the size as before."""
    content = bytearray(file.read_bytes())
    content[position] ^= 1
    file.write_bytes(bytes(content))
