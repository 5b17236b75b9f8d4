"""What the conditions do to a picture, on a drawn one."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.lab.conditions import CONDITIONS, FoundFace, change
from pipeline.types import Box, UInt8Array

SIDE = 200


@pytest.fixture
def face() -> FoundFace:
    """Eyes at (80, 80) and (120, 80), a jaw from ear to ear over the chin at (100, 150)."""
    points = np.full((68, 2), 100.0, np.float32)
    angles = np.linspace(np.pi, 0, 17)
    points[:17] = np.stack([100 + 50 * np.cos(angles), 90 + 60 * np.sin(angles)], axis=1)
    points[29] = 100, 100
    for start, x in ((36, 80), (42, 120)):
        points[start : start + 6] = [
            (x - 10, 80), (x - 4, 77), (x + 4, 77), (x + 10, 80), (x + 4, 83), (x - 4, 83)
        ]  # fmt: skip
    return FoundFace(Box(50, 50, 100, 110), points)


@pytest.fixture
def image() -> UInt8Array:
    return np.random.default_rng(3).integers(60, 255, (SIDE, SIDE, 3), np.uint8)


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_photo_is_changed_the_same_way_every_time_and_never_in_place(
    name: str, image: UInt8Array, face: FoundFace
) -> None:
    before = image.copy()
    once, again = change(name, image, face), change(name, image, face)
    np.testing.assert_array_equal(once, again)
    np.testing.assert_array_equal(image, before)
    assert once.dtype == np.uint8
    assert once.shape != image.shape or (once != image).any()


@pytest.mark.parametrize(("name", "side"), [("px60", 120), ("px40", 80)])
def test_the_face_is_as_wide_as_the_name_says(name: str, side: int, image: UInt8Array, face: FoundFace) -> None:
    assert change(name, image, face).shape == (side, side, 3)  # its box was 100 px wide in 200


def test_a_small_face_is_not_enlarged(image: UInt8Array, face: FoundFace) -> None:
    small = FoundFace(Box(0, 0, 30, 30), face.landmarks)
    assert change("px60", image, small).shape == image.shape


def test_grey_has_no_colour_and_backlit_little_light(image: UInt8Array, face: FoundFace) -> None:
    grey = change("grey", image, face)
    assert (grey[..., 0] == grey[..., 2]).all()
    assert change("backlit", image, face).mean() < 0.35 * image.mean()


def test_glasses_cover_the_eyes_and_a_mask_the_mouth_and_nothing_else(image: UInt8Array, face: FoundFace) -> None:
    glasses, mask = change("sunglasses", image, face), change("mask", image, face)
    assert glasses[80, 80].max() < 20
    assert glasses[80, 120].max() < 20
    assert (glasses[130:] == image[130:]).all()
    assert mask[130, 100].min() > 150
    assert (mask[:90] == image[:90]).all()
