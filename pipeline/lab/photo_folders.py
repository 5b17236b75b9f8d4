"""A folder with a folder of photos for each person."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.lab.errors import LabError, LabReason
from pipeline.lab.plain_names import plain

SUFFIXES = (".jpg", ".jpeg", ".png")


def photos_by_person(images: Path) -> Mapping[str, tuple[Path, ...]]:
    """Each person's photos by the name of their folder, in the order of the names; LabError when there are none."""
    people: dict[str, list[Path]] = {}
    for photo in sorted(images.glob("*/*")) if images.is_dir() else ():
        if photo.suffix.lower() in SUFFIXES:
            people.setdefault(plain(photo.parent.name), []).append(photo)
    if not people:
        raise LabError(LabReason.LAB_NO_PHOTOS, folder=str(images))
    return {name: tuple(photos) for name, photos in people.items()}
