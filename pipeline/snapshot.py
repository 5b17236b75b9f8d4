"""The picture of a visitor that goes into the record: the face with a little of what is around it."""

from __future__ import annotations

import math

import cv2
import numpy as np

from pipeline.types import Box, UInt8Array, read_only

# The whole head with hair and chin: a detector's box ends at the forehead.
SURROUNDINGS = 1.6
WIDEST_PX = 256


def surroundings(image: UInt8Array, box: Box) -> UInt8Array | None:
    """A copy of ``image`` (uint8 [h, w, 3], BGR) around ``box``, 1.6 times its size and at most 256 px wide.

    Cut at the edge of the picture; None when the box lies outside it.
    """
    centre_x, centre_y = box.centre
    half_width, half_height = box.width * SURROUNDINGS / 2, box.height * SURROUNDINGS / 2
    left, top = max(0, math.floor(centre_x - half_width)), max(0, math.floor(centre_y - half_height))
    right, bottom = math.ceil(centre_x + half_width), math.ceil(centre_y + half_height)
    cut = image[top : max(bottom, 0), left : max(right, 0)]
    if not cut.size:
        return None
    if cut.shape[1] <= WIDEST_PX:
        return read_only(cut.copy())
    height_px = max(1, round(cut.shape[0] * WIDEST_PX / cut.shape[1]))
    return read_only(np.asarray(cv2.resize(cut, (WIDEST_PX, height_px), interpolation=cv2.INTER_AREA), np.uint8))
