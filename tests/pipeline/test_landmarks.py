"""The 68 points on real faces, and head pose against heads of known pose."""

from __future__ import annotations

import math
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pipeline.detection import YuNetDetector
from pipeline.landmarks import _HEAD_MM, Dlib68, eye_openness, head_pose
from pipeline.types import Box, DetectedFace, Float32Array, HeadPose, UInt8Array
from tests.pipeline.real_faces import astronaut, clip_frames, five_points, group, lfw_photos, nearest_the_centre
from weights.store import WeightsStore


@pytest.fixture(scope="module")
def detector(models: WeightsStore) -> YuNetDetector:
    return YuNetDetector(models.require("yunet"))


@pytest.fixture(scope="module")
def finder(models: WeightsStore) -> Dlib68:
    return Dlib68(models.require("landmarks-68"))


def deviation(face: DetectedFace, landmarks: Float32Array) -> float:
    """Mean distance from YuNet's five points, in eye distances."""
    points = five_points(face)
    same = np.stack(
        [landmarks[36:42].mean(axis=0), landmarks[42:48].mean(axis=0), landmarks[30], landmarks[48], landmarks[54]]
    )
    return float(np.linalg.norm(same - points, axis=1).mean() / np.linalg.norm(points[0] - points[1]))


def turned(yaw_deg: float, pitch_deg: float, roll_deg: float) -> npt.NDArray[np.float64]:
    """Rotation of a head: roll about its own axis, then pitch (chin up > 0), then yaw (to its own left > 0)."""
    yaw, pitch, roll = (math.radians(angle) for angle in (yaw_deg, pitch_deg, roll_deg))
    about_y = [(math.cos(yaw), 0, -math.sin(yaw)), (0, 1, 0), (math.sin(yaw), 0, math.cos(yaw))]
    about_x = [(1, 0, 0), (0, math.cos(pitch), math.sin(pitch)), (0, -math.sin(pitch), math.cos(pitch))]
    about_z = [(math.cos(roll), -math.sin(roll), 0), (math.sin(roll), math.cos(roll), 0), (0, 0, 1)]
    rotation: npt.NDArray[np.float64] = np.array(about_y) @ np.array(about_x) @ np.array(about_z)
    return rotation


def photographed(rotation: npt.NDArray[np.float64], place_mm: tuple[float, float, float]) -> Float32Array:
    """Landmarks of the model head in a 640x480 picture of a lens whose focal length is 640 px."""
    landmarks = np.zeros((68, 2), np.float32)
    for index, point_mm in _HEAD_MM.items():
        across, down, depth = rotation @ np.array(point_mm, np.float64) + place_mm
        landmarks[index] = 640 * across / depth + 320, 640 * down / depth + 240
    return landmarks


@pytest.mark.parametrize("yaw_deg", [-40, -15, 0, 25])
@pytest.mark.parametrize("pitch_deg", [-25, 0, 15])
@pytest.mark.parametrize("roll_deg", [-30, 0, 20])
def test_a_head_of_known_pose_is_measured_right(yaw_deg: float, pitch_deg: float, roll_deg: float) -> None:
    rotation = turned(yaw_deg, pitch_deg, roll_deg)
    centre = rotation @ np.array((0.0, 40.0, 0.0))
    landmarks = photographed(rotation, (-centre[0], -centre[1], 900.0 - centre[2]))
    pose = head_pose(landmarks, 640, 480)
    assert (pose.yaw_deg, pose.pitch_deg, pose.roll_deg) == pytest.approx((yaw_deg, pitch_deg, roll_deg), abs=0.2)


