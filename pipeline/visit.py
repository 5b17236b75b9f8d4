"""Evidence of one visit, one decision: ``step`` is pure, its clock injected."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

from pipeline.reasons import PipelineReason
from pipeline.types import Cue, Decision, LivenessEvidence, Reason, Verdict, VisitId
from pipeline.visit_evidence import best_crop, is_someone_else, most_frequent, take_in
from pipeline.visit_judgement import Judgement, compare, judge_comparison, judge_poor_view, margin_of
from pipeline.visit_state import FRAMES_OF_A_VISIT, Attempt, VisitSighting, VisitState, open_visit

Outcome = tuple[VisitState, Decision | Cue | None]


def step(state: VisitState, observations: Sequence[VisitSighting], evidence: LivenessEvidence, now: int) -> Outcome:
    """Take in what was seen since the last step, in capture order (nothing, if only time has passed).

    ``now`` is monotonic nanoseconds. At most one decision comes out; a visit has one of revision 0 and, if that was
    neither RECOGNISED nor ATTACK_SUSPECTED, at most one of revision 1, which is RECOGNISED. If the face has become
    another person's, the visit ends here and the state returned is that of the next visit, with an id of its own.
    A step after the end changes nothing.
    """
    if state.closed:
        return state, None
    if now - state.last_seen_ns >= state.basis.rules.out_of_sight_ns:
        return _end_then_go_on(state, observations, evidence, now)
    state = _with_liveness(state, evidence)
    for index, sighting in enumerate(observations):
        if state.stranger is not None and is_someone_else(state, sighting):
            newcomers = (state.stranger, *observations[index:])
            return _end_then_go_on(replace(state, stranger=None), newcomers, evidence, now)
        state = take_in(state, sighting, now)
    return _decide(state, now)


def close(state: VisitState, now: int) -> tuple[VisitState, Decision | None]:
    """End the visit: what is not decided yet is decided by what is there."""
    if state.closed:
        return state, None
    state, decision = _conclude(state, now) if state.verdict is None else _late_lift(state, now)
    return replace(state, closed=True), decision


def _end_then_go_on(
    state: VisitState, newcomers: Sequence[VisitSighting], evidence: LivenessEvidence, now: int
) -> Outcome:
    ended, decision = close(state, now)
    if not newcomers:
        return ended, decision
    successor = open_visit(_next_id(state.visit_id), state.camera_id, state.basis, now)
    for sighting in newcomers:
        if is_someone_else(successor, sighting):  # two strangers in a row: only the newer one is still there
            successor = open_visit(successor.visit_id, state.camera_id, state.basis, now)
        successor = take_in(successor, sighting, now)
    return _with_liveness(successor, evidence), decision


def _next_id(visit_id: VisitId) -> VisitId:
    return VisitId(uuid.uuid5(uuid.NAMESPACE_OID, visit_id).hex)


def _with_liveness(state: VisitState, evidence: LivenessEvidence) -> VisitState:
    return state if state.attack_suspected else replace(state, liveness=evidence)


def _decide(state: VisitState, now: int) -> Outcome:
    if state.frames_seen < FRAMES_OF_A_VISIT:
        return state, None
    if state.attack_suspected:
        return _conclude(state, now) if state.verdict is None else (state, None)
    state, judgement = _attempt(state, now)
    if judgement is not None and judgement.verdict is Verdict.RECOGNISED:
        return _recognise(state, judgement, now)
    if state.verdict is None and now - state.opened_ns >= state.basis.rules.decide_after_ns:
        return _conclude(state, now)
    return state, None


def _attempt(state: VisitState, now: int, *, last: bool = False) -> tuple[VisitState, Judgement | None]:
    """Compare, if it is worth its price, and pay for it."""
    if not state.may_be_recognised or not _is_due(state, now, last=last):
        return state, None
    comparison = compare(state.kept, state.basis, state.attempts + 1)
    could_match = comparison.nearest is not None
    state = replace(
        state,
        attempts=state.attempts + could_match,
        last_attempt=Attempt(state.kept, state.basis, now, comparison),
    )
    return state, judge_comparison(comparison, state.basis, len(state.kept))


def _is_due(state: VisitState, now: int, *, last: bool) -> bool:
    rules, before = state.basis.rules, state.last_attempt
    if len(state.kept) < rules.fewest_kept_when_clear:
        return False
    if before is None:
        return True
    if before.kept is state.kept and before.basis is state.basis:
        return False
    grown = len(state.kept) > len(before.kept) and len(state.kept) in rules.attempts_at
    return last or grown or now - before.made_ns >= rules.attempt_every_ns


def _conclude(state: VisitState, now: int) -> tuple[VisitState, Decision | None]:
    """Revision 0 from what is there; nothing for a flicker."""
    if state.frames_seen < FRAMES_OF_A_VISIT:
        return state, None
    state, judgement = _attempt(state, now, last=True)
    if judgement is None:
        judgement = _judge_anyway(state)
    if judgement.verdict is Verdict.RECOGNISED:
        return _recognise(state, judgement, now)
    return replace(state, verdict=judgement.verdict), _decision(state, judgement, revision=0, now=now)


def _judge_anyway(state: VisitState) -> Judgement:
    """The verdict when there is nothing new to compare."""
    if state.attack_suspected:
        doubted = Reason.of(PipelineReason.LIVENESS_DOUBTED)
        return Judgement(Verdict.ATTACK_SUSPECTED, (doubted, *state.liveness.reasons))
    if state.last_attempt is None:
        return judge_poor_view(state, most_frequent(state.poor))
    return judge_comparison(state.last_attempt.comparison, state.last_attempt.basis, len(state.last_attempt.kept))


def _late_lift(state: VisitState, now: int) -> tuple[VisitState, Decision | None]:
    """At the end of a decided visit: evidence that no attempt has seen yet may still lift it."""
    state, judgement = _attempt(state, now, last=True)
    if judgement is None or judgement.verdict is not Verdict.RECOGNISED:
        return state, None
    return _recognise(state, judgement, now)


def _recognise(state: VisitState, judgement: Judgement, now: int) -> tuple[VisitState, Decision]:
    revision = 0 if state.verdict is None else 1
    decision = _decision(state, judgement, revision, now)
    if revision:
        return replace(state, lifted=True), decision
    return replace(state, verdict=Verdict.RECOGNISED), decision


def _decision(state: VisitState, judgement: Judgement, revision: int, now: int) -> Decision:
    before = state.last_attempt
    used = before.kept if before is not None else state.kept
    # people of an older basis may have been erased since: they are not named any more
    comparison = before.comparison if before is not None and before.basis is state.basis else None
    newest_ns = max((each.captured_at_ns for each in used), default=state.newest_captured_ns)
    return Decision(
        visit_id=state.visit_id,
        revision=revision,
        camera_id=state.camera_id,
        verdict=judgement.verdict,
        person_id=judgement.person_id,
        comparison=comparison,
        margin=margin_of(comparison),
        attempts=state.attempts,
        frames_used=len(used),
        newest_frame_age_ms=max(0, now - newest_ns) / 1e6,
        started_at_ns=state.started_at_ns,
        decided_at_ns=now,
        liveness=state.liveness,
        second_recogniser=None,
        reasons=judgement.reasons,
        crop=best_crop(state, used),
        nominal_threshold=state.basis.nominal,
    )
