"""A scripted head turn: the public-domain photo of one face (skimage's astronaut.png, NASA) on a head in three
dimensions, rendered as JPEG frames.

The head is a surface through points of a grown head (millimetres, as in ``pipeline.landmarks``: x to the subject's
left, y down, z into the head, origin between the eyes), bent through them by a thin-plate spline. Each pixel of the
photo is carried by it, turned, and projected by a lens whose focal length is the picture's width.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.types import Float32Array, UInt8Array

FRAMES_PER_SECOND = 15
_Floats = npt.NDArray[np.float64]

# x (both sides), y, z
_SURFACE_MM = (
    (0, 0, 0),  # sellion
    (0, 42, -20),  # tip of the nose
    (0, 22, -11),
    (0, 50, -4),  # base of the nose
    (14, 44, 2),  # wings of the nose
    (45, 4, 24),  # outer corners of the eyes
    (16, 5, 13),  # inner corners
    (30, 4, 13),
    (30, -16, 6),  # brows
    (0, -22, -2),
    (26, 74, 10),  # corners of the mouth
    (0, 72, -6),  # lips
    (0, 90, 4),
    (0, 112, 2),  # chin
    (42, 38, 17),  # cheeks
    (58, 40, 42),
    (50, 92, 48),  # jaw
    (30, 112, 26),
    (66, 60, 78),
    (60, -20, 44),  # temples
    (72, 5, 88),  # ears
    (0, -60, 8),  # forehead
    (40, -60, 26),
    (66, -60, 66),
    (0, -105, 42),  # crown
    (55, -105, 80),
    (0, 135, 40),  # throat
    (45, 135, 70),
    (95, 0, 120),
    (95, 100, 110),
)
_HEAD_CENTRE_MM = np.array((0.0, 45.0, 85.0))
"""A head turns about its neck, not about its nose."""
_HALF_WIDTH_MM, _HALF_HEIGHT_MM, _MIDDLE_MM = 88.0, 128.0, 12.0
_EYES_MM = 90.0
_STEPS_PER_MM = 2.6
"""So dense that no hole opens between the carried pixels."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the head is turned (degrees, as ``HeadPose``), where it is (a shift in px) and how wide its face is."""

    yaw_deg: float
    pitch_deg: float
    shift_px: tuple[float, float] = (0.0, 0.0)
    eyes_px: float = 74.0
    light: float = 1.0
    blur_px: float = 0.0


class AstronautHead:
    """Renders one face at any look.

    ``photo`` is uint8 [h, w, 3], BGR, with the face looking into the lens; ``landmarks`` its 68 points (float32
    [68, 2]).
    """

    def __init__(self, photo: UInt8Array, landmarks: Float32Array, width_px: int = 640, height_px: int = 480) -> None:
        self._size = width_px, height_px
        across, down = np.meshgrid(
            np.arange(-_HALF_WIDTH_MM, _HALF_WIDTH_MM, 1 / _STEPS_PER_MM),
            np.arange(_MIDDLE_MM - _HALF_HEIGHT_MM, _MIDDLE_MM + _HALF_HEIGHT_MM, 1 / _STEPS_PER_MM),
        )
        radius = (across / _HALF_WIDTH_MM) ** 2 + ((down - _MIDDLE_MM) / _HALF_HEIGHT_MM) ** 2
        inside = radius < 1.0
        flat = np.stack([across[inside], down[inside]], axis=1)
        self._points_mm = np.column_stack([flat, _depth_mm(flat)])
        self._colours = _colours(photo, landmarks, flat)
        self._background = _background(width_px, height_px)

    def frame(self, look: Look) -> UInt8Array:
        """The picture of one moment (uint8 [h, w, 3], BGR)."""
        width_px, height_px = self._size
        turned = (self._points_mm - _HEAD_CENTRE_MM) @ _turned(look.yaw_deg, look.pitch_deg).T + _HEAD_CENTRE_MM
        distance_mm = width_px * _EYES_MM / look.eyes_px
        depth = turned[:, 2] + distance_mm
        x = np.rint(width_px * turned[:, 0] / depth + width_px / 2 + look.shift_px[0]).astype(np.intp)
        y = np.rint(width_px * (turned[:, 1] - 40) / depth + height_px / 2 + look.shift_px[1]).astype(np.intp)
        seen = (x >= 0) & (x < width_px) & (y >= 0) & (y < height_px)
        order = np.argsort(-depth[seen])  # the nearest is painted last
        picture = self._background.copy()
        picture[y[seen][order], x[seen][order]] = self._colours[seen][order]
        return _finished(picture, look)

    def jpeg(self, look: Look) -> bytes:
        """The same as a camera sends it."""
        return bytes(cv2.imencode(".jpg", self.frame(look), [cv2.IMWRITE_JPEG_QUALITY, 90])[1])


