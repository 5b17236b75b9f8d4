"""The only file that touches dlib, which has no types: its HOG detector, 68 points and face chip as plain functions."""

from __future__ import annotations

from pathlib import Path

import cv2
import dlib
import numpy as np

from pipeline.types import Float32Array, UInt8Array

# left, top, right, bottom (included) in pixels, and the detector's margin above its threshold
HogFace = tuple[int, int, int, int, float]


class HogFinder:
    """dlib's frontal face detector (HOG of Dalal and Triggs, Felzenszwalb's sliding windows), five views of a head."""

    def __init__(self) -> None:
        self._detector = dlib.get_frontal_face_detector()

    def find(self, bgr: UInt8Array, upsample: int) -> list[HogFace]:
        """Every face of uint8 [h, w, 3]; each ``upsample`` doubles the picture first (80 px is the smallest face)."""
        boxes, margins, _view = self._detector.run(_rgb(bgr), upsample, 0.0)
        return [
            (box.left(), box.top(), box.right(), box.bottom(), margin)
            for box, margin in zip(boxes, margins, strict=True)
        ]


class Predictor:
    """dlib's shape predictor (Kazemi and Sullivan, CVPR 2014)."""

    def __init__(self, model: Path) -> None:
        self._predictor = dlib.shape_predictor(str(model))

    def points(self, bgr: UInt8Array, left: int, top: int, side: int) -> Float32Array:
        """Float32 [points, 2], from a start in the square at (``left``, ``top``) that is ``side`` px wide."""
        shape = self._predictor(_rgb(bgr), dlib.rectangle(left, top, left + side - 1, top + side - 1))
        return np.array([(point.x, point.y) for point in shape.parts()], np.float32)


def face_chip(bgr: UInt8Array, landmarks: Float32Array, side_px: int, padding: float) -> UInt8Array:
    """``dlib.get_face_chip``: the crop onto which dlib fits the 68 ``landmarks`` (float32 [68, 2], rounded to pixels).

    uint8 [side, side, 3], BGR. The fit is a similarity over 51 of the points; large faces are first scaled down.
    """
    points = [dlib.point(round(float(x)), round(float(y))) for x, y in landmarks]
    shape = dlib.full_object_detection(dlib.rectangle(0, 0, 1, 1), points)  # the box does not enter the fit
    chip = dlib.get_face_chip(_rgb(bgr), shape, size=side_px, padding=padding)
    return np.asarray(cv2.cvtColor(chip, cv2.COLOR_RGB2BGR), np.uint8)


def _rgb(bgr: UInt8Array) -> UInt8Array:
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8)  # fifty times as fast as turning the axis round
