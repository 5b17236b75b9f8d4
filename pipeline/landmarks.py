"""The 68 points of a face, and how the head is turned."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.dlib_adapter import Predictor
from pipeline.types import Box, Float32Array, HeadPose, UInt8Array, read_only

LANDMARK_COUNT = 68


@dataclass(frozen=True, slots=True)
class BoxFit:
    """From a detector's box to the square in which dlib's model expects the face, as dlib's own HOG detector gives it.

    The side of the square in widths of the box, and how far its centre lies to the right (in widths) and lower (in
    heights).
    """

    side_of_width: float = 1.0
    right_by_width: float = 0.0
    lower_by_height: float = 0.0


# The median HOG box of 304 LFW photos is 1.125 times as wide as YuNet's and lies .064 of YuNet's height lower. Of 425
# it is .905 times as wide as the Haar cascade's (5-95 %: .77-1.08), .03 to the right and .106 lower.
YUNET_FIT = BoxFit(side_of_width=1.12, lower_by_height=0.06)
HAAR_FIT = BoxFit(side_of_width=0.9, right_by_width=0.03, lower_by_height=0.105)
HOG_FIT = BoxFit()

# A grown head in millimetres by landmark index: x to the subject's left, y down, z into the head; origin between the
# eyes (sellion). Round figures of craniofacial anthropometry (Farkas, "Anthropometry of the Head and Face", 1994):
# outer eye corners 90 apart, inner 32, mouth 52, nose 50 long standing out 16 from its base, chin 116 below.
_HEAD_MM = {
    27: (0, 0, 0),  # sellion
    30: (0, 42, -20),  # tip of the nose
    33: (0, 50, -4),  # base of the nose
    36: (-45, 4, 24),  # right eye, outer corner
    39: (-16, 5, 13),  # right eye, inner corner
    42: (16, 5, 13),  # left eye, inner corner
    45: (45, 4, 24),  # left eye, outer corner
    48: (-26, 74, 10),  # right corner of the mouth
    54: (26, 74, 10),  # left corner of the mouth
    8: (0, 116, 4),  # chin
}
_HEAD_INDICES = list(_HEAD_MM)
_HEAD_POINTS_MM = np.array(list(_HEAD_MM.values()), np.float64)
_HEAD_CENTRE_MM = np.array((0.0, 40.0, 0.0))
_OUTER_EYES_MM = 90.0

# A lens sees about 53 degrees across when its focal length equals the picture's width: between the Pi cameras' 54
# (v1), 62 (v2) and 66 (Module 3). A wrong guess moves an angle by a degree or two, as the ray to the face is taken out.
_FOCAL_LENGTH_OF_WIDTH = 1.0

# What is said of landmarks that no head could have: turned away, so that nobody is judged by them.
_NO_POSE = HeadPose(yaw_deg=90.0, pitch_deg=0.0, roll_deg=0.0)


class Dlib68:
    """dlib's shape predictor (Kazemi and Sullivan, CVPR 2014), trained on iBUG 300-W: no commercial use.

    Against YuNet's own eyes, nose tip and corners of the mouth on 307 LFW photos the mean distance is .113 of the eye
    distance (median .103; .108 where dlib's own HOG box starts the fit, .115 from YuNet's box as it is): mostly the two
    networks' different ideas of where those points are. 1.3 % of the faces are more than .25 off. ``fit`` names whose
    boxes it will be given.
    """

    def __init__(self, model: Path, fit: BoxFit = YUNET_FIT) -> None:
        self._predictor = Predictor(model)
        self._fit = fit

    def find(self, image: UInt8Array, box: Box) -> Float32Array:
        """Float32 [68, 2] in pixels of ``image`` (uint8 [h, w, 3], BGR); points may lie outside the picture."""
        return read_only(self._predictor.points(image, *_square(box, self._fit)))


def eye_openness(landmarks: Float32Array) -> float:
    """The mean eye aspect ratio of both eyes: height over width, no unit (Soukupova and Cech, CVWW 2016).

    ``landmarks`` is float32 [68, 2]. Wide open eyes are at .3 to .4, closed ones below .14. It hardly depends on the
    turn of the head: on 900 LFW photos the median is .29 ahead, .29 at 20-40 degrees of yaw, .26 at 20-40 of pitch. 0
    when the points fit no eye.
    """
    return (_aspect(landmarks[36:42]) + _aspect(landmarks[42:48])) / 2


def _aspect(eye: Float32Array) -> float:
    """Of the six points of one eye, which go round from one corner."""
    if not np.isfinite(eye).all():
        return 0.0
    width = float(np.linalg.norm(eye[3] - eye[0]))
    height = float(np.linalg.norm(eye[1] - eye[5]) + np.linalg.norm(eye[2] - eye[4])) / 2
    return height / width if width > 0 else 0.0


def _square(box: Box, fit: BoxFit) -> tuple[int, int, int]:
    """Left, top and side in whole pixels."""
    side = box.width * fit.side_of_width
    centre_x, centre_y = box.centre
    left = round(centre_x + box.width * fit.right_by_width - side / 2)
    top = round(centre_y + box.height * fit.lower_by_height - side / 2)
    return left, top, max(1, round(side))


def head_pose(landmarks: Float32Array, width_px: int, height_px: int) -> HeadPose:
    """How the head is turned against the line from the lens to it; looking into the lens is 0 anywhere in the picture.

    ``landmarks`` is float32 [68, 2] in pixels of a picture of ``width_px`` x ``height_px``. Perspective-n-point
    (cv2.solvePnP, Levenberg-Marquardt from a frontal start, so that the fit never lands on the mirrored solution).
    Landmarks that fit no head count as turned away by 90 degrees.
    """
    points = landmarks[_HEAD_INDICES].astype(np.float64)
    focal_px = _FOCAL_LENGTH_OF_WIDTH * max(width_px, height_px)
    camera = np.array([(focal_px, 0.0, width_px / 2), (0.0, focal_px, height_px / 2), (0.0, 0.0, 1.0)])
    start = _frontal_start(landmarks, points, camera)
    if start is None:
        return _NO_POSE
    found, turn, place = cv2.solvePnP(
        _HEAD_POINTS_MM, points, camera, None, np.zeros((3, 1)), start, True, cv2.SOLVEPNP_ITERATIVE
    )
    if not (found and np.isfinite(turn).all() and np.isfinite(place).all()):
        return _NO_POSE
    rotation = np.asarray(cv2.Rodrigues(turn)[0], np.float64)
    ray = rotation @ _HEAD_CENTRE_MM + np.asarray(place, np.float64).ravel()
    return _angles(_facing_the_ray(ray).T @ rotation)


def _frontal_start(
    landmarks: Float32Array, points: npt.NDArray[np.float64], camera: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64] | None:
    """Where a head that looks into the lens would be (millimetres, [3, 1]); None without an eye distance."""
    if not np.isfinite(points).all():
        return None
    eyes_px = float(np.linalg.norm(landmarks[45] - landmarks[36]))
    if eyes_px < 1.0:
        return None
    focal_px = camera[0, 0]
    depth_mm = focal_px * _OUTER_EYES_MM / eyes_px
    across, down = (points.mean(axis=0) - camera[:2, 2]) * depth_mm / focal_px
    return np.array([(across,), (down - _HEAD_CENTRE_MM[1],), (depth_mm,)])


def _facing_the_ray(ray: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The smallest rotation that turns the lens's axis onto ``ray``."""
    direction = ray / np.linalg.norm(ray)
    axis = np.array([-direction[1], direction[0], 0.0])  # the axis of view, (0, 0, 1), crossed with the direction
    sine = float(np.linalg.norm(axis))
    if sine < 1e-9:
        return np.eye(3)
    angle = np.arctan2(sine, direction[2])
    return np.asarray(cv2.Rodrigues(axis / sine * angle)[0], np.float64)


def _angles(rotation: npt.NDArray[np.float64]) -> HeadPose:
    """Roll about the face's own axis first, then pitch, then yaw; the face looks along -z of the head."""
    across, down, depth = -rotation[:, 2]
    return HeadPose(
        yaw_deg=float(np.degrees(np.arctan2(across, -depth))),
        pitch_deg=float(np.degrees(np.arcsin(np.clip(-down, -1.0, 1.0)))),
        roll_deg=float(np.degrees(np.arctan2(rotation[1, 0], rotation[1, 1]))),
    )
