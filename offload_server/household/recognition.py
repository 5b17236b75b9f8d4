"""Who is on a picture: each face for itself, by the threshold of a single look."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from offload_server.household.house import House
from offload_server.trust.principals import Principal, Scope
from pipeline.reasons import PipelineReason
from pipeline.types import Comparison, Observation, ObservedFace, PersonId, Reason, Verdict
from pipeline.visit_judgement import margin_of
from pipeline.visit_state import VisitRules

RECOGNISE = Scope.RECOGNISE
RULES = VisitRules()


@dataclass(frozen=True, slots=True, eq=False)
class RecognisedFace:
    """One face of the picture and what is to be said of it; ``person_id`` is set for RECOGNISED only.

    ``margin`` is how much farther the runner-up is than the nearest, in the unit of the threshold.
    """

    face: ObservedFace
    verdict: Verdict
    person_id: PersonId | None
    margin: float | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Recognition:
    """A judged picture; ``names`` holds everybody that a comparison mentions."""

    observation: Observation
    faces: tuple[RecognisedFace, ...]
    names: Mapping[PersonId, str]


async def recognise(principal: Principal, house: House, picture: bytes) -> Recognition:
    """Judge every face of ``picture`` (JPEG or PNG); nothing is kept. PictureRefusedError, EngineNotReadyError.

    A picture proves nothing about who stands at a door: no event comes of it.
    """
    principal.require(RECOGNISE)
    observation = await asyncio.to_thread(house.engine.analyse, picture)
    names = await house.store.read(lambda records: records.people.names())
    doubt_distance = house.engine.threshold(RULES.doubt_rate).distance
    mentioned = {
        candidate.person_id
        for face in observation.faces
        if face.comparison is not None
        for candidate in face.comparison.candidates
    }
    known = {person_id: name for person_id, name in names.items() if person_id in mentioned}
    return Recognition(observation, tuple(judge(face, doubt_distance) for face in observation.faces), known)


def judge(face: ObservedFace, doubt_distance: float) -> RecognisedFace:
    """The verdict on one face of a still picture; nobody of the household is farther than ``doubt_distance``."""
    margin = margin_of(face.comparison)
    if face.quality.reasons:
        return RecognisedFace(face, Verdict.POOR_VIEW, None, margin, face.quality.reasons)
    comparison = face.comparison
    if comparison is None or comparison.nearest is None:
        return RecognisedFace(face, Verdict.UNKNOWN, None, None, (Reason.of(PipelineReason.NO_ONE_ENROLLED),))
    doubt = _doubt(comparison, margin, doubt_distance)
    if doubt is not None:
        return RecognisedFace(face, doubt[0], None, margin, (doubt[1],))
    return RecognisedFace(face, Verdict.RECOGNISED, comparison.nearest.person_id, margin, ())


def _doubt(comparison: Comparison, margin: float | None, doubt_distance: float) -> tuple[Verdict, Reason] | None:
    """Why the nearest person is not named; None when they are."""
    threshold, nearest, runner_up = comparison.threshold.distance, comparison.nearest, comparison.runner_up
    if nearest is None:
        return Verdict.UNKNOWN, Reason.of(PipelineReason.NO_ONE_ENROLLED)
    figures = {"distance": round(nearest.distance, 3), "threshold": round(threshold, 3)}
    if nearest.distance > max(threshold, doubt_distance):
        return Verdict.UNKNOWN, Reason.of(PipelineReason.NEAREST_TOO_FAR, **figures)
    if nearest.distance > threshold:
        return Verdict.UNCERTAIN, Reason.of(PipelineReason.CLOSE_TO_THRESHOLD, **figures)
    needed = RULES.margin_share * threshold
    if margin is not None and runner_up is not None and margin < needed and runner_up.distance <= threshold:
        return Verdict.UNCERTAIN, Reason.of(PipelineReason.TOO_ALIKE, margin=round(margin, 3), needed=round(needed, 3))
    return None
