"""Who looks like whom, and what each sample is worth: pure figures over the enrolled embeddings.

Distances are plain L2 between unit vectors, as the gallery computes them.
"""

from __future__ import annotations

import enum
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from offload_server.household.records import SampleId
from pipeline.types import Embedding, PersonId
from pipeline.visit_state import VisitRules

REDUNDANT_SHARE = 0.14
"""Of the threshold: about .15 plain L2 for SFace. Frames of a still face 200 ms apart lie at .14 and more (5th
percentile, see ``enrolment_gates``): what is nearer to an older sample adds nothing to the mean."""
FEWEST_LEFT = 5
"""Removing is suggested only while so many samples stay: fewer make a mean that one odd picture can move."""

_Float64Array = npt.NDArray[np.float64]


class SampleWorth(enum.StrEnum):
    """LOOK_ALIKE: close to a sample of somebody else; DOUBTFUL: hardly the same person as the person's others;
    REDUNDANT: nearly an older sample once more."""

    USEFUL = "useful"
    REDUNDANT = "redundant"
    DOUBTFUL = "doubtful"
    LOOK_ALIKE = "look_alike"


@dataclass(frozen=True, slots=True, eq=False)
class EnrolledSample:
    """One sample as the gallery knows it."""

    id: SampleId
    embedding: Embedding


@dataclass(frozen=True, slots=True)
class LikenessScale:
    """What distances are read by: the threshold in force, and beyond what it is hardly the same person."""

    threshold: float
    doubt_distance: float

    @property
    def close(self) -> float:
        """Two people nearer than this are close: less than the engine's margin (``VisitRules.margin_share``) beyond
        the threshold. A visit of the one at the gate would leave the other too near to tell them apart.

        Of 780 pairs of 40 people of LFW's development set, six photos each, SFace holds none for close at a false match
        rate of 1e-4 and 2.3 % at 1e-3: who is told to be close is hardly so by chance.
        """
        return self.threshold * (1.0 + VisitRules().margin_share)


@dataclass(frozen=True, slots=True)
class OtherNear:
    """Somebody else and how near they come."""

    person_id: PersonId
    distance: float


@dataclass(frozen=True, slots=True)
class SampleFigures:
    """``to_own``: distance to the mean of the person's other samples, None for an only one; ``nearest_other``: the
    nearest sample of somebody else, None when there is nobody."""

    id: SampleId
    worth: SampleWorth
    to_own: float | None
    nearest_other: OtherNear | None


@dataclass(frozen=True, slots=True)
class PersonLikeness:
    """``usual_distance``: the median of ``to_own``; None with fewer than two samples."""

    person_id: PersonId
    usual_distance: float | None
    nearest_other: OtherNear | None
    is_close: bool
    samples: tuple[SampleFigures, ...]


@dataclass(frozen=True, slots=True)
class PairLikeness:
    """Two people and the distance of their nearest pair of samples."""

    one: PersonId
    other: PersonId
    distance: float
    is_close: bool


@dataclass(frozen=True, slots=True)
class RemovalEffect:
    """What removing ``samples`` would change: the person as they are then."""

    samples: tuple[SampleId, ...]
    after: PersonLikeness


@dataclass(frozen=True, slots=True)
class HouseholdLikeness:
    """Everybody with samples. ``suggestions`` holds only removals that make a person better known."""

    scale: LikenessScale
    people: Mapping[PersonId, PersonLikeness]
    pairs: tuple[PairLikeness, ...]
    suggestions: Mapping[PersonId, RemovalEffect]


Enrolled = Mapping[PersonId, Sequence[EnrolledSample]]


def likeness_of(enrolled: Enrolled, scale: LikenessScale) -> HouseholdLikeness:
    """All figures of a household; samples oldest first, all of one space. Some ms for ten people of thirty samples."""
    present = {person_id: samples for person_id, samples in enrolled.items() if samples}
    vectors = {person_id: _matrix(samples) for person_id, samples in present.items()}
    people = {each: _person(each, present[each], vectors, scale) for each in present}
    suggestions = {
        each: effect for each in present if (effect := _suggestion(people[each], present, vectors, scale)) is not None
    }
    return HouseholdLikeness(scale, people, _pairs(vectors, scale), suggestions)


def _matrix(samples: Iterable[EnrolledSample]) -> _Float64Array:
    return np.stack([sample.embedding.vector for sample in samples]).astype(np.float64)


