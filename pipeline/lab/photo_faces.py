"""Every face of a photo with its landmarks, its crop and its embedding, by the very parts that an engine would use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.lab.loaded_parts import LoadedParts
from pipeline.lab.plain_names import plain
from pipeline.lab.portraits import read_picture
from pipeline.types import AlignedFace, Box, Embedding, Float32Array, UInt8Array


@dataclass(frozen=True, slots=True, eq=False)
class PhotoFace:
    """``landmarks`` is float32 [68, 2] in pixels of the photo (iBUG 300-W order)."""

    box: Box
    landmarks: Float32Array
    aligned: AlignedFace
    embedding: Embedding


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """``image`` is uint8 [h, w, 3], BGR; ``faces`` the largest first, perhaps none; ``label`` is unique."""

    path: Path
    label: str
    image: UInt8Array
    faces: tuple[PhotoFace, ...]


def unique_labels(paths: Iterable[Path]) -> dict[Path, str]:
    """Each path once, with its name, or the shortest end of the path that tells it from the others."""
    different = tuple(dict.fromkeys(paths))
    return {path: _shortest_end(path, different) for path in different}


def _shortest_end(path: Path, others: Sequence[Path]) -> str:
    ends = (path.parts[-length:] for length in range(1, len(path.parts) + 1))
    own = next((end for end in ends if sum(each.parts[-len(end) :] == end for each in others) == 1), path.parts)
    return plain("/".join(own).lstrip("/"))


class PhotoReader:
    """Not for two threads."""

    def __init__(self, parts: LoadedParts) -> None:
        self._parts = parts

    def read(self, paths: Iterable[Path]) -> Iterator[Photo]:
        """Each photo once. PhotoUnreadableError, InvalidEmbeddingError."""
        for path, label in unique_labels(paths).items():
            yield self._read(path, label)

    def _read(self, path: Path, label: str) -> Photo:
        image = read_picture(path)
        found = self._parts.detector.detect(image)
        landmarks = [self._parts.landmarks.find(image, face.box) for face in found]
        recogniser = self._parts.recogniser
        crops = [recogniser.align(image, face, points) for face, points in zip(found, landmarks, strict=True)]
        embeddings = recogniser.embed(crops)
        boxes = [face.box for face in found]
        return Photo(path, label, image, tuple(map(PhotoFace, boxes, landmarks, crops, embeddings)))
