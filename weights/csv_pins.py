"""What a folder of CSV files must hold, file by file (``openface_csv.txt``), and whether a file is the right one."""

from __future__ import annotations

import hashlib
import importlib.resources
from dataclasses import dataclass

from weights.acceptance import said
from weights.digest import sha256_of
from weights.errors import WeightSourceError
from weights.reasons import WeightsReason

# Where the size is not known: the largest array has 368,640 numbers, about 5 MB of text.
_MOST_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class Pin:
    """One file: ``shape`` is None when the network does not use it; size and SHA-256 where they are known."""

    file: str
    shape: tuple[int, ...] | None
    git_blob: str
    sha256: str | None
    size_bytes: int | None

    @property
    def array(self) -> str:
        return self.file.removesuffix(".csv")

    @property
    def limit_bytes(self) -> int:
        """One byte more than the file may have: reading so far shows that there was more."""
        return (self.size_bytes or _MOST_BYTES) + 1

    def check(self, content: bytes, name: str, source: str) -> None:
        """WeightSourceError when ``content`` is not this file's; it names the file and says when bytes are missing."""
        if self.size_bytes is not None and len(content) < self.size_bytes:
            raise WeightSourceError(
                WeightsReason.WEIGHT_PART_TRUNCATED,
                name=name,
                file=self.file,
                source=source,
                bytes=len(content),
                needed_bytes=self.size_bytes,
            )
        if git_blob_of(content) != self.git_blob or self.sha256 not in (None, sha256_of(content)):
            raise part_wrong(self.file, name, source)


def part_wrong(file: str, name: str, source: str) -> WeightSourceError:
    """The error for a file with other bytes than the published one."""
    return WeightSourceError(WeightsReason.WEIGHT_PART_WRONG, name=name, file=file, source=source)


def part_unavailable(file: str, name: str, source: str, problem: BaseException) -> WeightSourceError:
    """The error for a file that could not be opened, read or fetched."""
    return WeightSourceError(
        WeightsReason.WEIGHT_SOURCE_UNAVAILABLE, name=name, file=file, source=source, problem=said(problem)
    )


def git_blob_of(content: bytes) -> str:
    """The id under which git keeps ``content``."""
    header = f"blob {len(content)}\0".encode()
    return hashlib.sha1(header + content).hexdigest()  # noqa: S324 - git's choice; a SHA-256 stands beside it where known


def load_pins(file: str) -> tuple[Pin, ...]:
    """The list ``file`` that ships in this package."""
    return parse_pins(importlib.resources.files(__package__).joinpath(file).read_text("utf-8"))


def parse_pins(text: str) -> tuple[Pin, ...]:
    """Read a list of pins; ValueError when a line breaks its form."""
    lines = (line.split() for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return tuple(_pin(*fields) for fields in lines)


def _pin(file: str, shape: str, git_blob: str, sha256: str, size_bytes: str) -> Pin:
    if not file.endswith(".csv") or "/" in file or len(git_blob) != 40:
        raise ValueError(f"no pin of a CSV file: {file} {git_blob}")
    sides = None if shape == "-" else tuple(int(side) for side in shape.split("x"))
    known_bytes = None if size_bytes == "-" else int(size_bytes)
    return Pin(file, sides, git_blob, None if sha256 == "-" else sha256, known_bytes)
