"""The five-point crop against OpenCV's own, and against what it must do by definition."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pipeline.alignment import _TEMPLATE_112, FIVE_POINT_112, align_five_points
from pipeline.detection import YuNetDetector
from pipeline.types import Float32Array, UInt8Array
from tests.pipeline.real_faces import astronaut, five_points, group, lfw_photos
from weights.store import WeightsStore


def noise(width_px: int, height_px: int) -> UInt8Array:
    coarse = np.random.default_rng(3).integers(0, 256, (height_px // 8, width_px // 8, 3), np.uint8)
    return np.asarray(cv2.resize(coarse, (width_px, height_px), interpolation=cv2.INTER_CUBIC), np.uint8)


@pytest.fixture(scope="module")
def opencv(models: WeightsStore) -> cv2.FaceRecognizerSF:
    return cv2.FaceRecognizerSF.create(str(models.require("sface")), "")


@pytest.fixture(scope="module")
def detector(models: WeightsStore) -> YuNetDetector:
    return YuNetDetector(models.require("yunet"))


def opencv_crop(opencv: cv2.FaceRecognizerSF, image: UInt8Array, points: Float32Array) -> UInt8Array:
    row = np.zeros((1, 15), np.float32)
    row[0, 4:14] = points.ravel()
    return np.asarray(opencv.alignCrop(image, row), np.uint8)


def largest_difference(one: UInt8Array, other: UInt8Array) -> int:
    return int(np.abs(one.astype(int) - other).max())


def test_points_on_the_template_are_cut_out_as_they_are() -> None:
    image = noise(200, 160)
    aligned = align_five_points(image, _TEMPLATE_112 + np.array((40, 24), np.float32))
    assert aligned.alignment == FIVE_POINT_112
    assert aligned.image.shape == (112, 112, 3)
    assert not aligned.image.flags.writeable
    assert largest_difference(aligned.image, image[24:136, 40:152]) <= 8  # the template's centre is a rounded figure


def test_a_turned_and_enlarged_face_comes_out_the_same() -> None:
    image = noise(448, 448)
    points = _TEMPLATE_112 + np.array((168, 168), np.float32)
    straight = align_five_points(image, points)
    transform = cv2.getRotationMatrix2D((224, 224), 20, 1.5)
    turned = np.asarray(cv2.warpAffine(image, transform, (448, 448), flags=cv2.INTER_CUBIC), np.uint8)
    moved = (points @ transform[:, :2].T + transform[:, 2]).astype(np.float32)
    difference = np.abs(align_five_points(turned, moved).image.astype(int) - straight.image)
    assert difference.mean() < 3


def test_outside_the_picture_the_crop_is_black() -> None:
    aligned = align_five_points(np.full((100, 100, 3), 200, np.uint8), _TEMPLATE_112 - np.array((56, 0), np.float32))
    assert (aligned.image[:90, :50] == 0).all()
    assert (aligned.image[:90, 60:] == 200).all()


def test_points_that_coincide_still_give_a_crop() -> None:
    assert align_five_points(noise(64, 64), np.full((5, 2), 30, np.float32)).image.shape == (112, 112, 3)


@pytest.mark.models
def test_real_faces_are_cut_exactly_as_opencv_does(
    opencv: cv2.FaceRecognizerSF, detector: YuNetDetector, models: WeightsStore
) -> None:
    for image in (astronaut(models), group(models)):
        for face in detector.detect(image):
            points = five_points(face)
            assert largest_difference(align_five_points(image, points).image, opencv_crop(opencv, image, points)) == 0


@pytest.mark.models
@settings(max_examples=100, deadline=None)
@given(shift=hnp.arrays(np.float32, (5, 2), elements=st.floats(-12, 12, width=32)), scale=st.floats(0.4, 3))
def test_any_face_like_points_are_cut_as_opencv_does(
    opencv: cv2.FaceRecognizerSF, shift: Float32Array, scale: float
) -> None:
    image = noise(320, 240)
    points = ((_TEMPLATE_112 + shift) * np.float32(scale)).astype(np.float32)
    # 1e-16 in the transform may still tip a pixel over to the next of warpAffine's 32 steps.
    ours, theirs = align_five_points(image, points).image, opencv_crop(opencv, image, points)
    assert np.mean(ours != theirs) < 0.01
    assert largest_difference(ours, theirs) <= 16


@pytest.mark.models
@pytest.mark.shared
def test_lfw_faces_are_cut_exactly_as_opencv_does(
    opencv: cv2.FaceRecognizerSF, detector: YuNetDetector, shared_folder: Path
) -> None:
    for image in lfw_photos(shared_folder, 60):
        points = five_points(detector.detect(image)[0])
        assert largest_difference(align_five_points(image, points).image, opencv_crop(opencv, image, points)) <= 1