def test_looking_to_ones_own_left_is_positive_yaw_and_up_is_positive_pitch() -> None:
    place = (0.0, -40.0, 900.0)
    straight = photographed(turned(0, 0, 0), place)
    left = photographed(turned(20, 0, 0), place)
    up = photographed(turned(0, 20, 0), place)
    assert left[30, 0] > straight[30, 0]  # the tip of the nose moves to the right of the picture
    assert up[30, 1] < straight[30, 1]
    clockwise = photographed(turned(0, 0, 20), place)
    assert clockwise[45, 1] > clockwise[36, 1]  # the subject's left eye, right in the picture, sinks


@pytest.mark.parametrize("place", [(-300.0, -200.0), (300.0, 150.0), (0.0, 200.0)])
def test_looking_into_the_lens_is_no_turn_wherever_the_face_is(place: tuple[float, float]) -> None:
    centre = np.array((*place, 900.0))
    yaw_deg = math.degrees(math.atan2(-centre[0], centre[2]))
    pitch_deg = math.degrees(math.atan2(centre[1], math.hypot(centre[0], centre[2])))
    rotation = turned(yaw_deg, pitch_deg, 0)
    shift = centre - rotation @ np.array((0.0, 40.0, 0.0))
    pose = head_pose(photographed(rotation, (shift[0], shift[1], shift[2])), 640, 480)
    assert (pose.yaw_deg, pose.pitch_deg) == pytest.approx((0, 0), abs=0.3)
    assert abs(pose.roll_deg) < 5  # seen aslant, an upright head leans a little


@pytest.mark.parametrize("value", [0.0, 100.0, math.nan, math.inf])
def test_landmarks_that_fit_no_head_count_as_turned_away(value: float) -> None:
    assert head_pose(np.full((68, 2), value, np.float32), 640, 480).yaw_deg == 90


@settings(max_examples=100, deadline=None)
@given(hnp.arrays(np.float32, (68, 2), elements=st.floats(-2000, 2000, width=32)))
def test_any_landmarks_have_a_finite_pose(landmarks: Float32Array) -> None:
    pose = head_pose(landmarks, 640, 480)
    assert all(math.isfinite(angle) for angle in (pose.yaw_deg, pose.pitch_deg, pose.roll_deg))


def with_eyes(width: float, left_height: float, right_height: float) -> Float32Array:
    """Landmarks whose eyes are hexagons of these sizes."""
    landmarks = np.zeros((68, 2), np.float32)
    for first, height in ((36, right_height), (42, left_height)):
        across = np.array([0, 1, 2, 3, 2, 1]) * width / 3
        down = np.array([0, -0.5, -0.5, 0, 0.5, 0.5]) * height
        landmarks[first : first + 6] = np.stack([across, down], axis=1)
    return landmarks


def test_eye_openness_is_height_over_width_of_both_eyes() -> None:
    assert eye_openness(with_eyes(30, 9, 9)) == pytest.approx(0.3)
    assert eye_openness(with_eyes(30, 9, 3)) == pytest.approx(0.2)
    assert eye_openness(with_eyes(30, 0, 0)) == 0


@pytest.mark.parametrize("value", [0.0, 7.0, math.nan, math.inf])
def test_points_that_fit_no_eye_are_closed(value: float) -> None:
    assert eye_openness(np.full((68, 2), value, np.float32)) == 0


@pytest.mark.models
def test_a_blink_is_seen_in_a_clip(finder: Dlib68, detector: YuNetDetector, models: WeightsStore) -> None:
    frames = list(clip_frames(models.require("clip-single-face")))
    openness = [eye_openness(finder.find(frame, detector.detect(frame)[0].box)) for frame in frames[20:36]]
    assert max(openness[6:8]) < 0.13, "frames 26 and 27"
    assert min(openness[:4] + openness[12:]) > 0.2


@pytest.mark.models
@pytest.mark.shared
def test_open_eyes_are_rarely_taken_for_closed(finder: Dlib68, detector: YuNetDetector, shared_folder: Path) -> None:
    openness = []
    for image in lfw_photos(shared_folder, 150):
        face = nearest_the_centre(image, detector.detect(image))
        openness.append(eye_openness(finder.find(image, face.box)))
    assert np.mean(np.array(openness) < 0.13) <= 0.03  # 1 % of 900 of them
    assert 0.25 < np.median(openness) < 0.32


