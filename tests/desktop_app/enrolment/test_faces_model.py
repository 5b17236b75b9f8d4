"""The hint's arrow, the gates, the rows and the view of the face."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.enrolment.face_crop import View, follow, view_of_face, whole_view
from desktop_app.enrolment.faces_model import Note, gate_lines, hint_icon, note_of, quality_word, rows_of
from desktop_app.enrolment.words import gate_value, photo_reason, ring_heard
from offload_server.household.guided.reasons import GuidedReason
from offload_server.household.guided.states import Direction, Gate, GateReading, GuidedPhase
from pipeline.types import Box, Reason
from resources.catalogue import Catalogue
from tests.desktop_app.enrolment.drafts import state_with
from tests.fakes.outputs import fake_observation

_EN = Catalogue("en")


@pytest.mark.parametrize(
    ("hint", "mirrored", "icon"),
    [
        (GuidedReason.TURN_LEFT, True, "move-left"),
        (GuidedReason.TURN_LEFT, False, "move-right"),
        (GuidedReason.TURN_RIGHT, True, "move-right"),
        (GuidedReason.TURN_UP, False, "move-up"),
        (GuidedReason.TURN_DOWN, True, "move-down"),
        (GuidedReason.BLURRED, True, "hand"),
    ],
)
def test_the_arrow_points_where_the_head_is_to_go_on_the_screen(hint: GuidedReason, mirrored: bool, icon: str) -> None:
    assert hint_icon(Reason.of(hint), mirrored=mirrored) == icon


def test_too_far_is_answered_with_the_other_way() -> None:
    back = Reason.of(GuidedReason.TURN_BACK, turn_deg=40, limit_deg=30, direction="left")
    assert hint_icon(back, mirrored=True) == "move-right"
    assert hint_icon(Reason.of("unheard_of"), mirrored=True) == "info"


def test_six_gates_stand_in_their_order_with_a_limit_where_it_helps() -> None:
    readings = (
        GateReading(Gate.TURN, passed=False, value=11.2, limit=15),
        GateReading(Gate.SIZE, passed=False, value=41, limit=60),
        GateReading(Gate.LIGHT, passed=True, value=121, limit=45),
        GateReading(Gate.EYES, passed=True, value=0.31, limit=0.2),
    )
    lines = gate_lines(replace(state_with(1), gates=readings))
    assert [line.gate for line in lines] == list(Gate)
    assert [gate_value(line, _EN) for line in lines] == ["41 / 60 px", "–", "121", "yes", "–", "11° / 15°"]


def test_rows_mark_the_place_that_fills_next() -> None:
    rows = rows_of(state_with(3, 1, wanted=Direction.LEFT))
    assert [row.next_slot for row in rows] == [None, 1, None, None, None]
    paused = replace(state_with(3, 1, wanted=Direction.LEFT), phase=GuidedPhase.PAUSED)
    assert [row.next_slot for row in rows_of(paused)] == [None] * 5


def test_photos_may_bring_more_than_three_of_a_direction() -> None:
    assert rows_of(state_with(4))[0].slots == 6


def test_without_movement_six_of_the_front_are_asked_for() -> None:
    state = replace(state_with(2), directions=(Direction.FRONT,), without_movement=True)
    assert [row.slots for row in rows_of(state)] == [6]


def test_what_is_not_live_is_covered() -> None:
    live = replace(state_with(1), observation=fake_observation())
    assert note_of(live) is Note.NONE
    assert note_of(replace(live, phase=GuidedPhase.CAMERA_LOST)) is Note.LOST
    assert note_of(replace(live, phase=GuidedPhase.PAUSED)) is Note.PAUSED
    assert note_of(state_with(1)) is Note.WAITING


def test_the_ring_is_heard_as_a_count_and_a_direction() -> None:
    assert ring_heard(state_with(3, 1, wanted=Direction.LEFT), _EN) == "4 of 15, Left wanted"
    assert [quality_word(each) for each in (0.9, 0.6, 0.2)] == [
        "enrol_quality_good",
        "enrol_quality_fair",
        "enrol_quality_poor",
    ]


def test_a_photo_is_not_told_to_come_closer() -> None:
    small = Reason.of("face_too_small", face_px=41, needed_px=60)
    assert photo_reason(small, _EN) == "The face is too small: 41 of 60 px. Use one taken from nearer."
    other = Reason.of("several_faces_in_picture", faces=2)
    assert photo_reason(other, _EN) == _EN.say_reason(other)


def test_the_view_keeps_inside_the_picture_and_around_the_face() -> None:
    view = view_of_face(Box(600, 10, 100, 120), 640, 480)
    assert view.x + view.side <= 640
    assert view.y >= 0
    assert view.side == pytest.approx(100 / 0.52)
    assert whole_view(640, 480) == View(80, 0, 480)


def test_the_view_follows_calmly_and_jumps_to_another_face() -> None:
    before = View(100, 100, 200)
    near = follow(before, View(110, 100, 200))
    assert 100 < near.x < 110
    assert follow(before, View(400, 100, 200)) == View(400, 100, 200)
    assert follow(None, before) == before
