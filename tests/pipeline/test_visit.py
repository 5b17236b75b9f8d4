"""One decision a visit: when it comes, which it is, and that looks do not add up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.calibration import SFACE_SCALE, FmrScale, Quantile
from pipeline.gallery import Gallery
from pipeline.reasons import PipelineReason
from pipeline.types import (
    Box,
    CameraId,
    Decision,
    Embedding,
    HeadPose,
    LivenessEvidence,
    LivenessLevel,
    ObservedFace,
    PersonId,
    Quality,
    Reason,
    Template,
    TrackId,
    Verdict,
    VisitId,
)
from pipeline.visit import close, step
from pipeline.visit_judgement import attempt_share, attempt_threshold
from pipeline.visit_state import MS, Basis, VisitRules, VisitSighting, VisitState, open_visit
from tests.fakes.outputs import FAKE_SPACE, fake_picture

START = 1_000_000 * MS
ALIVE = LivenessEvidence()
ATTACK = LivenessEvidence(LivenessLevel.ATTACK_SUSPECTED, (Reason.of("texture"),))
TOO_SMALL = Reason.of(PipelineReason.FACE_TOO_SMALL, face_px=41, needed_px=60)
TURNED = Reason.of(PipelineReason.FACE_TURNED, yaw_deg=50, limit_deg=35)


def at_distance(distance: float, axis: int = 1) -> Embedding:
    """A unit vector at this plain L2 distance from the template of "mia" (axis 0), leaning towards ``axis``."""
    vector = np.zeros(16, np.float32)
    vector[0] = 1 - distance**2 / 2
    vector[axis] = math.sqrt(1 - vector[0] ** 2)
    return Embedding(vector, FAKE_SPACE)


MIA = Template(PersonId("mia"), at_distance(0.0), 5)


def basis(*templates: Template, rules: VisitRules | None = None, rate: float = 1e-4) -> Basis:
    return Basis(Gallery.of(templates or (MIA,)), SFACE_SCALE.threshold, rate, rules or VisitRules())


def sighting(
    at_ms: int,
    embedding: Embedding | None = None,
    *,
    reasons: tuple[Reason, ...] = (),
    yaw_deg: float = 0.0,
    face_px: float = 100,
    shade: int = 90,
) -> VisitSighting:
    quality = Quality(face_px, 400, 120, 45, HeadPose(yaw_deg, 0, 0), reasons)
    face = ObservedFace(
        track_id=TrackId(1),
        visit_id=None,
        box=Box(0, 0, face_px, face_px),
        five_points=None,
        landmarks=np.zeros((68, 2), np.float32),
        quality=quality,
        embedding=embedding,
    )
    return VisitSighting(face, START + at_ms * MS, fake_picture(shade=shade))


def begin(judged_by: Basis | None = None) -> VisitState:
    return open_visit(VisitId("v1"), CameraId("c1"), judged_by or basis(), START)


class Film:
    """Steps a visit through time and keeps what came out; each frame is processed 30 ms after it was taken."""

    def __init__(self, state: VisitState | None = None) -> None:
        self.state = state or begin()
        self.decisions: list[Decision] = []

    def show(self, *sightings: VisitSighting, evidence: LivenessEvidence = ALIVE) -> Film:
        for each in sightings:
            self.pass_time((each.captured_at_ns - START) // MS + 30, each, evidence=evidence)
        return self

    def pass_time(self, to_ms: int, *seen: VisitSighting, evidence: LivenessEvidence = ALIVE) -> Film:
        self.state, output = step(self.state, seen, evidence, START + to_ms * MS)
        if isinstance(output, Decision):
            self.decisions.append(output)
        return self

    @property
    def only(self) -> Decision:
        assert len(self.decisions) == 1
        return self.decisions[0]


def looks(embedding: Embedding, count: int, *, from_ms: int = 0, every_ms: int = 200) -> list[VisitSighting]:
    return [sighting(from_ms + index * every_ms, embedding, yaw_deg=3.0 * index) for index in range(count)]


# ---- recognised


def test_a_clear_case_is_recognised_at_the_second_good_crop() -> None:
    film = Film().show(*looks(at_distance(0.7), 5))
    decision = film.only
    assert (decision.verdict, decision.person_id, decision.revision) == (Verdict.RECOGNISED, "mia", 0)
    assert (decision.frames_used, decision.attempts) == (2, 1)
    assert decision.decided_at_ns - decision.started_at_ns < 1_000 * MS


def test_a_less_clear_case_needs_three_crops_and_pays_for_a_second_attempt() -> None:
    film = Film().show(*looks(at_distance(0.96), 5))
    assert film.only.verdict is Verdict.RECOGNISED
    assert (film.only.frames_used, film.only.attempts) == (3, 2)


def test_the_decision_states_the_threshold_that_its_attempt_had_to_meet_and_the_nominal_one() -> None:
    decision = Film().show(*looks(at_distance(0.96), 3)).only
    assert decision.comparison is not None
    assert decision.nominal_threshold is not None
    assert decision.comparison.threshold.false_match_rate == pytest.approx(1e-4 * attempt_share(2))
    assert decision.comparison.threshold.distance == pytest.approx(attempt_threshold(basis(), 2).distance)
    assert decision.nominal_threshold.distance == pytest.approx(1.072)
    assert decision.comparison.nearest is not None
    assert decision.comparison.nearest.distance == pytest.approx(0.96, abs=1e-3)


def test_the_age_is_that_of_the_newest_frame_used_and_the_crop_that_of_a_look_that_was_used() -> None:
    first, second = sighting(0, at_distance(0.5), shade=10), sighting(300, at_distance(0.5), face_px=110, shade=20)
    decision = Film().show(first).pass_time(1_000, second).only
    assert decision.newest_frame_age_ms == pytest.approx(700)
    assert decision.crop is not None
    assert decision.crop[0, 0, 0] == 20


def test_after_recognised_nothing_more_comes_until_the_next_visit() -> None:
    film = Film().show(*looks(at_distance(0.6), 60))
    film.pass_time(30_000)
    assert film.only.verdict is Verdict.RECOGNISED
    assert film.state.closed


def test_crops_less_than_200_ms_apart_are_one_look() -> None:
    film = Film().show(*looks(at_distance(0.3), 5, every_ms=40))
    assert not film.decisions
    assert len(film.state.kept) == 1


def test_of_two_close_crops_the_better_one_is_kept() -> None:
    film = Film().show(sighting(0, at_distance(0.3), face_px=70), sighting(50, at_distance(0.31), face_px=110))
    assert [each.face.quality.face_px for each in film.state.kept] == [110]


def test_at_most_eight_crops_are_kept_and_they_differ_in_pose() -> None:
    far = at_distance(1.3)
    frontal = [sighting(200 * index, far, yaw_deg=0.1 * index) for index in range(12)]
    turning = [sighting(2_400 + 200 * index, far, yaw_deg=5.0 * index) for index in range(1, 7)]
    film = Film(begin(basis(rules=VisitRules(decide_after_ns=60_000 * MS)))).show(*frontal, *turning)
    yaws = sorted(each.face.quality.pose.yaw_deg for each in film.state.kept)
    assert len(yaws) == 8
    assert [yaw for yaw in yaws if yaw > 2] == [5, 10, 15, 20, 25, 30]


# ---- not recognised


@pytest.mark.parametrize(
    ("distance", "verdict", "code"),
    [
        (1.35, Verdict.UNKNOWN, PipelineReason.NEAREST_TOO_FAR),
        (1.12, Verdict.UNCERTAIN, PipelineReason.CLOSE_TO_THRESHOLD),
    ],
)
def test_a_visit_that_is_not_recognised_is_decided_after_eight_seconds(
    distance: float, verdict: Verdict, code: PipelineReason
) -> None:
    film = Film().show(*looks(at_distance(distance), 39))
    assert not film.decisions
    film.show(*looks(at_distance(distance), 4, from_ms=7_900))
    decision = film.only
    assert (decision.verdict, decision.person_id, decision.reasons[0].code) == (verdict, None, code)
    figures = decision.reasons[0].figures()
    assert figures["distance"] == pytest.approx(distance, abs=2e-3)
    assert decision.comparison is not None
    assert figures["threshold"] == pytest.approx(decision.comparison.threshold.distance, abs=1e-3)


def test_a_visit_that_leaves_early_is_decided_three_seconds_later() -> None:
    film = Film().show(*looks(at_distance(1.35), 4))
    film.pass_time(600 + 30 + 2_999)
    assert not film.decisions
    film.pass_time(600 + 30 + 3_000)
    assert film.only.verdict is Verdict.UNKNOWN
    assert film.state.closed
    assert film.pass_time(60_000).only.verdict is Verdict.UNKNOWN


def test_with_no_one_enrolled_everybody_is_unknown_and_no_attempt_is_paid_for() -> None:
    nobody = Basis(Gallery.of([]), SFACE_SCALE.threshold, 1e-4)
    decision = Film(begin(nobody)).show(*looks(at_distance(0.1), 4)).pass_time(9_000).only
    assert (decision.verdict, decision.attempts) == (Verdict.UNKNOWN, 0)
    assert decision.reasons == (Reason.of(PipelineReason.NO_ONE_ENROLLED),)


def test_two_people_too_alike_are_told_apart_by_nobody() -> None:
    twin = Template(PersonId("twin"), at_distance(0.3, axis=2), 5)
    decision = Film(begin(basis(MIA, twin))).show(*looks(at_distance(0.14, axis=2), 5)).pass_time(9_000).only
    assert decision.verdict is Verdict.UNCERTAIN
    assert decision.reasons[0].code == PipelineReason.TOO_ALIKE
    assert decision.margin is not None
    assert decision.margin < basis().margin


def test_a_runner_up_outside_the_threshold_is_no_rival() -> None:
    probe = at_distance(0.97)
    other = np.zeros(16, np.float32)  # just outside the nominal 1.072, so the margin is a mere .11 or less
    other[1], other[2] = 0.48, math.sqrt(1 - 0.48**2)
    rival = Template(PersonId("rival"), Embedding(other, FAKE_SPACE), 5)
    film = Film(begin(basis(MIA, rival, rules=VisitRules(margin_share=0.2)))).show(*looks(probe, 3))
    assert film.only.verdict is Verdict.RECOGNISED
    assert film.only.margin is not None
    assert film.only.margin < 0.2


def test_faces_that_are_never_good_end_as_poor_view_with_the_most_frequent_reasons() -> None:
    seen = [sighting(100 * index, reasons=(TOO_SMALL,) if index % 3 else (TURNED,)) for index in range(12)]
    decision = Film().show(*seen).pass_time(9_000).only
    assert decision.verdict is Verdict.POOR_VIEW
    assert decision.reasons == (TOO_SMALL, TURNED)
    assert (decision.comparison, decision.attempts, decision.frames_used) == (None, 0, 0)
    assert decision.crop is not None


def test_an_embedding_of_a_poor_face_is_no_evidence() -> None:
    seen = [sighting(200 * index, at_distance(0.1), reasons=(TOO_SMALL,)) for index in range(8)]
    assert Film().show(*seen).pass_time(9_000).only.verdict is Verdict.POOR_VIEW


def test_one_good_crop_is_too_few_to_judge_anybody() -> None:
    decision = Film().show(sighting(0, at_distance(0.1)), sighting(100)).pass_time(9_000).only
    assert decision.verdict is Verdict.POOR_VIEW
    assert decision.reasons == (Reason.of(PipelineReason.TOO_FEW_GOOD_FRAMES, frames=1, needed=2),)


def test_two_crops_that_are_near_but_not_clear_end_uncertain() -> None:
    decision = Film().show(*looks(at_distance(0.99), 2)).pass_time(9_000).only
    assert decision.verdict is Verdict.UNCERTAIN
    assert decision.reasons == (Reason.of(PipelineReason.TOO_FEW_GOOD_FRAMES, frames=2, needed=3),)


def test_a_face_in_a_single_frame_is_no_visit() -> None:
    film = Film().show(sighting(0, at_distance(0.1))).pass_time(9_000)
    assert film.state.closed
    assert not film.decisions


# ---- the lift


def test_good_new_evidence_lifts_a_decided_visit_once() -> None:
    poor = [sighting(200 * index, reasons=(TURNED,)) for index in range(41)]
    good = looks(at_distance(0.5), 20, from_ms=8_400)
    film = Film().show(*poor, *good).pass_time(30_000)
    assert [(each.verdict, each.revision) for each in film.decisions] == [
        (Verdict.POOR_VIEW, 0),
        (Verdict.RECOGNISED, 1),
    ]


def test_a_person_enrolled_while_standing_there_lifts_the_visit_without_a_new_pose() -> None:
    film = Film(begin(Basis(Gallery.of([]), SFACE_SCALE.threshold, 1e-4))).show(*looks(at_distance(0.2), 45))
    assert film.only.verdict is Verdict.UNKNOWN
    film.state = replace(film.state, basis=basis(MIA))
    film.pass_time(10_500, sighting(10_470))
    assert [each.verdict for each in film.decisions] == [Verdict.UNKNOWN, Verdict.RECOGNISED]


def test_evidence_that_no_attempt_has_seen_yet_counts_at_the_end() -> None:
    seen = [*looks(at_distance(0.95), 2), *looks(at_distance(0.4), 1, from_ms=400)]
    rules = VisitRules(attempts_at=(2, 8))
    film = Film(begin(basis(rules=rules))).show(*seen)
    assert not film.decisions
    assert film.pass_time(4_000).only.verdict is Verdict.RECOGNISED


# ---- attacks


def test_a_suspected_attack_is_told_at_once_and_the_visit_is_never_recognised() -> None:
    film = Film().show(sighting(0)).show(sighting(40), evidence=ATTACK)
    assert film.only.verdict is Verdict.ATTACK_SUSPECTED
    assert film.only.reasons[0].code == PipelineReason.LIVENESS_DOUBTED
    assert film.only.liveness == ATTACK
    film.show(*looks(at_distance(0.1), 40, from_ms=200)).pass_time(30_000)
    assert film.only.verdict is Verdict.ATTACK_SUSPECTED


def test_an_attack_suspected_after_a_decision_forbids_the_lift() -> None:
    film = Film().show(*[sighting(200 * index, reasons=(TURNED,)) for index in range(41)])
    film.show(sighting(8_300), evidence=ATTACK).show(*looks(at_distance(0.1), 10, from_ms=8_500)).pass_time(30_000)
    assert film.only.verdict is Verdict.POOR_VIEW


# ---- identity


def test_a_face_that_becomes_another_persons_ends_the_visit() -> None:
    stranger = at_distance(1.4, axis=5)
    film = Film().show(*looks(at_distance(0.5), 3), *looks(stranger, 4, from_ms=800)).pass_time(9_000)
    first, second = film.decisions
    assert (first.verdict, second.verdict) == (Verdict.RECOGNISED, Verdict.UNKNOWN)
    assert first.visit_id != second.visit_id
    assert (first.revision, second.revision) == (0, 0)


def test_evidence_of_two_people_is_never_averaged() -> None:
    stranger = at_distance(1.4, axis=5)
    film = Film().show(*looks(stranger, 3), *looks(at_distance(0.2), 4, from_ms=800))
    assert [each.verdict for each in film.decisions] == [Verdict.UNKNOWN, Verdict.RECOGNISED]
    assert film.decisions[0].frames_used == 3
    assert all(each.evidence is not None and each.evidence.vector[0] > 0.9 for each in film.state.kept)


def test_one_odd_crop_is_left_out_and_ends_nothing() -> None:
    odd = sighting(400, at_distance(1.4, axis=5), shade=200)
    film = Film().show(sighting(0, at_distance(0.96)), odd, *looks(at_distance(0.96), 3, from_ms=600))
    assert film.only.verdict is Verdict.RECOGNISED
    assert film.only.crop is not None
    assert film.only.crop[0, 0, 0] != 200


def test_a_face_seen_again_after_the_end_begins_the_next_visit() -> None:
    film = Film().show(*looks(at_distance(1.35), 3))
    before = film.state.visit_id
    film.show(*looks(at_distance(0.5), 3, from_ms=5_000))
    assert [each.verdict for each in film.decisions] == [Verdict.UNKNOWN, Verdict.RECOGNISED]
    assert film.decisions[0].visit_id == before != film.decisions[1].visit_id


# ---- deadlines


def test_the_next_deadline_is_when_a_decision_comes_without_a_frame() -> None:
    film = Film().show(*looks(at_distance(1.35), 3))
    deadline = film.state.next_deadline_ns
    assert deadline is not None
    _, early = step(film.state, (), ALIVE, deadline - 1)
    after, decision = step(film.state, (), ALIVE, deadline)
    assert early is None
    assert isinstance(decision, Decision)
    assert after.next_deadline_ns is None


def test_closing_twice_decides_once() -> None:
    film = Film().show(*looks(at_distance(1.35), 3))
    state, decision = close(film.state, START + 700 * MS)
    assert decision is not None
    assert close(state, START + 800 * MS) == (state, None)


# ---- properties

moments = st.tuples(
    st.integers(10, 3_500),  # pause in ms
    st.sampled_from([None, 0.2, 0.9, 1.0, 1.1, 1.4]),  # distance of the look
    st.sampled_from([1, 1, 1, 5]),  # axis: mostly the same person
    st.booleans(),  # good
    st.sampled_from([ALIVE] * 12 + [ATTACK]),
    st.booleans(),  # whether anything was seen at all
)


@settings(max_examples=150, deadline=None)
@given(st.lists(moments, max_size=40), st.floats(1e-6, 0.05))
def test_whatever_happens_the_decisions_keep_their_order_and_meet_their_threshold(
    story: Sequence[tuple[int, float | None, int, bool, LivenessEvidence, bool]], rate: float
) -> None:
    film, at_ms = Film(begin(basis(rate=rate))), 0
    for pause_ms, distance, axis, good, evidence, seen in story:
        at_ms += pause_ms
        embedding = at_distance(distance, axis) if distance is not None else None
        shown = (sighting(at_ms, embedding, reasons=() if good else (TURNED,)),) if seen else ()
        film.pass_time(at_ms, *shown, evidence=evidence)
    film.pass_time(at_ms + 60_000)
    assert film.state.closed
    check_order(film.decisions)
    for decision in film.decisions:
        check_recognised(decision, rate)


def check_order(decisions: Sequence[Decision]) -> None:
    """(visit, revision) is unique; revision 1 lifts a visit that was neither recognised nor suspected."""
    first: dict[VisitId, Verdict] = {}
    lifted: set[VisitId] = set()
    for decision in decisions:
        if decision.revision == 0:
            assert decision.visit_id not in first
            first[decision.visit_id] = decision.verdict
        else:
            assert decision.revision == 1
            assert decision.verdict is Verdict.RECOGNISED
            assert first[decision.visit_id] not in {Verdict.RECOGNISED, Verdict.ATTACK_SUSPECTED}
            assert decision.visit_id not in lifted
            lifted.add(decision.visit_id)


def check_recognised(decision: Decision, rate: float) -> None:
    assert (decision.person_id is not None) == (decision.verdict is Verdict.RECOGNISED)
    if decision.verdict is not Verdict.RECOGNISED:
        return
    assert decision.comparison is not None
    nearest = decision.comparison.nearest
    assert nearest is not None
    assert nearest.person_id == decision.person_id
    assert nearest.distance <= decision.comparison.threshold.distance
    assert decision.comparison.threshold.false_match_rate <= rate * attempt_share(decision.attempts) * (1 + 1e-9)
    assert decision.liveness.level is not LivenessLevel.ATTACK_SUSPECTED


@settings(max_examples=50, deadline=None)
@given(st.lists(moments, max_size=15))
def test_a_step_is_pure(story: Sequence[tuple[int, float | None, int, bool, LivenessEvidence, bool]]) -> None:
    film, at_ms = Film(), 0
    for pause_ms, distance, axis, good, evidence, _ in story:
        at_ms += pause_ms
        embedding = at_distance(distance, axis) if distance is not None else None
        shown = (sighting(at_ms, embedding, reasons=() if good else (TURNED,)),)
        before = film.state
        again = step(before, shown, evidence, START + at_ms * MS)
        film.pass_time(at_ms, *shown, evidence=evidence)
        assert (again[0].visit_id, again[0].kept, again[0].attempts) == (
            film.state.visit_id,
            film.state.kept,
            film.state.attempts,
        )


# ---- looks do not add up


def test_the_shares_of_all_attempts_sum_to_one() -> None:
    total = sum(attempt_share(attempt) for attempt in range(1, 200_000))
    assert 0.99 < total < 1.0
    assert attempt_share(1) == pytest.approx(0.3828, abs=1e-4)


DIMENSIONS = 16


def isotropic_scale() -> FmrScale:
    """The exact impostor quantiles of random directions: their cosine has density (1 - t^2)^((d - 3) / 2)."""
    cosines = np.linspace(-1, 1, 400_001)
    density = (1 - cosines**2) ** ((DIMENSIONS - 3) / 2)
    tail = np.cumsum(density[::-1])[::-1] / density.sum()
    rates = np.logspace(-7, math.log10(0.5), 60)
    at = np.interp(np.log(rates), np.log(np.maximum(tail[::-1], 1e-300)), cosines[::-1])
    quantiles = tuple(Quantile(float(rate), math.sqrt(2 - 2 * float(t))) for rate, t in zip(rates, at, strict=True))
    return FmrScale(quantiles, "l2", "random directions")


def strangers_looks(
    rng: np.random.Generator, visits: int, looks_each: int, correlation: float
) -> npt.NDArray[np.float64]:
    """Unit vectors [visits, looks, dimensions]: looks of one stranger are alike to the degree of ``correlation``."""
    who = rng.standard_normal((visits, 1, DIMENSIONS))
    moment = rng.standard_normal((visits, looks_each, DIMENSIONS))
    mixed = math.sqrt(correlation) * who + math.sqrt(1 - correlation) * moment
    unit: npt.NDArray[np.float64] = mixed / np.linalg.norm(mixed, axis=2, keepdims=True)
    return unit


@pytest.mark.parametrize("correlation", [0.0, 0.3, 0.6, 0.9])
def test_a_strangers_chance_stays_below_the_promise_for_one_to_fifty_looks(correlation: float) -> None:
    promise, visits = 0.01, 20_000
    rng = np.random.default_rng(7)
    seen = strangers_looks(rng, visits, 50, correlation)
    mean = np.cumsum(seen, axis=1)
    mean /= np.linalg.norm(mean, axis=2, keepdims=True)
    distances = np.sqrt(np.maximum(0, 2 - 2 * mean[:, :, 0]))  # the enrolled person is axis 0
    judged_by = Basis(Gallery.of([]), isotropic_scale().threshold, promise)
    thresholds = np.array([attempt_threshold(judged_by, attempt).distance for attempt in range(1, 51)])
    matched = np.cumsum(distances <= thresholds, axis=1) > 0
    rates = matched.mean(axis=0)
    noise = 3 * math.sqrt(promise / visits)
    assert rates.max() <= promise + noise
    naive = (distances <= judged_by.nominal.distance).any(axis=1).mean()
    if correlation <= 0.6:  # the price is not for nothing: without it the promise would be broken
        assert naive > promise + noise


def test_visits_of_strangers_stepped_frame_by_frame_keep_the_promise() -> None:
    promise, visits = 0.05, 400
    person = np.zeros(DIMENSIONS, np.float32)
    person[0] = 1
    gallery = Gallery.of([Template(PersonId("mia"), Embedding(person, FAKE_SPACE), 1)])
    # the worst case: every new crop is an attempt, two suffice, and no look is taken for another person's
    rules = VisitRules(doubt_rate=0.4, clear_share=0.0, attempts_at=tuple(range(2, 9)), attempt_every_ns=0)
    judged_by = Basis(gallery, isotropic_scale().threshold, promise, rules)
    seen = strangers_looks(np.random.default_rng(11), visits, 25, 0.8).astype(np.float32)
    taken_for_mia = 0
    for stranger in seen:
        film = Film(begin(judged_by))
        frames = [sighting(200 * index, Embedding(look, FAKE_SPACE)) for index, look in enumerate(stranger)]
        film.show(*frames).pass_time(60_000)
        taken_for_mia += any(each.verdict is Verdict.RECOGNISED for each in film.decisions)
    assert taken_for_mia / visits <= promise + 3 * math.sqrt(promise / visits)
