"""Finding faces with YuNet, a box and five points a face; what every detector shares."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from pipeline.types import Box, DetectedFace, Float32Array, UInt8Array, read_only

# The long sides at which a picture is searched; a smaller picture is searched as it is. At 640 a face of 60 px in a
# 640x480 frame is still 60 px wide for the network, and a search costs 16 ms of CPU.
FRAME_SEARCH_PX = (640,)
# YuNet finds faces of about 10 to 300 px. On 36 LFW faces enlarged to fill 52 % of the width of a picture, a search at
# 1280 found 39 %, one at 320 all of them; so a still picture is searched small for portraits and large for groups.
STILL_SEARCH_PX = (1280, 320)

# On 614 LFW photos every portrayed face scored .88 or more, and on 215 all of them .8 or more at 60 px, blurred by 3 px
# or at 15 % of the light; with the lower half covered 99.5 % reach .7 and 98.6 % .8. Noise reached .52, pictures cut
# below the chin .7 in 1.4 %.
MIN_CONFIDENCE = 0.7

# Boxes that share more than this part of their union are one face (YuNet's authors' own value).
_NMS_OVERLAP = 0.3
_MAX_CANDIDATES = 500
# YuNet's coarsest grid has cells of 32 px. In a narrower picture nobody could be judged, and a padded strip of noise
# was once called a face with confidence .9996.
_MIN_SEARCH_PX = 32


class YuNetDetector:
    """YuNet 2023mar (github.com/opencv/opencv_zoo, MIT) on OpenCV's DNN module.

    ``search_px`` are the long sides to which a larger picture is scaled before each search; boxes and points are
    always in pixels of the picture given. One object a thread: it remembers the size of the last picture.
    """

    name = "yunet"

    def __init__(
        self, model: Path, search_px: tuple[int, ...] = FRAME_SEARCH_PX, min_confidence: float = MIN_CONFIDENCE
    ) -> None:
        self._search_px = search_px
        self._network = cv2.FaceDetectorYN.create(
            str(model), "", (search_px[0], search_px[0]), min_confidence, _NMS_OVERLAP, _MAX_CANDIDATES
        )

    def detect(self, image: UInt8Array) -> tuple[DetectedFace, ...]:
        """Every face of ``image`` (uint8 [h, w, 3], BGR), largest box first; boxes are clipped to the picture."""
        long_side_px = max(image.shape[:2])
        scales = sorted({min(1.0, search_px / long_side_px) for search_px in self._search_px})
        faces = [face for scale in scales for face in self._search(image, scale)]
        if len(scales) > 1:
            faces = _each_once(faces)
        return largest_first(faces)

    def _search(self, image: UInt8Array, scale: float) -> list[DetectedFace]:
        height_px, width_px = image.shape[:2]
        searched = scaled_to(image, scale)
        if min(searched.shape[:2]) < _MIN_SEARCH_PX:
            return []
        self._network.setInputSize((searched.shape[1], searched.shape[0]))
        rows: Any = self._network.detect(searched)[1]  # None when there is no face, whatever the stubs say
        if rows is None:
            return []
        found = (_face(np.asarray(row, np.float32), scale, width_px, height_px) for row in rows)
        return [face for face in found if face is not None]


def largest_first(faces: Iterable[DetectedFace]) -> tuple[DetectedFace, ...]:
    """``faces`` in the order that every detector promises."""
    return tuple(sorted(faces, key=lambda face: face.box.width * face.box.height, reverse=True))


def scaled_to(image: UInt8Array, scale: float) -> UInt8Array:
    """``image`` (uint8 [h, w] or [h, w, 3]) at ``scale`` (0 < scale <= 1) of its size, at least one pixel a side."""
    if scale == 1.0:
        return image
    height_px, width_px = image.shape[:2]
    size = max(1, round(width_px * scale)), max(1, round(height_px * scale))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _each_once(faces: list[DetectedFace]) -> list[DetectedFace]:
    """Of faces found at several scales the surest; what lies half inside a surer one is that face or a part of it."""
    kept: list[DetectedFace] = []
    for face in sorted(faces, key=lambda face: face.confidence, reverse=True):
        if all(_shared(face.box, other.box) <= 0.5 for other in kept):
            kept.append(face)
    return kept


def _shared(one: Box, other: Box) -> float:
    """The part of the smaller box that lies in the larger one, 0..1."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    smaller = min(one.width * one.height, other.width * other.height)
    return max(0.0, width) * max(0.0, height) / smaller


def _face(row: Float32Array, scale: float, width_px: int, height_px: int) -> DetectedFace | None:
    """One row of YuNet's answer: box (4), five points (10), confidence; None when nothing of it is in the picture."""
    left, top, width, height = (float(value) / scale for value in row[:4])
    clipped_left, clipped_top = max(0.0, left), max(0.0, top)
    clipped_width = min(left + width, float(width_px)) - clipped_left
    clipped_height = min(top + height, float(height_px)) - clipped_top
    if not (clipped_width > 0 and clipped_height > 0 and np.isfinite(row).all()):
        return None
    points = np.ascontiguousarray(row[4:14].reshape(5, 2) / np.float32(scale), np.float32)
    box = Box(clipped_left, clipped_top, clipped_width, clipped_height)
    return DetectedFace(box, read_only(points), min(1.0, max(0.0, float(row[14]))))
