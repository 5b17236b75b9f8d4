"""From photos of one person each to embeddings, by the very parts that an engine would use."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pipeline.decode import decode_picture
from pipeline.errors import PictureRefusedError
from pipeline.lab.loaded_parts import LoadedParts
from pipeline.types import AlignedFace, DetectedFace, Embedding, Reason, UInt8Array

# Where a face costs least on a CPU (pipeline.recognisers.runtime).
_BATCH = 8


class PhotoUnreadableError(Exception):
    """``path`` is no photo, for ``reason``; what the system said stands in ``problem`` when there is no reason."""

    def __init__(self, path: Path, reason: Reason | None, problem: str = "") -> None:
        super().__init__(path, reason, problem)
        self.path = path
        self.reason = reason
        self.problem = problem


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """A photo and the embedding of its portrayed person; None when no face was found."""

    path: Path
    embedding: Embedding | None


class PortraitReader:
    """Not for two threads."""

    def __init__(self, parts: LoadedParts) -> None:
        self._parts = parts

    def read(self, photos: Iterable[Path]) -> Iterator[Portrait]:
        """A portrait of every photo, in order. PhotoUnreadableError, InvalidEmbeddingError."""
        crops = ((photo, self._crop(read_picture(photo))) for photo in photos)
        while batch := list(islice(crops, _BATCH)):
            found = [crop for _photo, crop in batch if crop is not None]
            embeddings = iter(self._parts.recogniser.embed(found))
            for photo, crop in batch:
                yield Portrait(photo, next(embeddings) if crop is not None else None)

    def _crop(self, image: UInt8Array) -> AlignedFace | None:
        face = nearest_the_centre(image, self._parts.detector.detect(image))
        if face is None:
            return None
        return self._parts.recogniser.align(image, face, self._parts.landmarks.find(image, face.box))


def nearest_the_centre(image: UInt8Array, faces: Sequence[DetectedFace]) -> DetectedFace | None:
    """The face whose box has its centre nearest to the picture's: others may stand at the edges of a portrait."""
    centre = image.shape[1] / 2, image.shape[0] / 2
    return min(faces, key=lambda face: math.dist(face.box.centre, centre), default=None)


def read_picture(photo: Path) -> UInt8Array:
    """The decoded photo, BGR. PhotoUnreadableError."""
    try:
        return decode_picture(photo.read_bytes())
    except PictureRefusedError as error:
        raise PhotoUnreadableError(photo, error.reason) from error
    except OSError as error:
        raise PhotoUnreadableError(photo, None, error.strerror or str(error)) from error
