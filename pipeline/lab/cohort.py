"""The embeddings of many people's photos, without the photos: what every figure of ``munjigi-lab`` is computed from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from pipeline.gallery import UNIT_LENGTH_TOLERANCE
from pipeline.lab.errors import LabError, LabReason
from pipeline.types import Float32Array, TemplateSpace


@dataclass(frozen=True, slots=True, eq=False)
class Cohort:
    """One row a photo, of one template space and one condition.

    ``photos`` are named "PERSON/FILE", each once. ``vectors`` is float32 [n, d], of unit length where ``has_face``,
    zeros elsewhere. ``condition`` is "" for photos as they are. ``recogniser``, ``detector`` and ``runtime`` say what
    made them.
    """

    space: TemplateSpace
    recogniser: str
    detector: str
    runtime: str
    condition: str
    photos: tuple[str, ...]
    has_face: npt.NDArray[np.bool_]
    vectors: Float32Array

    @property
    def people(self) -> tuple[str, ...]:
        """Whose photo each row is."""
        return tuple(person_of(photo) for photo in self.photos)

    def codes(self) -> npt.NDArray[np.int64]:
        """The same as numbers from 0, in the order of the names."""
        _names, codes = np.unique(np.array(self.people), return_inverse=True)
        return np.asarray(codes, np.int64)

    def of(self, photos: Sequence[str]) -> Cohort:
        """These photos, in this order. KeyError."""
        place = {photo: index for index, photo in enumerate(self.photos)}
        rows = [place[photo] for photo in photos]
        return replace(self, photos=tuple(photos), has_face=self.has_face[rows], vectors=self.vectors[rows])

    def with_faces(self) -> Cohort:
        """Only the photos on which a face was found: for what cannot be counted as a failure."""
        return self.of([photo for photo, has in zip(self.photos, self.has_face, strict=True) if has])


def person_of(photo: str) -> str:
    """The PERSON of "PERSON/FILE"."""
    return photo.split("/", 1)[0]


def check(cohort: Cohort, origin: str) -> Cohort:
    """The cohort itself; LabError with ``origin`` when an embedding is not finite or not of unit length."""
    lengths = np.linalg.norm(cohort.vectors.astype(np.float64), axis=1)
    sound = np.abs(lengths - 1.0) <= UNIT_LENGTH_TOLERANCE  # a NaN is never within
    for photo, is_bad in zip(cohort.photos, cohort.has_face & ~sound, strict=True):
        if is_bad:
            raise LabError(LabReason.LAB_COHORT_NOT_NUMBERS, file=origin, photo=photo)
    return cohort


def together(cohorts: Sequence[Cohort]) -> Cohort:
    """All rows of ``cohorts`` (one at least). LabError unless of one space, and for a photo that
    is in two of them.
    """
    first = cohorts[0]
    if any(each.space != first.space or each.vectors.shape[1] != first.vectors.shape[1] for each in cohorts):
        raise LabError(LabReason.LAB_COHORTS_OF_OTHER_SPACES)
    photos = tuple(photo for each in cohorts for photo in each.photos)
    if twice := _first_twice(photos):
        raise LabError(LabReason.LAB_COHORT_PHOTO_TWICE, photo=twice)
    return replace(
        first,
        photos=photos,
        has_face=np.concatenate([each.has_face for each in cohorts]),
        vectors=np.concatenate([each.vectors for each in cohorts]),
    )


def need_strangers(photos: Collection[str], origin: str) -> None:
    """LabError unless the photos are of two people at least."""
    people = {person_of(photo) for photo in photos}
    if len(people) < 2:
        raise LabError(LabReason.LAB_NO_IMPOSTORS, folder=origin, people=len(people))


def need_strangers_and_own(photos: Collection[str], origin: str) -> None:
    """LabError unless there are two people, and one of them with two photos."""
    need_strangers(photos, origin)
    if len({person_of(photo) for photo in photos}) == len(photos):
        raise LabError(LabReason.LAB_ONE_PHOTO_A_PERSON, folder=origin)


def _first_twice(photos: Collection[str]) -> str | None:
    seen: set[str] = set()
    for photo in photos:
        if photo in seen:
            return photo
        seen.add(photo)
    return None
