"""Whether a face can be judged: measures with units, and the reasons why not.

The figures come from 307 LFW development photos (one in seven) aligned to 112 px, as they are and made worse on
purpose; "moved" is how far SFace's embedding of the worse photo then lay from the good one's (L2; the threshold at a
false match rate of 1e-4 is 1.07). Of 614 photos 1.8 % are refused: 1.5 % for their pose, .3 % for blur, none for the
edge or the light. Blurred by 3 px 92 % are, and all at 15 % of the light or of the contrast.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from pipeline.landmarks import eye_openness
from pipeline.reasons import PipelineReason
from pipeline.types import AlignedFace, Box, Float32Array, HeadPose, Quality, Reason, UInt8Array

# SFace's true acceptance at FMR 1e-4 falls from .993 to .984 at 60 px and .972 at 40 px (box width, pixels).
FACE_FLOOR_PX = 60
FACE_AIMED_PX = 80

# Variance of the Laplacian on the grey crop. LFW: 1 % below 34, .4 % below 15. Blurred by 3 px: median 9, moved .63.
SHARPNESS_NEEDED = 15.0

# Mean luma of the crop, 0..255. LFW: 63 ... 189. At 30 % of the light: median 34, moved .32; at 15 %: 17, moved .52.
BRIGHTNESS_NEEDED = 30.0
# Washed out (x2, +40): median 213, moved .76.
BRIGHTNESS_LIMIT = 205.0

# Standard deviation of the luma. LFW: 23 and more. Fog (15 % of the contrast): median 6, moved .79.
CONTRAST_NEEDED = 12.0

# Degrees off the line to the lens. 99 % of LFW is within 30 of yaw; beyond 35
# dlib's points begin to leave the far half of the face.
YAW_LIMIT_DEG = 35.0
PITCH_LIMIT_DEG = 30.0
# All of 430 LFW photos lie within 18. In a clip of a head leaning 26-31 degrees YuNet's five points stay level (within
# 7 of upright), and the same man's embedding moves from .8 to 1.2 of his own: a stranger's distance.
ROLL_LIMIT_DEG = 20.0

# Landmarks of the 68 that may lie outside the picture: the jaw line is drawn a few pixels generously.
_LANDMARKS_OUTSIDE = 3
# The forehead carries no landmark; it reaches about this part of brows-to-chin above the brows within the crop.
_FOREHEAD_OF_HEIGHT = 0.15


def judge(image: UInt8Array, box: Box, landmarks: Float32Array, aligned: AlignedFace, pose: HeadPose) -> Quality:
    """Measure one face and say every reason why it cannot be judged.

    ``image`` is the uint8 [h, w, 3] BGR picture in which ``box`` and ``landmarks`` (float32 [68, 2]) lie; ``aligned``
    the crop that a recogniser would see.
    """
    grey = np.asarray(cv2.cvtColor(aligned.image, cv2.COLOR_BGR2GRAY), np.uint8)
    sharpness = float(cv2.Laplacian(grey, cv2.CV_64F).var())
    brightness, contrast = float(grey.mean()), float(grey.std())
    reasons = (
        *_size_reasons(box),
        *_edge_reasons(image, box, landmarks),
        *_pose_reasons(pose),
        *_light_reasons(sharpness, brightness, contrast),
    )
    return Quality(box.width, sharpness, brightness, contrast, pose, reasons, eye_openness(landmarks))


def _size_reasons(box: Box) -> Iterator[Reason]:
    if box.width < FACE_FLOOR_PX:
        # Rounded down, so that nobody reads "60 px, needs 60".
        yield Reason.of(PipelineReason.FACE_TOO_SMALL, face_px=int(box.width), needed_px=FACE_FLOOR_PX)


def _edge_reasons(image: UInt8Array, box: Box, landmarks: Float32Array) -> Iterator[Reason]:
    height_px, width_px = image.shape[:2]
    # Detectors clip their boxes. Above, a box reaches over the forehead, of which a little may be missing.
    clipped = box.left <= 0 or box.right >= width_px or box.bottom >= height_px
    across, down = landmarks[:, 0], landmarks[:, 1]
    outside = (across < 0) | (across >= width_px) | (down < 0) | (down >= height_px)
    brows = float(down[17:27].min())
    forehead = brows - _FOREHEAD_OF_HEIGHT * (float(down[8]) - brows)
    if clipped or forehead < 0 or outside.sum() > _LANDMARKS_OUTSIDE:
        yield Reason.of(PipelineReason.FACE_CUT_OFF)


def _pose_reasons(pose: HeadPose) -> Iterator[Reason]:
    if abs(pose.yaw_deg) > YAW_LIMIT_DEG:
        yaw_deg, limit_deg = _apart(abs(pose.yaw_deg), YAW_LIMIT_DEG)
        yield Reason.of(PipelineReason.FACE_TURNED, yaw_deg=yaw_deg, limit_deg=limit_deg)
    if abs(pose.pitch_deg) > PITCH_LIMIT_DEG:
        pitch_deg, limit_deg = _apart(abs(pose.pitch_deg), PITCH_LIMIT_DEG)
        yield Reason.of(PipelineReason.FACE_TILTED, pitch_deg=pitch_deg, limit_deg=limit_deg)
    if abs(pose.roll_deg) > ROLL_LIMIT_DEG:
        roll_deg, limit_deg = _apart(abs(pose.roll_deg), ROLL_LIMIT_DEG)
        yield Reason.of(PipelineReason.FACE_LEANING, roll_deg=roll_deg, limit_deg=limit_deg)


def _light_reasons(sharpness: float, brightness: float, contrast: float) -> Iterator[Reason]:
    light = tuple(_bad_light(brightness, contrast))
    yield from light
    # Bad light flattens every edge: only in good light does a low figure mean blur.
    if not light and sharpness < SHARPNESS_NEEDED:
        figure, needed = _apart(sharpness, SHARPNESS_NEEDED)
        yield Reason.of(PipelineReason.FACE_BLURRED, sharpness=figure, needed=needed)


def _bad_light(brightness: float, contrast: float) -> Iterator[Reason]:
    if brightness < BRIGHTNESS_NEEDED:
        figure, needed = _apart(brightness, BRIGHTNESS_NEEDED)
        yield Reason.of(PipelineReason.FACE_TOO_DARK, brightness=figure, needed=needed)
    elif brightness > BRIGHTNESS_LIMIT:
        figure, limit = _apart(brightness, BRIGHTNESS_LIMIT)
        yield Reason.of(PipelineReason.FACE_TOO_BRIGHT, brightness=figure, limit=limit)
    elif contrast < CONTRAST_NEEDED:
        figure, needed = _apart(contrast, CONTRAST_NEEDED)
        yield Reason.of(PipelineReason.FACE_LOW_CONTRAST, contrast=figure, needed=needed)


def _apart(figure: float, bound: float) -> tuple[int, int]:
    """Both rounded for people, never to the same number: what missed a bound is seen to miss it."""
    rounded, limit = round(figure), round(bound)
    if rounded == limit:
        rounded += 1 if figure > bound else -1
    return rounded, limit
