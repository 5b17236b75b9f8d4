"""Haar and HOG find the faces of real pictures, and their boxes start dlib's landmarks as well as YuNet's do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from pipeline.detection import YuNetDetector
from pipeline.detection_classic import (
    HAAR_2019,
    HAAR_FRAMES,
    HAAR_STILLS,
    HAAR_STILLS_AGAIN,
    HaarDetector,
    HaarSearch,
    HogDetector,
)
from pipeline.landmarks import HAAR_FIT, HOG_FIT, YUNET_FIT, BoxFit, Dlib68
from pipeline.ports import FaceDetector
from pipeline.types import Box, UInt8Array
from tests.pipeline.real_faces import astronaut, group, lfw_photos, nearest_the_centre
from weights.store import WeightsStore

pytestmark = pytest.mark.models

DETECTORS = (
    HaarDetector(),
    HaarDetector((HAAR_2019,)),
    HaarDetector((HAAR_STILLS, HAAR_STILLS_AGAIN)),
    HogDetector(),
    HogDetector(upsample=1),
)


@pytest.mark.parametrize("detector", DETECTORS)
def test_the_astronauts_face_is_found_where_yunet_finds_it(detector: FaceDetector, models: WeightsStore) -> None:
    image = astronaut(models)
    expected = YuNetDetector(models.require("yunet")).detect(image)[0].box
    face = detector.detect(image)[0]
    assert face.five_points is None
    assert 0.5 < face.confidence <= 1
    assert np.abs(np.subtract(face.box.centre, expected.centre)).max() < 0.25 * expected.width
    assert 0.8 < face.box.width / expected.width < 1.7


@pytest.mark.parametrize("detector", DETECTORS[2:])
def test_a_group_comes_largest_first(detector: FaceDetector, models: WeightsStore) -> None:
    faces = detector.detect(group(models))
    areas = [face.box.width * face.box.height for face in faces]
    assert len(faces) >= 4  # of five
    assert areas == sorted(areas, reverse=True)


@pytest.mark.parametrize("detector", DETECTORS)
def test_an_empty_wall_has_no_face(detector: FaceDetector) -> None:
    assert detector.detect(np.full((240, 320, 3), 128, np.uint8)) == ()


@pytest.mark.parametrize("detector", DETECTORS)
@pytest.mark.parametrize("size", [(1, 1), (4, 300), (19, 19)])
def test_pictures_smaller_than_any_face_are_no_trouble(detector: FaceDetector, size: tuple[int, int]) -> None:
    assert detector.detect(np.zeros((*size, 3), np.uint8)) == ()


def test_boxes_are_in_pixels_of_the_picture_given_however_small_it_is_searched(models: WeightsStore) -> None:
    image = astronaut(models)
    whole = HaarDetector((HaarSearch(1.1, 5, 40),)).detect(image)[0].box
    half = HaarDetector((HaarSearch(1.1, 5, 20, search_px=256),)).detect(image)[0].box
    assert np.abs(np.subtract(whole.centre, half.centre)).max() < 8
    assert abs(whole.width - half.width) < 0.15 * whole.width


def test_boxes_of_a_cut_face_end_with_the_picture(models: WeightsStore) -> None:
    image = astronaut(models)
    box = HogDetector().detect(image)[0].box
    cut = np.ascontiguousarray(image[int(box.top + 0.12 * box.height) :, :])
    for face in HogDetector(upsample=1).detect(cut):
        assert min(face.box.left, face.box.top) >= 0
        assert face.box.right <= cut.shape[1]
        assert face.box.bottom <= cut.shape[0]


def test_a_second_search_is_made_only_when_the_first_finds_nobody(models: WeightsStore) -> None:
    image = astronaut(models)
    blind = HaarSearch(1.2, 3, min_px=500)
    assert HaarDetector((blind,)).detect(image) == ()
    assert len(HaarDetector((blind, HAAR_FRAMES)).detect(image)) >= 1
    assert box_of(HaarDetector((HAAR_2019, blind)), image) == box_of(HaarDetector((HAAR_2019,)), image)


def box_of(detector: FaceDetector, image: UInt8Array) -> Box:
    """The largest face's, whose figures are plain numbers, fit for JSON."""
    box = detector.detect(image)[0].box
    assert all(type(value) is float for value in (box.left, box.top, box.width, box.height))
    return box


@pytest.mark.shared
def test_the_portrayed_are_found(shared_folder: Path) -> None:
    """430 photos were measured (detection_classic.py); these are 60 of the same folder."""
    photos = lfw_photos(shared_folder, 60)
    assert missed(HaarDetector((HAAR_STILLS, HAAR_STILLS_AGAIN)), photos) == 0
    assert missed(HaarDetector((HAAR_2019,)), photos) <= 5
    assert missed(HogDetector(), photos) <= 1


def missed(detector: FaceDetector, photos: Sequence[UInt8Array]) -> int:
    return sum(not detector.detect(photo) for photo in photos)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("detector", "fit"), [(HaarDetector((HAAR_STILLS, HAAR_STILLS_AGAIN)), HAAR_FIT), (HogDetector(), HOG_FIT)]
)
def test_landmarks_are_those_that_yunets_box_gives(
    detector: FaceDetector, fit: BoxFit, models: WeightsStore, shared_folder: Path
) -> None:
    yunet = YuNetDetector(models.require("yunet"))
    model = models.require("landmarks-68")
    from_yunet, *others = (Dlib68(model, used) for used in (YUNET_FIT, fit, BoxFit(1.3, 0.0, -0.1)))
    by_fit: list[float] = []
    unfitted: list[float] = []
    for image in lfw_photos(shared_folder, 40):
        reference_face = nearest_the_centre(image, yunet.detect(image))
        reference = from_yunet.find(image, reference_face.box)
        box = nearest_the_centre(image, detector.detect(image)).box
        eyes_px = float(np.linalg.norm(reference[36] - reference[45]))
        for results, finder in zip((by_fit, unfitted), others, strict=True):
            points = finder.find(image, box)
            results.append(float(np.linalg.norm(points - reference, axis=1).mean()) / eyes_px)
    assert np.median(by_fit) < 0.04
    assert np.median(by_fit) < np.median(unfitted)  # the fit does something
