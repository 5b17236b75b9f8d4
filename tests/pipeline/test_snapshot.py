"""The picture for the record of an event."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.snapshot import WIDEST_PX, surroundings
from pipeline.types import Box, UInt8Array


def gradient(width_px: int = 640, height_px: int = 480) -> UInt8Array:
    rows, columns = np.mgrid[:height_px, :width_px]
    return np.stack([columns % 256, rows % 256, np.zeros_like(rows)], axis=2).astype(np.uint8)


def test_it_is_the_box_grown_by_1_6_around_its_centre() -> None:
    image = gradient()
    crop = surroundings(image, Box(200, 150, 100, 120))
    assert crop is not None
    np.testing.assert_array_equal(crop, image[114:306, 170:330])


def test_it_is_a_copy_that_keeps_no_frame_alive() -> None:
    crop = surroundings(gradient(), Box(200, 150, 100, 120))
    assert crop is not None
    assert crop.base is None
    assert not crop.flags.writeable


def test_a_large_face_is_scaled_to_256_px_in_its_own_proportions() -> None:
    crop = surroundings(gradient(1280, 960), Box(400, 300, 320, 400))
    assert crop is not None
    assert crop.shape[:2] == (320, 256)


@pytest.mark.parametrize("box", [Box(700, 100, 50, 50), Box(-300, 100, 50, 50), Box(100, -300, 50, 50)])
def test_outside_the_picture_there_is_nothing(box: Box) -> None:
    assert surroundings(gradient(), box) is None


@settings(max_examples=100)
@given(st.floats(-800, 800), st.floats(-800, 800), st.floats(1, 900), st.floats(1, 900))
def test_any_box_gives_a_small_picture_or_none(left: float, top: float, width: float, height: float) -> None:
    crop = surroundings(gradient(), Box(left, top, width, height))
    assert crop is None or (crop.shape[1] <= WIDEST_PX and crop.size > 0)
