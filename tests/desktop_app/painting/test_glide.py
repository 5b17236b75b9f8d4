"""The disc glides for the same person and jumps for another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.painting.glide import Glide
from pipeline.types import PersonId

A, B = PersonId("a"), PersonId("b")


def test_it_starts_where_the_first_distance_is() -> None:
    glide = Glide(160)
    glide.aim(A, 0.8, 1000)
    assert glide.at(1000) == 0.8
    assert not glide.moves(1000)


def test_it_takes_160_ms_to_a_new_distance_of_the_same_person() -> None:
    glide = Glide(160)
    glide.aim(A, 0.8, 0)
    glide.aim(A, 1.0, 1000)
    assert glide.at(1000) == pytest.approx(0.8)
    assert 0.8 < glide.at(1040) < glide.at(1100) < 1.0
    assert glide.moves(1100)
    assert glide.at(1160) == pytest.approx(1.0)
    assert not glide.moves(1160)


def test_it_jumps_to_another_person() -> None:
    glide = Glide(160)
    glide.aim(A, 0.8, 0)
    glide.aim(B, 1.2, 10)
    assert glide.at(10) == 1.2


def test_reduced_motion_is_no_motion() -> None:
    glide = Glide(0)
    glide.aim(A, 0.8, 0)
    glide.aim(A, 1.0, 0)
    assert glide.at(0) == 1.0
    assert not glide.moves(0)


@given(st.lists(st.tuples(st.floats(0, 2), st.floats(0, 200)), min_size=1, max_size=12))
def test_a_new_aim_never_makes_it_jump(aims: list[tuple[float, float]]) -> None:
    glide, now = Glide(160), 0.0
    glide.aim(A, 0.5, now)
    for distance, wait in aims:
        now += wait
        before = glide.at(now)
        glide.aim(A, distance, now)
        assert glide.at(now) == pytest.approx(before, abs=1e-9)
