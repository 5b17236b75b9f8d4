"""Pictures are cropped little or not at all; plates stay inside and apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.wall.tile_layout import Rect, fit, place_plate

AREA = Rect(1, 32, 431, 312)


def test_a_picture_that_nearly_fits_fills_the_tile() -> None:
    place = fit(640, 480, AREA)
    shown = place.rect(0, 0, 640, 480)
    assert shown.x <= AREA.x
    assert shown.right >= AREA.right
    assert shown.y <= AREA.y
    assert shown.bottom >= AREA.bottom


def test_a_picture_of_another_shape_is_shown_whole() -> None:
    shown = fit(480, 640, AREA).rect(0, 0, 480, 640)
    assert shown.height == pytest.approx(AREA.height)
    assert shown.x > AREA.x
    assert shown.x - AREA.x == pytest.approx(AREA.right - shown.right)


@given(st.integers(16, 4000), st.integers(16, 4000), st.integers(100, 2000), st.integers(80, 1200))
def test_less_than_eight_hundredths_of_a_picture_are_ever_hidden(
    width: int, height: int, tile_width: int, tile_height: int
) -> None:
    area = Rect(0, 0, tile_width, tile_height)
    shown = fit(width, height, area).rect(0, 0, width, height)
    visible = min(shown.width, area.width) * min(shown.height, area.height)
    assert visible / (shown.width * shown.height) > 0.92 - 1e-9
    assert shown.width / shown.height == pytest.approx(width / height, rel=1e-6)


def test_a_plate_stands_8_px_under_its_box_and_centred() -> None:
    box = Rect(150, 100, 120, 140)
    at, is_free = place_plate(box, (208, 50), AREA)
    assert is_free
    assert (at.y, at.x + 104) == (248, 210)


def test_without_room_below_it_stands_above() -> None:
    at, _ = place_plate(Rect(150, 190, 120, 140), (208, 50), AREA)
    assert at.bottom == 182


def test_with_room_nowhere_it_stays_inside() -> None:
    at, _ = place_plate(Rect(0, 30, 431, 320), (208, 66), AREA)
    assert at.bottom == AREA.bottom - 8


@given(st.floats(-200, 600), st.floats(-200, 600), st.floats(10, 400), st.floats(10, 400))
def test_a_plate_never_leaves_the_picture(x: float, y: float, width: float, height: float) -> None:
    at, _ = place_plate(Rect(x, y, width, height), (208, 50), AREA)
    assert AREA.x + 7 <= at.x
    assert at.right <= AREA.right - 7
    assert AREA.y + 7 <= at.y
    assert at.bottom <= AREA.bottom - 7


def test_two_plates_do_not_overlap_where_there_is_room() -> None:
    first, _ = place_plate(Rect(100, 150, 80, 90), (208, 50), AREA)
    second, is_free = place_plate(Rect(190, 150, 80, 90), (208, 50), AREA, [first])
    assert is_free
    assert not first.meets(second)
    assert place_plate(Rect(150, 150, 80, 90), (208, 50), AREA, [first, second])[1] is False
