"""A gallery made of a folder of photos: the mean of each person's portraits, as an enrolment would keep it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.calibration import mean_template
from pipeline.gallery import Gallery
from pipeline.lab.errors import LabError, LabReason
from pipeline.lab.loaded_parts import LoadedParts
from pipeline.lab.photo_folders import photos_by_person
from pipeline.lab.plain_names import plain
from pipeline.lab.portraits import PortraitReader
from pipeline.types import Embedding, PersonId


@dataclass(frozen=True, slots=True, eq=False)
class PhotoGallery:
    """``samples`` by the name of each person's folder; ``without_face`` are photos that could not be used."""

    samples: dict[str, tuple[Embedding, ...]]
    without_face: tuple[Path, ...]

    def gallery(self) -> Gallery:
        """Everybody with a face on at least one photo, each under the name of their folder."""
        return Gallery.of([mean_template(PersonId(name), samples) for name, samples in self.samples.items()])


def read_gallery(folder: Path, parts: LoadedParts) -> PhotoGallery:
    """The portrayed person of each photo; LabError for a folder without photos or without a single face."""
    people = photos_by_person(folder)
    reader = PortraitReader(parts)
    samples: dict[str, list[Embedding]] = {}
    without_face = []
    for portrait in reader.read(photo for photos in people.values() for photo in photos):
        if portrait.embedding is None:
            without_face.append(portrait.path)
        else:
            samples.setdefault(plain(portrait.path.parent.name), []).append(portrait.embedding)
    if not samples:
        raise LabError(LabReason.LAB_GALLERY_WITHOUT_FACES, folder=str(folder))
    return PhotoGallery({name: tuple(each) for name, each in samples.items()}, tuple(without_face))
