"""Finding faces: YuNet, a box and five points a face."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np

from pipeline.types import Box, DetectedFace, Float32Array, UInt8Array, read_only

# Frames are searched with their long side scaled to this: at 640 a face of 60 px in a 640x480 frame is still 60 px wide
# for the network (it finds faces from about 10 px on), and a search stays near 16 ms of CPU.
FRAME_SEARCH_PX = 640

# On 2,148 LFW photos each portrayed face scored .86 or more; .7 leaves turned, covered and badly lit faces room, while
# what scores less is mostly hands, patterns and faces too small to judge.
MIN_CONFIDENCE = 0.7

# Boxes that share more than this part of their union are one face (YuNet's authors' own value).
_NMS_OVERLAP = 0.3
_MAX_CANDIDATES = 500
# YuNet's coarsest grid has cells of 32 px: nothing smaller than one cell can be searched.
_MIN_SEARCH_PX = 32


class YuNetDetector:
    """YuNet 2023mar (github.com/opencv/opencv_zoo, MIT) on OpenCV's DNN module.

    ``search_px`` is the long side to which larger pictures are scaled before the search; boxes and points are always
    in pixels of the picture given. One object a thread: it remembers the size of the last picture.
    """

    name = "yunet"

    def __init__(self, model: Path, search_px: int = FRAME_SEARCH_PX, min_confidence: float = MIN_CONFIDENCE) -> None:
        self._search_px = search_px
        self._network = cv2.FaceDetectorYN.create(
            str(model), "", (search_px, search_px), min_confidence, _NMS_OVERLAP, _MAX_CANDIDATES
        )

    def detect(self, image: UInt8Array) -> tuple[DetectedFace, ...]:
        """Every face of ``image`` (uint8 [h, w, 3], BGR), largest box first; boxes are clipped to the picture."""
        height_px, width_px = image.shape[:2]
        searched, scale = self._scaled(image)
        self._network.setInputSize((searched.shape[1], searched.shape[0]))
        rows: Any = self._network.detect(searched)[1]  # None when there is no face, whatever the stubs say
        if rows is None:
            return ()
        found = (_face(np.asarray(row, np.float32), scale, width_px, height_px) for row in rows)
        faces = [face for face in found if face is not None]
        return tuple(sorted(faces, key=lambda face: face.box.width * face.box.height, reverse=True))

    def _scaled(self, image: UInt8Array) -> tuple[UInt8Array, float]:
        """The picture to search and how many of its pixels are one of the given picture."""
        height_px, width_px = image.shape[:2]
        scale = min(1.0, self._search_px / max(height_px, width_px))
        if scale < 1.0:
            size = max(1, round(width_px * scale)), max(1, round(height_px * scale))
            image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
        below = max(0, _MIN_SEARCH_PX - image.shape[0])
        right = max(0, _MIN_SEARCH_PX - image.shape[1])
        if below or right:
            image = np.pad(image, ((0, below), (0, right), (0, 0)))
        return image, scale


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
