"""What a visit's evidence says: the price of each further attempt, the comparison, the verdict.

Looks do not add up. If each of a visit's comparisons were made at the admin's false match rate f, a stranger who stays
would be compared until he matches. So attempt k may spend only the share w_k = k**-1.5 / zeta(1.5) of f. The shares sum
to 1 over any number of attempts, and by the union bound (Boole), however much the looks depend on one another, the
chance that any attempt of a visit matches a stranger to a person is at most f.

The price is small: against a template of five LFW photos SFace finds .998 of genuine single photos within 1.044, what
attempt 1 must meet at f = 1e-4, and .995 within .94, attempt 6.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.reasons import PipelineReason
from pipeline.types import Comparison, PersonId, Reason, Threshold, Verdict
from pipeline.visit_evidence import mean_of
from pipeline.visit_state import Basis, VisitSighting, VisitState

ZETA_1_5 = 2.612375348685488
MOST_CANDIDATES = 16  # nearest people named in a comparison: a whole household, seen side by side in the station


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and why."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    person_id: PersonId | None = None


def attempt_share(attempt: int) -> float:
    """Which part of the visit's false match rate attempt 1, 2, 3 ... may spend; all of them together spend 1."""
    return float(attempt**-1.5 / ZETA_1_5)


def attempt_threshold(basis: Basis, attempt: int) -> Threshold:
    """The distance that attempt 1, 2, 3 ... of a visit must meet, with its own false match rate."""
    return basis.threshold_at(basis.false_match_rate * attempt_share(attempt))


def compare(kept: tuple[VisitSighting, ...], basis: Basis, attempt: int) -> Comparison:
    """The mean of ``kept`` against the gallery, at the threshold of that attempt."""
    mean = mean_of(kept)
    candidates = basis.gallery.search(mean, MOST_CANDIDATES)
    return Comparison(mean.space, attempt_threshold(basis, attempt), candidates)


def margin_of(comparison: Comparison | None) -> float | None:
    """How much further the runner-up is than the nearest; None without a runner-up."""
    if comparison is None or comparison.nearest is None or comparison.runner_up is None:
        return None
    return comparison.runner_up.distance - comparison.nearest.distance


def judge_comparison(comparison: Comparison, basis: Basis, kept_count: int) -> Judgement:
    """RECOGNISED, UNCERTAIN or UNKNOWN for the mean of ``kept_count`` crops."""
    nearest = comparison.nearest
    if nearest is None:
        return Judgement(Verdict.UNKNOWN, (Reason.of(PipelineReason.NO_ONE_ENROLLED),))
    if nearest.distance > comparison.threshold.distance:
        return _not_near_enough(nearest.distance, comparison.threshold, basis)
    if (reason := _too_alike(comparison, basis) or _too_few(comparison, basis, kept_count)) is not None:
        return Judgement(Verdict.UNCERTAIN, (reason,))
    return Judgement(Verdict.RECOGNISED, person_id=nearest.person_id)


def judge_poor_view(state: VisitState, reasons: tuple[Reason, ...]) -> Judgement:
    """POOR_VIEW: ``reasons`` of the faces that were too poor; how few good ones there were, unless there were none."""
    if reasons and not state.kept:
        return Judgement(Verdict.POOR_VIEW, reasons)
    few = Reason.of(
        PipelineReason.TOO_FEW_GOOD_FRAMES, frames=len(state.kept), needed=state.basis.rules.fewest_kept_when_clear
    )
    return Judgement(Verdict.POOR_VIEW, (*reasons, few))


def _not_near_enough(distance: float, threshold: Threshold, basis: Basis) -> Judgement:
    in_doubt = distance <= basis.doubt_distance
    code = PipelineReason.CLOSE_TO_THRESHOLD if in_doubt else PipelineReason.NEAREST_TOO_FAR
    reason = Reason.of(code, distance=round(distance, 3), threshold=round(threshold.distance, 3))
    return Judgement(Verdict.UNCERTAIN if in_doubt else Verdict.UNKNOWN, (reason,))


def _too_alike(comparison: Comparison, basis: Basis) -> Reason | None:
    margin, runner_up = margin_of(comparison), comparison.runner_up
    if margin is None or runner_up is None:
        return None
    if margin >= basis.margin or runner_up.distance > basis.nominal.distance:
        return None
    return Reason.of(PipelineReason.TOO_ALIKE, margin=round(margin, 3), needed=round(basis.margin, 3))


def _too_few(comparison: Comparison, basis: Basis, kept_count: int) -> Reason | None:
    rules, nearest = basis.rules, comparison.nearest
    clear = nearest is not None and nearest.distance <= comparison.threshold.distance - basis.clear_by
    needed = rules.fewest_kept_when_clear if clear else rules.fewest_kept
    if kept_count >= needed:
        return None
    return Reason.of(PipelineReason.TOO_FEW_GOOD_FRAMES, frames=kept_count, needed=needed)
