"""The pose disc points where the head points."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop_app.painting.pose_axes import POSE_DISC_PX, paint_pose_disc, pose_axes
from pipeline.types import HeadPose


def test_a_face_straight_ahead_looks_into_the_camera() -> None:
    side, top, nose = pose_axes(HeadPose(0, 0, 0))
    assert (side, top, nose) == ((1, 0, 0), (0, 1, 0), (0, 0, 1))


@pytest.mark.parametrize(
    ("pose", "across", "up"),
    [
        (HeadPose(30, 0, 0), 1, 0),  # to the subject's left is to the right of the picture
        (HeadPose(-30, 0, 0), -1, 0),
        (HeadPose(0, 20, 0), 0, 1),
        (HeadPose(0, -20, 0), 0, -1),
    ],
)
def test_the_nose_goes_where_the_head_turns(pose: HeadPose, across: int, up: int) -> None:
    x, y, z = pose_axes(pose)[2]
    assert (round(x * 2), round(y * 3)) == (across, up)
    assert z > 0.5


def test_a_head_that_leans_clockwise_tips_its_top_to_the_right() -> None:
    _, top, nose = pose_axes(HeadPose(0, 0, 20))
    assert top[0] > 0.3
    assert nose == (0, 0, 1)


def test_the_axes_stay_perpendicular() -> None:
    axes = pose_axes(HeadPose(25, -14, 9))
    for one in range(3):
        for other in range(3):
            product = sum(a * b for a, b in zip(axes[one], axes[other], strict=True))
            assert product == pytest.approx(1.0 if one == other else 0.0)


def test_turning_moves_the_dot_of_the_nose(qapp: QApplication) -> None:
    def disc(pose: HeadPose) -> QImage:
        image = QImage(POSE_DISC_PX, POSE_DISC_PX, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        paint_pose_disc(painter, QPointF(0, 0), pose)
        painter.end()
        return image

    ahead, left = disc(HeadPose(0, 0, 0)), disc(HeadPose(40, 0, 0))
    assert ahead.pixelColor(42, 42).blue() > 200
    assert ahead != left
    assert qapp is not None