def head_turn(seed: int, seconds: float) -> Iterator[tuple[float, Look]]:
    """(second, look) of every frame of a person who looks ahead, left, right, up and down, again and again.

    ``seed`` varies speed, width and the small movements that nobody can help making.
    """
    random = np.random.default_rng(seed)
    legs = list(_legs(random))
    eyes_px, phases = float(random.uniform(68, 84)), random.uniform(0, 6.28, 4)
    for number in range(round(seconds * FRAMES_PER_SECOND)):
        second = number / FRAMES_PER_SECOND
        yaw_deg, pitch_deg = _along(legs, second)
        sway = [math.sin(second * rate + phase) for rate, phase in zip((2.1, 1.3, 0.9, 1.7), phases, strict=True)]
        yield (
            second,
            Look(
                yaw_deg + 1.6 * sway[0] + float(random.normal(0, 0.3)),
                pitch_deg + 1.3 * sway[1] + float(random.normal(0, 0.3)),
                (6 * sway[2], 4 * sway[3]),
                eyes_px * (1 + 0.03 * sway[3]),
                1 + 0.05 * sway[1],
            ),
        )


def _legs(random: np.random.Generator) -> Iterator[tuple[float, float, float]]:
    """(seconds, yaw, pitch): how long it takes to get there, and then the same again to stay."""
    yield 0.0, 0.0, 0.0
    yield 2.0, 0.0, 0.0
    for yaw_deg, pitch_deg in ((23, 0), (-23, 0), (0, 22), (0, -22)):
        far = float(random.uniform(0.9, 1.1))
        yield float(random.uniform(1.2, 1.8)), yaw_deg * far, pitch_deg * far
        yield float(random.uniform(1.5, 2.0)), yaw_deg * far, pitch_deg * far
        yield float(random.uniform(1.0, 1.5)), 0.0, 0.0


def _along(legs: list[tuple[float, float, float]], second: float) -> tuple[float, float]:
    """Where the head is, moving evenly between the legs' ends."""
    ends = np.cumsum([leg[0] for leg in legs])
    at = second % float(ends[-1])
    return (
        float(np.interp(at, ends, [leg[1] for leg in legs])),
        float(np.interp(at, ends, [leg[2] for leg in legs])),
    )


def _turned(yaw_deg: float, pitch_deg: float) -> _Floats:
    """Pitch (chin up > 0), then yaw (to the own left > 0), in the head's axes."""
    yaw, pitch = math.radians(yaw_deg), math.radians(pitch_deg)
    about_y = np.array([(math.cos(yaw), 0, -math.sin(yaw)), (0, 1, 0), (math.sin(yaw), 0, math.cos(yaw))])
    about_x = np.array([(1, 0, 0), (0, math.cos(pitch), math.sin(pitch)), (0, -math.sin(pitch), math.cos(pitch))])
    rotation: _Floats = about_y @ about_x
    return rotation


def _depth_mm(flat: _Floats) -> _Floats:
    """Of every (x, y): the thin-plate spline through the surface's points (Bookstein, 1989)."""
    points = np.array([(side * x, y, z) for x, y, z in _SURFACE_MM for side in ((1, -1) if x else (1,))], np.float64)
    known, depths = points[:, :2], points[:, 2]
    border = np.column_stack([np.ones(len(known)), known])
    system = np.zeros((len(known) + 3, len(known) + 3))
    system[: len(known), : len(known)] = _bend(known, known)
    system[: len(known), len(known) :], system[len(known) :, : len(known)] = border, border.T
    weights = np.linalg.solve(system, np.concatenate([depths, np.zeros(3)]))
    bent: _Floats = _bend(flat, known) @ weights[:-3] + np.column_stack([np.ones(len(flat)), flat]) @ weights[-3:]
    return bent


def _bend(ones: _Floats, others: _Floats) -> _Floats:
    squared = np.maximum(((ones[:, None, :] - others[None, :, :]) ** 2).sum(axis=2), 1e-9)
    result: _Floats = squared * np.log(squared) / 2
    return result


def _colours(photo: UInt8Array, landmarks: Float32Array, flat: _Floats) -> UInt8Array:
    """The photo's colour at each (x, y) of the head, whose eyes and chin lie where the landmarks say."""
    model = np.array([(-45, 4), (45, 4), (0, 50), (-26, 74), (26, 74), (0, 112)], np.float64)
    there = landmarks[[36, 45, 33, 48, 54, 8]].astype(np.float64)
    affine = np.linalg.lstsq(np.column_stack([model, np.ones(len(model))]), there, rcond=None)[0]
    places = (np.column_stack([flat, np.ones(len(flat))]) @ affine).astype(np.float32)
    rows = [
        cv2.remap(photo, row[None, :, 0], row[None, :, 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)[0]
        for row in np.array_split(places, math.ceil(len(places) / 30_000))  # OpenCV's pictures are not wider
    ]
    return np.asarray(np.concatenate(rows), np.uint8)


def _background(width_px: int, height_px: int) -> UInt8Array:
    """A wall in soft light."""
    across = np.linspace(0.8, 1.15, width_px)[None, :, None]
    down = np.linspace(1.1, 0.9, height_px)[:, None, None]
    wall: UInt8Array = np.clip(across * down * np.array((150, 158, 165)), 0, 255).astype(np.uint8)
    return wall


def _finished(picture: UInt8Array, look: Look) -> UInt8Array:
    smooth = cv2.GaussianBlur(picture, (0, 0), look.blur_px or 0.5)
    lit: UInt8Array = np.clip(smooth.astype(np.float32) * look.light, 0, 255).astype(np.uint8)
    return lit
