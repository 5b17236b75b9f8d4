"""The ring follows what was kept, turns with the screen, and fills smoothly."""

from __future__ import annotations

import math

import numpy as np
import pytest

from desktop_app.painting.ring_model import RingModel, RingMotion, RingPart, Side, pointer_of, ring_of, side_of
from offload_server.household.guided.states import Direction, DraftId, DraftSample, GuidedPhase, GuidedState
from pipeline.types import HeadPose, read_only

_ALL = (Direction.FRONT, Direction.LEFT, Direction.RIGHT, Direction.UP, Direction.DOWN)


def _draft(number: int, direction: Direction) -> DraftSample:
    picture = read_only(np.zeros((8, 8, 3), np.uint8))
    return DraftSample(DraftId(f"d{number}"), direction, picture, 0.8, 100.0, HeadPose(0, 0, 0))


def _state(*kept: Direction, wanted: Direction | None = None, directions: tuple[Direction, ...] = _ALL) -> GuidedState:
    samples = tuple(_draft(number, direction) for number, direction in enumerate(kept))
    return GuidedState(GuidedPhase.LOOKING, "Mina", None, False, directions, samples, wanted)


def test_a_mirror_keeps_the_persons_left_on_the_left_and_a_door_does_not() -> None:
    assert side_of(Direction.LEFT, mirrored=True) is Side.LEFT
    assert side_of(Direction.LEFT, mirrored=False) is Side.RIGHT
    assert side_of(Direction.RIGHT, mirrored=False) is Side.LEFT
    assert {side_of(Direction.UP, mirrored=each) for each in (True, False)} == {Side.TOP}


def test_every_kept_sample_fills_a_cell_and_the_wanted_side_is_marked() -> None:
    state = _state(Direction.FRONT, Direction.FRONT, Direction.LEFT, wanted=Direction.LEFT)
    ring = ring_of(state, mirrored=True)
    assert ring.parts[Side.FRONT] == RingPart(2.0)
    assert ring.parts[Side.LEFT] == RingPart(1.0, is_wanted=True)
    assert set(ring.parts) == set(Side)


def test_without_movement_there_is_only_the_inner_ring() -> None:
    ring = ring_of(_state(wanted=Direction.FRONT, directions=(Direction.FRONT,)), mirrored=True)
    assert set(ring.parts) == {Side.FRONT}


def test_arriving_empties_the_ring_for_its_own_samples() -> None:
    state = _state(*[Direction.FRONT] * 3, wanted=Direction.ARRIVAL, directions=(*_ALL, Direction.ARRIVAL))
    assert ring_of(state, mirrored=True).parts == {Side.FRONT: RingPart(0.0, is_wanted=True)}


@pytest.mark.parametrize("mirrored", [True, False])
def test_the_pointer_goes_where_the_head_goes_on_the_screen(mirrored: bool) -> None:
    to_own_left = pointer_of(HeadPose(10.5, 0, 0), mirrored=mirrored)
    assert to_own_left == pytest.approx((-0.5 if mirrored else 0.5, 0.0))
    up = pointer_of(HeadPose(0, 10.5, 0), mirrored=mirrored)
    assert up == pytest.approx((0.0, -0.5))
    assert pointer_of(None, mirrored=mirrored) is None


def test_the_pointer_never_leaves_the_ring() -> None:
    far = pointer_of(HeadPose(80, 60, 0), mirrored=True)
    assert far is not None
    assert math.hypot(*far) == pytest.approx(1.0)


def _ring(filled: float) -> RingModel:
    return RingModel({Side.LEFT: RingPart(filled)})


def test_a_cell_fills_in_its_time_and_empties_at_once() -> None:
    motion = RingMotion(320)
    motion.aim(_ring(1), 0)
    assert not motion.moves(0), "what was there at first does not move"
    motion.aim(_ring(2), 1_000)
    shown = [motion.at(1_000 + ms).parts[Side.LEFT].filled for ms in (0, 80, 160, 320)]
    assert shown[0] == 1.0
    assert shown == sorted(shown)
    assert shown[-1] == 2.0
    assert motion.moves(1_100)
    assert not motion.moves(1_320)
    motion.aim(_ring(1), 1_330)
    assert motion.at(1_330).parts[Side.LEFT].filled == 1.0


def test_a_second_cell_starts_from_where_the_first_stands() -> None:
    motion = RingMotion(320)
    motion.aim(_ring(0), 0)
    motion.aim(_ring(1), 0)
    half = motion.at(100).parts[Side.LEFT].filled
    motion.aim(_ring(2), 100)
    assert motion.at(100).parts[Side.LEFT].filled == pytest.approx(half)


def test_reduced_motion_fills_at_once() -> None:
    motion = RingMotion(0)
    motion.aim(_ring(0), 0)
    motion.aim(_ring(1), 0)
    assert motion.at(0).parts[Side.LEFT].filled == 1.0
    assert not motion.moves(0)
