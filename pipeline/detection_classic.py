"""Finding faces the older ways: OpenCV's Haar cascade and dlib's HOG detector. Both give boxes without points."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from pipeline.detection import largest_first, scaled_to
from pipeline.dlib_adapter import HogFinder
from pipeline.types import Box, DetectedFace, UInt8Array

_CASCADE = "haarcascade_frontalface_default.xml"


@dataclass(frozen=True, slots=True)
class HaarSearch:
    """One pass of the cascade.

    The picture is scaled down to ``search_px`` on its long side (None: searched as it is); the window grows by
    ``scale_factor``; a face needs ``min_neighbours`` overlapping hits and ``min_px`` of width in the scaled picture.
    """

    scale_factor: float
    min_neighbours: int
    min_px: int = 0
    search_px: int | None = None


# On 430 LFW photos (250x250; ms on one thread) the portrayed face was missed: 1.3/5 20 times (15 ms), 1.2/3 from 40 px
# 4 times (14 ms), 1.1/5 from 40 px 5 times (23 ms), 1.05/3 from 40 px once (46 ms, but a second box in every fifth).
HAAR_2019 = HaarSearch(scale_factor=1.3, min_neighbours=5)
# Frames of 640x480 are searched at half size for faces of 60 px: a third of the time of 2019, and more faces.
HAAR_FRAMES = HaarSearch(scale_factor=1.2, min_neighbours=3, min_px=30, search_px=320)
# Still pictures are worth a second, finer look when the first finds nobody.
HAAR_STILLS = HaarSearch(scale_factor=1.2, min_neighbours=3, min_px=40, search_px=1280)
HAAR_STILLS_AGAIN = HaarSearch(scale_factor=1.05, min_neighbours=3, min_px=30, search_px=640)


class HaarDetector:
    """The frontal cascade of Viola and Jones (CVPR 2001) as OpenCV ships it; ``searches`` until one finds a face.

    A cascade says yes or no: the confidence is always 1. One object a thread. RuntimeError when OpenCV came without
    the cascade (version 5 does).
    """

    name = "haar"

    def __init__(self, searches: Sequence[HaarSearch] = (HAAR_FRAMES,)) -> None:
        self._searches = tuple(searches)
        self._cascade = _cascade()

    def detect(self, image: UInt8Array) -> tuple[DetectedFace, ...]:
        """Every frontal face of ``image`` (uint8 [h, w, 3], BGR), largest box first; the boxes are squares."""
        grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)
        for search in self._searches:
            if faces := tuple(self._search(grey, search)):
                return largest_first(faces)
        return ()

    def _search(self, grey: UInt8Array, search: HaarSearch) -> Iterator[DetectedFace]:
        scale = min(1.0, search.search_px / max(grey.shape)) if search.search_px else 1.0
        smallest = (search.min_px, search.min_px)
        found = self._cascade.detectMultiScale(
            scaled_to(grey, scale), search.scale_factor, search.min_neighbours, minSize=smallest
        )
        for left, top, width, height in found:
            box = (float(value) / scale for value in (left, top, width, height))
            yield DetectedFace(Box(*box), None, 1.0)


def _cascade() -> cv2.CascadeClassifier:
    file = Path(cv2.__file__).parent / "data" / _CASCADE  # cv2.data.haarcascades, which the type stubs lack
    cascade = cv2.CascadeClassifier(str(file))
    if cascade.empty():
        raise RuntimeError(f"OpenCV {cv2.__version__} came without {_CASCADE}; version 4 has it")
    return cascade


class HogDetector:
    """dlib's frontal face detector. ``upsample`` doubles the picture so often first: 0 finds faces from 80 px.

    The confidence is the logistic function of the detector's margin: .5 at its threshold, .95 at a clear face's 3.
    """

    name = "hog"

    def __init__(self, upsample: int = 0) -> None:
        self._finder = HogFinder()
        self._upsample = upsample

    def detect(self, image: UInt8Array) -> tuple[DetectedFace, ...]:
        """Every face of ``image`` (uint8 [h, w, 3], BGR), largest box first; boxes are clipped to the picture."""
        height_px, width_px = image.shape[:2]
        faces = []
        for left, top, right, bottom, margin in self._finder.find(image, self._upsample):
            clipped_left, clipped_top = max(0, left), max(0, top)
            width, height = min(right + 1, width_px) - clipped_left, min(bottom + 1, height_px) - clipped_top
            if width > 0 and height > 0:
                box = Box(float(clipped_left), float(clipped_top), float(width), float(height))
                faces.append(DetectedFace(box, None, 1 / (1 + math.exp(-margin))))
        return largest_first(faces)
