"""From photos of one person each to a cohort, by the very parts that an engine would use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from pipeline.lab.cohort import Cohort, check
from pipeline.lab.conditions import FoundFace, change
from pipeline.lab.loaded_parts import LoadedParts
from pipeline.lab.portraits import nearest_the_centre, read_picture
from pipeline.ports import Recogniser
from pipeline.types import AlignedFace, Embedding, UInt8Array

# Where a face costs least on a CPU (pipeline.recognisers.runtime).
_BATCH = 8

Crops = tuple[AlignedFace, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CohortReader:
    """Finds each face once for all ``recognisers``. Not for two threads."""

    parts: LoadedParts
    recognisers: tuple[Recogniser, ...]
    detector: str

    def read(self, folder: Path, photos: Sequence[str], condition: str = "") -> tuple[Cohort, ...]:
        """A cohort for each recogniser, of ``photos`` ("PERSON/FILE" in ``folder``; one at least).

        PhotoUnreadableError, InvalidEmbeddingError.
        """
        rows: list[list[Embedding | None]] = [[] for _ in self.recognisers]
        crops = (self._crops(read_picture(folder / photo), condition) for photo in photos)
        while batch := list(islice(crops, _BATCH)):
            for place, recogniser in enumerate(self.recognisers):
                rows[place] += _embed(recogniser, [each[place] if each else None for each in batch])
        made = zip(self.recognisers, rows, strict=True)
        return tuple(self._cohort(recogniser, photos, row, condition) for recogniser, row in made)

    def _crops(self, image: UInt8Array, condition: str) -> Crops | None:
        if condition:
            face = self._face(image)
            if face is None:
                return None
            image = change(condition, image, face)
        face_now = nearest_the_centre(image, self.parts.detector.detect(image))
        if face_now is None:
            return None
        landmarks = self.parts.landmarks.find(image, face_now.box)
        return tuple(recogniser.align(image, face_now, landmarks) for recogniser in self.recognisers)

    def _face(self, image: UInt8Array) -> FoundFace | None:
        face = nearest_the_centre(image, self.parts.detector.detect(image))
        return None if face is None else FoundFace(face.box, self.parts.landmarks.find(image, face.box))

    def _cohort(
        self, recogniser: Recogniser, photos: Sequence[str], row: Sequence[Embedding | None], condition: str
    ) -> Cohort:
        size = next((each.vector.size for each in row if each is not None), 0)
        blank = np.zeros(size, np.float32)
        cohort = Cohort(
            space=recogniser.space,
            recogniser=recogniser.name,
            detector=self.detector,
            runtime=recogniser.runtime,
            condition=condition,
            photos=tuple(photos),
            has_face=np.array([each is not None for each in row], np.bool_),
            vectors=np.array([blank if each is None else each.vector for each in row], np.float32),
        )
        return check(cohort, recogniser.name)


def _embed(recogniser: Recogniser, crops: Sequence[AlignedFace | None]) -> Iterator[Embedding | None]:
    embeddings = iter(recogniser.embed([crop for crop in crops if crop is not None]))
    return iter([None if crop is None else next(embeddings) for crop in crops])
