"""The six gates, read from one face; and how open eyes must be."""

from __future__ import annotations

import pytest

from offload_server.household.guided.directions import STRAIGHT
from offload_server.household.guided.eyes import FLOOR, OpenEyes
from offload_server.household.guided.gates import Asked, faces_that_count, poor_reasons, read_gates
from offload_server.household.guided.states import Direction, Gate, GateReading
from pipeline.reasons import PipelineReason
from pipeline.types import ObservedFace, Reason
from tests.offload_server.household.guided.scenes import posed

ASKED = Asked(Direction.LEFT, STRAIGHT, FLOOR)
DARK = Reason.of(PipelineReason.FACE_TOO_DARK, brightness=20, needed=30)
BRIGHT = Reason.of(PipelineReason.FACE_TOO_BRIGHT, brightness=210, limit=205)
FLAT = Reason.of(PipelineReason.FACE_LOW_CONTRAST, contrast=6, needed=12)
BLURRED = Reason.of(PipelineReason.FACE_BLURRED, sharpness=9, needed=15)


def gate(wanted: Gate, *faces: ObservedFace, asked: Asked = ASKED) -> GateReading:
    return next(reading for reading in read_gates(faces, asked) if reading.gate is wanted)


def test_there_are_always_six_in_their_order() -> None:
    for faces in ((), (posed(None),), (posed(None), posed(None))):
        assert [reading.gate for reading in read_gates(faces, ASKED)] == list(Gate)


def test_a_good_face_passes_all() -> None:
    readings = read_gates((posed(None, (20, 0)),), ASKED)
    assert all(reading.passed for reading in readings)
    assert [(reading.value, reading.limit) for reading in readings] == [
        (120, 60),
        (300, 15),
        (120, 30),
        (0.3, FLOOR),
        (1, 1),
        (20, 15),
    ]


def test_without_a_face_nothing_but_that_can_be_measured() -> None:
    assert [reading.passed for reading in read_gates((), ASKED)] == [None, None, None, None, False, None]


@pytest.mark.parametrize(("width_px", "passed"), [(59.9, False), (60, True), (80, True)])
def test_the_floor_of_the_size(width_px: float, passed: bool) -> None:
    assert gate(Gate.SIZE, posed(None, width_px=width_px)).passed is passed


@pytest.mark.parametrize(("reason", "value", "limit"), [(DARK, 120, 30), (BRIGHT, 120, 205), (FLAT, 40, 12)], ids=str)
def test_bad_light_shows_the_limit_that_it_missed(reason: Reason, value: float, limit: float) -> None:
    assert gate(Gate.LIGHT, posed(None, reasons=(reason,))) == GateReading(Gate.LIGHT, False, value, limit)


def test_blur_is_the_gate_of_sharpness() -> None:
    assert gate(Gate.SHARPNESS, posed(None, reasons=(BLURRED,))).passed is False


def test_a_second_face_fails_and_a_distant_one_does_not_count() -> None:
    near, far = posed(None), posed(None, width_px=40)
    assert faces_that_count((far, near)) == (near,)
    assert faces_that_count((far,)) == (far,)
    assert gate(Gate.ONE_FACE, *faces_that_count((near, posed(None, width_px=70)))) == GateReading(
        Gate.ONE_FACE, False, 2, 1
    )


def test_closed_eyes_are_refused_with_figures_that_differ() -> None:
    face = posed(None, eyes=0.129)
    (reason,) = poor_reasons(face, ASKED)
    assert reason == Reason.of(PipelineReason.EYES_CLOSED, eye_openness=0.12, needed=0.13)
    assert gate(Gate.EYES, face).passed is False


def test_eyes_that_were_not_measured_or_are_behind_sunglasses_refuse_nobody() -> None:
    arrival = Asked(Direction.ARRIVAL, STRAIGHT, FLOOR)
    assert poor_reasons(posed(None, eyes=None), ASKED) == ()
    assert gate(Gate.EYES, posed(None, eyes=None)).passed is None
    assert poor_reasons(posed(None, eyes=0.02), arrival) == ()
    assert gate(Gate.EYES, posed(None, eyes=0.02), asked=arrival).passed is None


def test_the_turn_shows_what_is_still_needed_and_what_is_too_far() -> None:
    assert gate(Gate.TURN, posed(None, (11, 0))) == GateReading(Gate.TURN, False, 11, 15)
    assert gate(Gate.TURN, posed(None, (33, 0))) == GateReading(Gate.TURN, False, 33, 30)
    assert gate(Gate.TURN, posed(None, (20, 0), roll_deg=-25)) == GateReading(Gate.TURN, False, 25, 20)
    assert gate(Gate.TURN, posed(None), asked=Asked(None, None, FLOOR)).passed is None


def learnt(usual: float, frames: int = 60) -> float:
    eyes = OpenEyes()
    for _ in range(frames):
        eyes.learn(usual)
    return eyes.needed


def test_open_eyes_are_each_persons_own() -> None:
    assert learnt(0.30, 5) == FLOOR
    assert learnt(0.30) == pytest.approx(0.165)
    assert learnt(0.20) == pytest.approx(0.11)
    assert learnt(0.15) == 0.10, "the narrowest eyes pass their own floor with room"
    assert learnt(0.40) == 0.17
    eyes = OpenEyes()
    eyes.learn(None)
    assert eyes.needed == FLOOR


def test_a_blink_does_not_change_what_is_usual() -> None:
    eyes = OpenEyes()
    for number in range(60):
        eyes.learn(0.05 if number % 10 == 0 else 0.28)
    assert eyes.needed == pytest.approx(0.154)
