"""YuNet on real pictures."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from pipeline.detection import STILL_SEARCH_PX, YuNetDetector
from pipeline.types import Box, DetectedFace, UInt8Array
from tests.pipeline.real_faces import astronaut, clip_frames, five_points, group, lfw_photos, nearest_the_centre
from weights.store import WeightsStore

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def detector(models: WeightsStore) -> YuNetDetector:
    return YuNetDetector(models.require("yunet"))


@pytest.fixture(scope="module")
def still_detector(models: WeightsStore) -> YuNetDetector:
    return YuNetDetector(models.require("yunet"), STILL_SEARCH_PX)


def resized(image: UInt8Array, width_px: int, height_px: int) -> UInt8Array:
    return np.asarray(cv2.resize(image, (width_px, height_px), interpolation=cv2.INTER_CUBIC), np.uint8)


def inside(face: DetectedFace, image: UInt8Array) -> bool:
    box = face.box
    height_px, width_px = (int(length) for length in image.shape[:2])
    return 0 <= box.left < box.right <= width_px and 0 <= box.top < box.bottom <= height_px


def test_one_face_with_its_points_in_order(detector: YuNetDetector, models: WeightsStore) -> None:
    image = astronaut(models)
    (face,) = detector.detect(image)
    points = five_points(face)
    assert points.shape == (5, 2)
    assert points.dtype == np.float32
    assert not points.flags.writeable
    assert 0.85 < face.confidence <= 1
    right_eye, left_eye, nose, right_mouth, left_mouth = points
    assert right_eye[0] < nose[0] < left_eye[0]  # the subject's right eye is on the left of the picture
    assert right_mouth[0] < nose[0] < left_mouth[0]
    assert max(right_eye[1], left_eye[1]) < nose[1] < min(right_mouth[1], left_mouth[1])
    assert (points[:, 0] > face.box.left).all()
    assert (points[:, 0] < face.box.right).all()


@pytest.mark.parametrize("kind", ["frame", "still"])
def test_all_five_of_a_group_largest_first(
    detector: YuNetDetector, still_detector: YuNetDetector, models: WeightsStore, kind: str
) -> None:
    image = group(models)
    faces = (detector if kind == "frame" else still_detector).detect(image)
    areas = [face.box.width * face.box.height for face in faces]
    assert len(faces) == 5
    assert areas == sorted(areas, reverse=True)
    assert all(inside(face, image) for face in faces)


def test_boxes_and_points_are_in_pixels_of_the_picture_given(detector: YuNetDetector, models: WeightsStore) -> None:
    image = resized(astronaut(models), 640, 640)
    (small,) = detector.detect(image)
    (large,) = detector.detect(resized(image, 2560, 2560))  # searched at 640 as well
    assert np.abs(five_points(large) / 4 - five_points(small)).max() < 1
    assert large.box.width / 4 == pytest.approx(small.box.width, rel=0.02)
    assert large.box.centre[0] / 4 == pytest.approx(small.box.centre[0], abs=1)


def test_a_face_at_the_edge_has_its_box_clipped(detector: YuNetDetector, models: WeightsStore) -> None:
    image = astronaut(models)
    (whole,) = detector.detect(image)
    cut = np.ascontiguousarray(image[:, int(whole.box.left + whole.box.width * 0.25) :])
    (face,) = detector.detect(cut)
    assert inside(face, cut)
    assert face.box.left == 0


def test_a_portrait_that_fills_the_picture_is_found_once(
    still_detector: YuNetDetector, detector: YuNetDetector, models: WeightsStore
) -> None:
    image = astronaut(models)
    (face,) = detector.detect(image)
    left, top, side = int(face.box.left - 30), int(face.box.top - 25), int(face.box.width + 60)
    portrait = resized(np.ascontiguousarray(image[top : top + side, left : left + side]), 1600, 1600)
    (found,) = still_detector.detect(portrait)
    assert found.box.width > 700


def test_a_distant_face_of_a_large_picture_is_found(still_detector: YuNetDetector, models: WeightsStore) -> None:
    scene = np.full((1700, 2300, 3), 128, np.uint8)
    scene[300:812, 1200:1712] = astronaut(models)
    (found,) = still_detector.detect(scene)
    assert found.box.width == pytest.approx(90, rel=0.1)


@pytest.mark.parametrize("shape", [(1, 1), (3, 2000), (2000, 3), (31, 33), (480, 640)])
def test_pictures_of_any_shape_without_a_face_have_none(
    detector: YuNetDetector, still_detector: YuNetDetector, shape: tuple[int, int]
) -> None:
    image = np.random.default_rng(7).integers(0, 256, (*shape, 3), np.uint8)
    assert detector.detect(image) == ()
    assert still_detector.detect(image) == ()


def test_a_read_only_picture_is_searched_and_left_alone(detector: YuNetDetector, models: WeightsStore) -> None:
    image = astronaut(models)
    before = image.copy()
    image.setflags(write=False)
    assert len(detector.detect(image)) == 1
    assert (image == before).all()


def test_a_clip_without_anybody_has_no_face(detector: YuNetDetector, models: WeightsStore) -> None:
    frames = list(clip_frames(models.require("clip-no-face")))[::10]
    assert len(frames) > 5
    assert [detector.detect(frame) for frame in frames] == [()] * len(frames)


@pytest.mark.shared
def test_every_portrayed_person_of_lfw_is_found(detector: YuNetDetector, shared_folder: Path) -> None:
    for image in lfw_photos(shared_folder, 60):
        faces = detector.detect(image)
        assert faces
        box: Box = nearest_the_centre(image, faces).box
        assert 60 < box.width < 150