@pytest.mark.models
def test_landmarks_lie_on_the_face(finder: Dlib68, detector: YuNetDetector, models: WeightsStore) -> None:
    for image in (astronaut(models), group(models)):
        for face in detector.detect(image):
            landmarks = finder.find(image, face.box)
            assert landmarks.shape == (68, 2)
            assert landmarks.dtype == np.float32
            assert not landmarks.flags.writeable
            assert deviation(face, landmarks) < 0.2


@pytest.mark.models
def test_a_box_at_the_edge_or_outside_is_no_error(finder: Dlib68, models: WeightsStore) -> None:
    image = astronaut(models)
    for box in (Box(-50, -50, 80, 100), Box(500, 500, 12, 12), Box(600, 600, 0.4, 0.4)):
        assert np.isfinite(finder.find(image, box)).all()


@pytest.mark.models
def test_frontal_faces_have_no_pose_and_a_mirror_turns_it_round(
    finder: Dlib68, detector: YuNetDetector, models: WeightsStore
) -> None:
    image = astronaut(models)
    mirrored = np.ascontiguousarray(image[:, ::-1])
    pose, seen = (pose_of_largest(finder, detector, picture) for picture in (image, mirrored))
    assert abs(pose.yaw_deg) < 8
    assert abs(pose.pitch_deg) < 12
    assert seen.yaw_deg == pytest.approx(-pose.yaw_deg, abs=5)
    assert seen.roll_deg == pytest.approx(-pose.roll_deg, abs=3)


def pose_of_largest(finder: Dlib68, detector: YuNetDetector, image: UInt8Array) -> HeadPose:
    face = detector.detect(image)[0]
    return head_pose(finder.find(image, face.box), image.shape[1], image.shape[0])


@pytest.mark.models
def test_a_picture_turned_clockwise_is_a_head_rolled_clockwise(
    finder: Dlib68, detector: YuNetDetector, models: WeightsStore
) -> None:
    image = astronaut(models)
    straight = pose_of_largest(finder, detector, image)
    face = detector.detect(image)[0]
    clockwise = cv2.getRotationMatrix2D(face.box.centre, -15, 1.0)  # OpenCV counts anticlockwise
    rolled = pose_of_largest(finder, detector, np.asarray(cv2.warpAffine(image, clockwise, (512, 512)), np.uint8))
    assert rolled.roll_deg - straight.roll_deg == pytest.approx(15, abs=4)


@pytest.mark.models
@pytest.mark.shared
def test_landmarks_agree_with_the_detector_on_lfw(finder: Dlib68, detector: YuNetDetector, shared_folder: Path) -> None:
    found = []
    for image in lfw_photos(shared_folder, 80):
        face = nearest_the_centre(image, detector.detect(image))
        found.append(deviation(face, finder.find(image, face.box)))
    assert np.mean(found) < 0.125  # .113 on 307 of them
    assert np.mean(np.array(found) > 0.25) <= 0.05


@pytest.mark.models
@pytest.mark.shared
def test_the_turning_woman_sweeps_and_the_still_man_does_not(
    finder: Dlib68, detector: YuNetDetector, shared_folder: Path
) -> None:
    yaws = {}
    for who in ("female", "male"):
        frames = list(clip_frames(shared_folder / "video" / f"head-pose-face-detection-{who}.gif"))
        yaws[who] = [pose_of_largest(finder, detector, frame).yaw_deg for frame in frames if detector.detect(frame)]
    assert len(yaws["female"]) > 15
    assert -40 < min(yaws["female"]) < -25
    assert 25 < max(yaws["female"]) < 45
    assert max(abs(yaw) for yaw in yaws["male"]) < 8
