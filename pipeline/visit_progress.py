"""What may be told of a visit while it gathers. Arrays are shared, and what has not changed is not made again."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.gallery import Gallery
from pipeline.types import Comparison, KeptCrop, Threshold, VisitEvidence, VisitProgress
from pipeline.visit_judgement import MOST_CANDIDATES, attempt_threshold
from pipeline.visit_state import MS, VisitSighting, VisitState


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """The evidence of a visit, and the visit that it was made from."""

    visit: VisitState
    evidence: VisitEvidence


def gathered(visit: VisitState, before: Gathered | None) -> Gathered:
    """The evidence of ``visit``; ``before`` itself if nothing has been added to it since."""
    if before is not None and _is_as_before(visit, before.visit):
        return before
    comparison, averaged = None, 0
    if (attempt := visit.last_attempt) is not None and attempt.basis is visit.basis:
        comparison, averaged = attempt.comparison, len(attempt.kept)
    evidence = VisitEvidence(
        kept=_crops(visit, before),
        most_kept=visit.basis.rules.most_kept,
        attempts=visit.attempts,
        comparison=comparison,
        averaged=averaged,
        next_threshold=attempt_threshold(visit.basis, visit.attempts + 1) if visit.may_be_recognised else None,
    )
    return Gathered(visit, evidence)


def progress_of(visit: VisitState, evidence: VisitEvidence) -> VisitProgress:
    """``visit`` as it stands after its newest frame."""
    return VisitProgress(
        evidence,
        age_ms=max(0, visit.newest_captured_ns - visit.started_at_ns) / MS,
        frames_seen=visit.frames_seen,
        frames_poor=visit.frames_poor,
        poor=visit.poor,
    )


def _is_as_before(visit: VisitState, before: VisitState) -> bool:
    return (
        visit.kept is before.kept
        and visit.basis is before.basis
        and visit.last_attempt is before.last_attempt
        and visit.may_be_recognised == before.may_be_recognised
        and visit.visit_id == before.visit_id
    )


def _crops(visit: VisitState, before: Gathered | None) -> tuple[KeptCrop, ...]:
    """Compared once each; anew when the people or the threshold are others now: somebody may have been erased."""
    known: dict[int, KeptCrop] = {}
    if before is not None and before.visit.basis is visit.basis:
        known = {id(crop.image): crop for crop in before.evidence.kept}
    nominal = visit.basis.nominal
    made = (_crop(each, known, visit.basis.gallery, nominal) for each in visit.kept)
    return tuple(crop for crop in made if crop is not None)


def _crop(sighting: VisitSighting, known: dict[int, KeptCrop], gallery: Gallery, nominal: Threshold) -> KeptCrop | None:
    face = sighting.face
    if face.aligned is None or face.embedding is None:
        return None
    if (crop := known.get(id(face.aligned.image))) is not None:
        return crop
    comparison = Comparison(face.embedding.space, nominal, gallery.search(face.embedding, MOST_CANDIDATES))
    return KeptCrop(sighting.captured_at_ns, face.aligned.image, face.quality.pose, comparison)
