"""Photos as samples: which files are taken, and what became of each. Knows no Qt."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from offload_server.household.guided.states import DraftSample, PhotoOutcome
from pipeline.types import Reason

PICTURE_SUFFIXES: Final = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".bmp", ".gif", ".tif", ".tiff"}
)
"""What a folder of photos holds. What cannot be read is named with its reason, not passed over."""
MOST_PHOTOS: Final = 60
"""At once. Fifteen good ones are enough, and every one is looked at."""
MOST_BYTES: Final = 64_000_000
"""Read of a file at most: the server refuses less with its own reason, and a film must not fill the memory."""


@dataclass(frozen=True, slots=True, eq=False)
class PhotoRow:
    """One photo. Neither ``draft`` nor ``reasons``: it is still being looked at."""

    number: int
    file_name: str
    draft: DraftSample | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def is_waiting(self) -> bool:
        return self.draft is None and not self.reasons


def photos_in(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files to look at, in the order of the names within a folder; does I/O.

    A file that was named is taken whatever it is; of a folder only what looks like a picture.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(each for each in path.iterdir() if each.suffix.lower() in PICTURE_SUFFIXES)
        else:
            found.append(path)
    return tuple(dict.fromkeys(found))[:MOST_PHOTOS]


def read_photo(path: Path) -> bytes:
    """At most ``MOST_BYTES`` of a file; OSError, for a pipe or a device too: reading one may never end. Does I/O."""
    if not path.is_file():
        raise OSError(errno.EINVAL, "no file", str(path))
    with path.open("rb") as stream:
        return stream.read(MOST_BYTES)


def waiting(rows: tuple[PhotoRow, ...], file_names: Iterable[str]) -> tuple[PhotoRow, ...]:
    """``rows`` with the new ones at the end."""
    first = rows[-1].number + 1 if rows else 0
    return (*rows, *(PhotoRow(first + index, name) for index, name in enumerate(file_names)))


def answered(rows: tuple[PhotoRow, ...], number: int, outcome: PhotoOutcome) -> tuple[PhotoRow, ...]:
    """What became of one."""
    return tuple(
        PhotoRow(row.number, row.file_name, outcome.draft, outcome.reasons) if row.number == number else row
        for row in rows
    )


def failed(rows: tuple[PhotoRow, ...], number: int, reason: Reason) -> tuple[PhotoRow, ...]:
    """One that could not even be read."""
    return tuple(PhotoRow(row.number, row.file_name, None, (reason,)) if row.number == number else row for row in rows)
