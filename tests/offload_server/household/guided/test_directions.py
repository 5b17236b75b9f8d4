"""Where a head points, and which turns count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offload_server.household.guided.directions import (
    RING,
    STRAIGHT,
    fits,
    from_straight_ahead,
    nearest_direction,
    neutral_pose,
    pointed_at,
    span_deg,
    turn_deg,
)
from offload_server.household.guided.states import Direction
from pipeline.quality import PITCH_LIMIT_DEG, YAW_LIMIT_DEG
from pipeline.types import HeadPose

FRONT, LEFT, RIGHT, UP, DOWN = RING
angles = st.floats(-90, 90)
poses = st.builds(HeadPose, angles, angles, st.just(0.0))
neutrals = st.builds(HeadPose, st.floats(-12, 12), st.floats(-18, 18), st.just(0.0))


def pose(yaw_deg: float, pitch_deg: float = 0.0) -> HeadPose:
    return HeadPose(yaw_deg, pitch_deg, 0.0)


@pytest.mark.parametrize(
    ("head", "direction"),
    [
        (pose(0), FRONT),
        (pose(7, -6), FRONT),
        (pose(15), LEFT),
        (pose(30, 5), LEFT),
        (pose(-22, -9), RIGHT),
        (pose(3, 18), UP),
        (pose(-8, -20), DOWN),
        (pose(12.5), None),
        (pose(31), None),
        (pose(20, 16), None),
        (pose(9, -29), None),
    ],
)
def test_a_head_points_one_way_or_between(head: HeadPose, direction: Direction | None) -> None:
    assert pointed_at(head, STRAIGHT, RING) is direction


@given(poses, neutrals)
def test_no_head_points_two_ways(head: HeadPose, neutral: HeadPose) -> None:
    assert sum(fits(direction, head, neutral) for direction in RING) <= 1


def test_turns_are_counted_from_how_a_person_looks_straight_ahead() -> None:
    neutral = neutral_pose([pose(2, -8), pose(0, -7), pose(1, -30)])
    assert neutral == pose(1, -8)
    assert pointed_at(pose(1, -8), neutral, RING) is FRONT
    assert pointed_at(pose(1, 8), neutral, RING) is UP
    assert turn_deg(UP, pose(1, 8), neutral) == 16
    assert from_straight_ahead(pose(1, 8), neutral) == pose(0, 16)
    assert neutral_pose([]) is None


def test_before_a_front_sample_the_front_is_wider_as_nothing_is_known() -> None:
    assert fits(FRONT, pose(5, 16), None)
    assert not fits(FRONT, pose(5, 16), STRAIGHT)


@given(neutrals, st.sampled_from([LEFT, RIGHT, UP, DOWN]))
def test_what_is_asked_for_can_be_judged(neutral: HeadPose, direction: Direction) -> None:
    nearest, farthest = span_deg(direction, neutral)
    assert 3 <= nearest <= 15
    assert nearest + 7 <= farthest <= 30
    limit = PITCH_LIMIT_DEG if direction in {UP, DOWN} else YAW_LIMIT_DEG
    assert turn_deg(direction, neutral, None) + nearest < limit


def test_usually_the_turn_is_15_to_30_degrees() -> None:
    assert span_deg(LEFT, STRAIGHT) == (15, 30)
    assert span_deg(UP, STRAIGHT) == (15, 28)


@given(poses)
def test_a_photo_always_has_a_direction(head: HeadPose) -> None:
    found = nearest_direction(head, None)
    assert found in RING
    pointed = pointed_at(head, STRAIGHT, RING)
    assert pointed in {None, found}
