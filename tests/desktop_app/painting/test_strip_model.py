"""What a strip says follows from the comparison, the decision, or the reasons; without Qt."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.painting.strip_model import (
    GATE_SHARE,
    Sign,
    StripForm,
    gauge_of,
    gauge_strip,
    position_px,
    provisional_strip,
    recogniser_label,
    second_lane,
    strip_of_comparison,
    strip_of_decision,
    strip_of_event,
)
from desktop_app.painting.strip_words import labelled
from offload_server.household.records import EventId, EventRecord, NamedDistance
from pipeline.reasons import PipelineReason
from pipeline.types import (
    CameraId,
    Candidate,
    Comparison,
    LivenessLevel,
    PersonId,
    Reason,
    SecondOpinion,
    TemplateSpace,
    Threshold,
    Verdict,
    VisitId,
)
from resources.catalogue import Catalogue
from tests.fakes.outputs import fake_decision

SPACE = TemplateSpace("sface", "0" * 64, "five-point", 1)
SEOYEON, HAEUN = PersonId("p1"), PersonId("p2")
NAMES = {SEOYEON: "Seo-yeon", HAEUN: "Ha-eun"}


def comparison(*distances: float, threshold: float = 1.08) -> Comparison:
    people = (SEOYEON, HAEUN)
    candidates = tuple(Candidate(person, distance) for person, distance in zip(people, distances, strict=False))
    return Comparison(SPACE, Threshold(threshold, "l2", 1e-3, "test"), candidates)


@given(st.floats(0.01, 4), st.floats(0.05, 5), st.integers(40, 900))
def test_the_gate_stands_at_the_same_place_for_every_recogniser(distance: float, threshold: float, width: int) -> None:
    assert position_px(threshold, threshold, width) == pytest.approx(GATE_SHARE * width)
    assert 0 <= position_px(distance, threshold, width) <= width
    inside = position_px(distance, threshold, width) <= GATE_SHARE * width
    assert inside or distance > threshold
    assert not inside or distance <= threshold * (1 + 1e-12)


def test_markers_never_leave_the_strip() -> None:
    assert position_px(9.0, 1.08, 188, 7) == 181
    assert position_px(0.0, 1.08, 188, 7) == 7


def test_nearest_and_runner_up_are_named() -> None:
    made = strip_of_comparison(comparison(0.81, 1.24), Sign.RECOGNISED, NAMES)
    assert made.nearest is not None
    assert made.runner_up is not None
    assert (made.nearest.name, made.runner_up.name, made.unit) == ("Seo-yeon", "Ha-eun", "L2")
    assert made.margin == pytest.approx(0.27)


def test_an_erased_person_has_no_name() -> None:
    made = strip_of_comparison(comparison(0.81), Sign.RECOGNISED, {})
    assert made.nearest is not None
    assert made.nearest.name == ""


def test_with_nobody_enrolled_there_is_nothing_but_the_gate() -> None:
    made = strip_of_comparison(comparison(), Sign.UNKNOWN, NAMES)
    assert (made.form, made.nearest, made.threshold) == (StripForm.NOBODY, None, 1.08)


@pytest.mark.parametrize(("distance", "sign"), [(0.8, Sign.RECOGNISED), (1.08, Sign.RECOGNISED), (1.2, Sign.UNKNOWN)])
def test_while_gathering_it_says_on_which_side_it_would_be(distance: float, sign: Sign) -> None:
    made = provisional_strip(comparison(distance), NAMES, spread=(distance - 0.1, distance + 0.1))
    assert (made.sign, made.form) == (sign, StripForm.PROVISIONAL)
    assert made.spread == (distance - 0.1, distance + 0.1)


@pytest.mark.parametrize(
    ("reason", "value", "need", "is_limit"),
    [
        (Reason.of(PipelineReason.FACE_TOO_SMALL, face_px=41, needed_px=60), 41, 60, False),
        (Reason.of(PipelineReason.FACE_TURNED, yaw_deg=34, limit_deg=30), 34, 30, True),
        (Reason.of(PipelineReason.FACE_BLURRED, sharpness=12.5, needed=45), 12.5, 45, False),
    ],
)
def test_a_poor_view_becomes_a_gauge_of_what_is_missing(
    reason: Reason, value: float, need: float, is_limit: bool
) -> None:
    gauge = gauge_strip([Reason.of(PipelineReason.FACE_CUT_OFF), reason]).gauge
    assert gauge is not None
    assert (gauge.value, gauge.need, gauge.is_limit, gauge.reason) == (value, need, is_limit, reason)


def test_some_reasons_have_no_measure() -> None:
    assert gauge_of([Reason.of(PipelineReason.FACE_CUT_OFF)]) is None
    assert gauge_of([Reason.of(PipelineReason.FACE_TOO_SMALL, face_px=41)]) is None
    assert gauge_of([]) is None


def test_a_second_opinion_keeps_its_own_scale() -> None:
    lane = second_lane(SecondOpinion("ResNet", comparison(0.41, threshold=0.34), agrees=False))
    assert lane is not None
    assert (lane.distance, lane.threshold, lane.sign) == (0.41, 0.34, Sign.UNKNOWN)
    assert second_lane(SecondOpinion("ResNet", comparison(), agrees=False)) is None


def test_beside_a_second_lane_both_recognisers_are_named() -> None:
    alone = replace(fake_decision(person_id="p1"), comparison=comparison(0.84, 1.24))
    opinion = SecondOpinion("dlib_resnet", comparison(0.41, threshold=0.34), agrees=False)
    both = strip_of_decision(replace(alone, second_recogniser=opinion), NAMES)
    assert both.second is not None
    assert (both.recogniser, both.second.recogniser) == ("SFace", "ResNet")
    labels = labelled(both, Catalogue("en")).labels
    assert labels is not None
    assert (labels.first_lane, labels.second_lane) == ("SFace, L2 1.08", "ResNet, L2 0.34")
    assert strip_of_decision(alone, NAMES).second is None
    assert recogniser_label("of-tomorrow") == "of-tomorrow"


def event(verdict: Verdict, *, nearest: float | None = None, reasons: tuple[Reason, ...] = ()) -> EventRecord:
    return EventRecord(
        EventId("e"), VisitId("v"), 0, CameraId("c"), "Front door", dt.datetime.now(dt.UTC), verdict, None, None,
        None if nearest is None else NamedDistance(SEOYEON, "Seo-yeon", nearest),
        None if nearest is None else NamedDistance(HAEUN, None, nearest + 0.4),
        None if nearest is None else 1.08, 1e-3, None if nearest is None else "squared_l2", None, 8, 1, 40.0,
        LivenessLevel.NONE, reasons, has_snapshot=True,
    )  # fmt: skip


def test_a_recorded_visit_shows_the_strip_as_it_was() -> None:
    made = strip_of_event(event(Verdict.UNKNOWN, nearest=1.31))
    assert made.nearest is not None
    assert made.runner_up is not None
    assert (made.sign, made.nearest.distance, made.runner_up.name, made.unit) == (Sign.UNKNOWN, 1.31, "", "L2²")


def test_a_recorded_poor_view_shows_what_was_missing() -> None:
    small = Reason.of(PipelineReason.FACE_TOO_SMALL, face_px=41, needed_px=60)
    assert strip_of_event(event(Verdict.POOR_VIEW, reasons=(small,))).gauge == gauge_of([small])
    assert strip_of_event(event(Verdict.UNKNOWN)).form is StripForm.NOBODY
