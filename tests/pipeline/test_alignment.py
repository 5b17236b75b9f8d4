"""The five-point crop against OpenCV's own, and against what it must do by definition."""

from __future__ import annotations

from pathlib import Path

import cv2
import dlib
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pipeline.alignment import (
    _TEMPLATE_112,
    FIVE_POINT_112,
    NOSE_CENTRED,
    PROGRAM_2019,
    align_five_points,
    align_nose_centred,
    align_program_2019,
)
from pipeline.detection import YuNetDetector
from pipeline.landmarks import YUNET_FIT, Dlib68, _square
from pipeline.types import Box, Float32Array, UInt8Array
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


Point = tuple[float, float]


def landmarks_square(box: Box) -> tuple[int, int, int]:
    return _square(box, YUNET_FIT)


# The three points of OpenFace's OUTER_EYES_AND_NOSE in its crop of 96 px.
EYES_AND_NOSE_96 = np.array([(18.639, 16.250), (75.730, 15.184), (47.515, 49.386)])


def landmarks_with(right_eye: Point, left_eye: Point, nose: Point) -> Float32Array:
    points = np.zeros((68, 2), np.float32)
    points[36], points[45], points[33] = right_eye, left_eye, nose
    return points


def dots_at(points: Float32Array, width_px: int, height_px: int) -> UInt8Array:
    image = np.zeros((height_px, width_px, 3), np.uint8)
    for channel, index in enumerate((36, 45, 33)):
        x, y = np.round(points[index]).astype(int)
        image[y - 4 : y + 5, x - 4 : x + 5, channel] = 255
    return image


def centre_of(channel: UInt8Array) -> npt.NDArray[np.float64]:
    weights = channel.astype(np.float64)
    ys, xs = np.mgrid[: channel.shape[0], : channel.shape[1]]
    return np.array([(xs * weights).sum() / weights.sum(), (ys * weights).sum() / weights.sum()])


@pytest.mark.parametrize("turn_deg", [0, 25, -40])
def test_outer_eyes_and_nose_land_on_openfaces_targets(turn_deg: float) -> None:
    turn = np.radians(turn_deg)
    rotation = np.array([(np.cos(turn), -np.sin(turn)), (np.sin(turn), np.cos(turn))])
    face = np.array([(-60.0, -30.0), (62.0, -34.0), (5.0, 45.0)]) @ rotation.T + (200, 160)
    points = landmarks_with(*((round(x), round(y)) for x, y in face))
    crop = align_nose_centred(dots_at(points, 400, 320), points)
    assert (crop.image.shape, crop.alignment) == ((96, 96, 3), NOSE_CENTRED)
    found = np.array([centre_of(crop.image[:, :, channel]) for channel in range(3)])
    assert np.abs(found - EYES_AND_NOSE_96).max() < 0.5


def test_three_points_on_a_line_give_a_crop_all_the_same() -> None:
    points = landmarks_with((10, 10), (20, 20), (30, 30))
    assert align_nose_centred(noise(60, 60), points).image.shape == (96, 96, 3)


@pytest.mark.models
def test_the_2019_crop_is_dlibs_own_chip_in_our_colours(models: WeightsStore) -> None:
    image = astronaut(models)
    box = YuNetDetector(models.require("yunet")).detect(image)[0].box
    model = models.require("landmarks-68")
    points = Dlib68(model).find(image, box)
    rgb = np.ascontiguousarray(image[:, :, ::-1])
    left, top, side = landmarks_square(box)
    shape = dlib.shape_predictor(str(model))(rgb, dlib.rectangle(left, top, left + side - 1, top + side - 1))
    expected = dlib.get_face_chip(rgb, shape, size=96)  # the padding of the program of 2019 is dlib's default
    crop = align_program_2019(image, points)
    assert (crop.image.shape, crop.alignment) == ((96, 96, 3), PROGRAM_2019)
    assert np.array_equal(crop.image[:, :, ::-1], expected)


@pytest.mark.models
def test_the_2019_crop_is_wider_and_has_the_eyes_lower(models: WeightsStore) -> None:
    """Which is why OpenFace, trained on the latter, does so much worse on it."""
    image = astronaut(models)
    points = Dlib68(models.require("landmarks-68")).find(
        image, YuNetDetector(models.require("yunet")).detect(image)[0].box
    )
    marked = dots_at(points, image.shape[1], image.shape[0])
    eyes = [
        np.array([centre_of(crop.image[:, :, channel]) for channel in (0, 1)])
        for crop in (align_nose_centred(marked, points), align_program_2019(marked, points))
    ]
    apart = [float(np.linalg.norm(right - left)) for right, left in eyes]
    assert apart[0] > 1.1 * apart[1]
    down = [float(both[:, 1].mean()) for both in eyes]
    assert down[1] > down[0] + 10