def _pairs(vectors: Mapping[PersonId, _Float64Array], scale: LikenessScale) -> tuple[PairLikeness, ...]:
    found = []
    for one, other in combinations(vectors, 2):
        distance = float(_distances(vectors[one], vectors[other]).min())
        found.append(PairLikeness(one, other, distance, distance < scale.close))
    return tuple(found)


def _distances(ones: _Float64Array, others: _Float64Array) -> _Float64Array:
    """Float64 [ones, others]."""
    squared: _Float64Array = 2.0 - 2.0 * (ones @ others.T)
    result: _Float64Array = np.sqrt(np.maximum(squared, 0.0))
    return result


def _person(
    person_id: PersonId,
    samples: Sequence[EnrolledSample],
    vectors: Mapping[PersonId, _Float64Array],
    scale: LikenessScale,
) -> PersonLikeness:
    own = vectors[person_id]
    to_own = _to_the_others(own)
    nearest = _nearest_others(person_id, vectors)
    redundant = _redundant(own, scale.threshold * REDUNDANT_SHARE)
    figures = tuple(
        SampleFigures(sample.id, _worth(to_own[row], nearest[row], redundant[row], scale), to_own[row], nearest[row])
        for row, sample in enumerate(samples)
    )
    known = [distance for distance in to_own if distance is not None]
    closest = min((each for each in nearest if each is not None), key=lambda each: each.distance, default=None)
    return PersonLikeness(
        person_id,
        statistics.median(known) if known else None,
        closest,
        closest is not None and closest.distance < scale.close,
        figures,
    )


def _to_the_others(own: _Float64Array) -> list[float | None]:
    """Each row's distance to the unit mean of all other rows; None where they have no direction in common."""
    sums = own.sum(axis=0) - own
    lengths = np.linalg.norm(sums, axis=1)
    distances: list[float | None] = []
    for vector, others, length in zip(own, sums, lengths.tolist(), strict=True):
        distances.append(None if length < 1e-3 else float(np.linalg.norm(vector - others / length)))
    return distances


def _nearest_others(person_id: PersonId, vectors: Mapping[PersonId, _Float64Array]) -> list[OtherNear | None]:
    """For each sample of the person the nearest sample of anybody else."""
    nearest: list[OtherNear | None] = [None] * len(vectors[person_id])
    for other, theirs in vectors.items():
        if other == person_id:
            continue
        for row, distance in enumerate(_distances(vectors[person_id], theirs).min(axis=1).tolist()):
            known = nearest[row]
            if known is None or distance < known.distance:
                nearest[row] = OtherNear(other, distance)
    return nearest


def _redundant(own: _Float64Array, within: float) -> list[bool]:
    """Which rows lie near an older one that is not redundant itself."""
    distances = _distances(own, own)
    kept: list[int] = []
    redundant = []
    for row in range(len(own)):
        is_near = any(distances[row, older] < within for older in kept)
        redundant.append(is_near)
        if not is_near:
            kept.append(row)
    return redundant


def _worth(to_own: float | None, nearest: OtherNear | None, redundant: bool, scale: LikenessScale) -> SampleWorth:
    if nearest is not None and nearest.distance < scale.close:
        return SampleWorth.LOOK_ALIKE
    if to_own is not None and to_own > scale.doubt_distance:
        return SampleWorth.DOUBTFUL
    return SampleWorth.REDUNDANT if redundant else SampleWorth.USEFUL


def _suggestion(
    person: PersonLikeness, enrolled: Enrolled, vectors: Mapping[PersonId, _Float64Array], scale: LikenessScale
) -> RemovalEffect | None:
    """Leave out what harms, if enough stays and the person is better known then."""
    harmful = {each.id for each in person.samples if each.worth in {SampleWorth.LOOK_ALIKE, SampleWorth.DOUBTFUL}}
    left = [sample for sample in enrolled[person.person_id] if sample.id not in harmful]
    if not harmful or len(left) < FEWEST_LEFT:
        return None
    after = _person(person.person_id, left, {**vectors, person.person_id: _matrix(left)}, scale)
    gains_distance = _other_distance(after) > _other_distance(person)
    is_tighter = (after.usual_distance or 0.0) < (person.usual_distance or 0.0)
    if not (gains_distance or is_tighter):
        return None
    return RemovalEffect(tuple(each.id for each in person.samples if each.id in harmful), after)


def _other_distance(person: PersonLikeness) -> float:
    return person.nearest_other.distance if person.nearest_other is not None else 2.0
