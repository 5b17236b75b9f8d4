"""The head-pose disc: where a face's own axes point, as seen by the camera."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter

from desktop_app.painting.marks import faded, pen
from desktop_app.tokens import theme_named
from pipeline.types import HeadPose

POSE_DISC_PX: Final = 84
_REACH_PX: Final = 28.0
_THEME: Final = theme_named("dark")
# On a picture: the same in both themes. Side, up, nose.
_COLOURS: Final = (_THEME.danger.base, _THEME.state["recognised"].mark, _THEME.accent.base)

Vector = tuple[float, float, float]


def pose_axes(pose: HeadPose) -> tuple[Vector, Vector, Vector]:
    """The unit vectors to the subject's left, to the top of the head and along the nose.

    In the camera's view: x to the right of the picture, y up, z towards the camera; the head turns first, then tilts,
    then rolls. A face straight ahead has them along x, y and z.
    """
    side, top, nose = (_turned(axis, pose) for axis in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)))
    return side, top, nose


def _turned(vector: Vector, pose: HeadPose) -> Vector:
    yaw, pitch, roll = (math.radians(each) for each in (pose.yaw_deg, pose.pitch_deg, pose.roll_deg))
    x, y, z = vector
    x, z = x * math.cos(yaw) + z * math.sin(yaw), -x * math.sin(yaw) + z * math.cos(yaw)
    y, z = y * math.cos(pitch) + z * math.sin(pitch), -y * math.sin(pitch) + z * math.cos(pitch)
    return x * math.cos(roll) + y * math.sin(roll), -x * math.sin(roll) + y * math.cos(roll), z


def paint_pose_disc(painter: QPainter, top_left: QPointF, pose: HeadPose) -> None:
    """A disc of 84 px; the axis that comes nearest to the camera is painted last."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = top_left + QPointF(POSE_DISC_PX / 2, POSE_DISC_PX / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(QColor(_THEME.picture.plate), _THEME.picture.plate_alpha))
    painter.drawEllipse(middle, POSE_DISC_PX / 2 - 1, POSE_DISC_PX / 2 - 1)
    axes = sorted(zip(pose_axes(pose), _COLOURS, strict=True), key=lambda axis: axis[0][2])
    for (x, y, _), colour in axes:
        end = middle + QPointF(x * _REACH_PX, -y * _REACH_PX)
        painter.setPen(pen(QColor(colour), 3, cap=Qt.PenCapStyle.RoundCap))
        painter.drawLine(middle, end)
    _paint_nose(painter, middle, pose_axes(pose)[2])


def _paint_nose(painter: QPainter, middle: QPointF, nose: Vector) -> None:
    """The tip of the nose as a dot: straight ahead its line would be nothing."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_COLOURS[2]))
    painter.drawEllipse(middle + QPointF(nose[0] * _REACH_PX, -nose[1] * _REACH_PX), 4.5, 4.5)
