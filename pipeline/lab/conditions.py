"""Harder conditions, made from the photos: how a face looks small, in infrared, against the light, or half covered.

| name | what is done to the photo |
|---|---|
| px60, px40 | scaled down until the detector's box of the face is 60 or 40 px wide |
| grey | luma only, as an infrared camera gives |
| backlit | 6 % of the light is left (gamma 2.2), normal noise of 11 levels, JPEG of quality 80 |
| sunglasses | a black glass drawn over each eye, 1.7 times as wide, with a bridge; by the landmarks |
| mask | a light blue mask drawn from the middle of the nose over mouth and chin; by the landmarks |

They are proxies: what is drawn is flatter than what is worn. Everything after that is done anew on the changed photo,
the search for the face too; a photo without a face cannot be changed by its landmarks and stays without one.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import cv2
import numpy as np

from pipeline.types import Box, Float32Array, UInt8Array

LIGHT_LEFT = 0.06
NOISE_LEVELS = 11.0
"""Chosen by eye among seven variants on 52 photos: at 8 levels SFace still knows 90 of 100, at 12 only 56."""
JPEG_QUALITY = 80
_GAMMA = 2.2
_GLASS_BGR = (12, 12, 12)
_MASK_BGR = (214, 190, 160)
_RIGHT_EYE, _LEFT_EYE = slice(36, 42), slice(42, 48)
_NOSE_MIDDLE, _JAW = 29, slice(2, 15)


@dataclass(frozen=True, slots=True, eq=False)
class FoundFace:
    """The face of a photo that is meant: its box, and its 68 landmarks (float32 [68, 2], pixels of the photo)."""

    box: Box
    landmarks: Float32Array


Change = Callable[[UInt8Array, FoundFace], UInt8Array]


def change(name: str, image: UInt8Array, face: FoundFace) -> UInt8Array:
    """A changed copy of ``image`` (uint8 [h, w, 3], BGR); the same for the same photo. KeyError."""
    return CONDITIONS[name](image, face)


def _shrunk(face_px: float) -> Change:
    def shrink(image: UInt8Array, face: FoundFace) -> UInt8Array:
        scale = min(1.0, face_px / face.box.width)
        size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
        return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)

    return shrink


def _grey(image: UInt8Array, _face: FoundFace) -> UInt8Array:
    return np.asarray(cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR), np.uint8)


def _backlit(image: UInt8Array, _face: FoundFace) -> UInt8Array:
    random = np.random.default_rng(zlib.crc32(image.tobytes()))
    dark = image.astype(np.float32) * LIGHT_LEFT ** (1 / _GAMMA) + random.normal(0, NOISE_LEVELS, image.shape)
    encoded = cv2.imencode(
        ".jpg", np.clip(np.round(dark), 0, 255).astype(np.uint8), (cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY)
    )[1]
    return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR), np.uint8)


def _sunglasses(image: UInt8Array, face: FoundFace) -> UInt8Array:
    drawn = image.copy()
    centres = []
    for eye in (_RIGHT_EYE, _LEFT_EYE):
        points = face.landmarks[eye]
        across = points[3] - points[0]
        width = float(np.hypot(*across))
        centre = points.mean(axis=0)
        tilt_deg = float(np.degrees(np.arctan2(across[1], across[0])))
        axes = (max(1, round(width * 0.85)), max(1, round(width * 0.65)))
        cv2.ellipse(drawn, _pixel(centre), axes, tilt_deg, 0, 360, _GLASS_BGR, cv2.FILLED, cv2.LINE_AA)
        centres.append(centre)
    thickness = max(1, round(float(np.hypot(*(centres[1] - centres[0]))) * 0.08))
    cv2.line(drawn, _pixel(centres[0]), _pixel(centres[1]), _GLASS_BGR, thickness, cv2.LINE_AA)
    return drawn


def _mask(image: UInt8Array, face: FoundFace) -> UInt8Array:
    drawn = image.copy()
    edge = np.vstack([face.landmarks[_JAW], face.landmarks[_NOSE_MIDDLE][None]])
    cv2.fillPoly(drawn, [np.round(edge).astype(np.int32)], _MASK_BGR, cv2.LINE_AA)
    return drawn


def _pixel(point: Float32Array) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))


CONDITIONS: Mapping[str, Change] = MappingProxyType(
    {
        "px60": _shrunk(60),
        "px40": _shrunk(40),
        "grey": _grey,
        "backlit": _backlit,
        "sunglasses": _sunglasses,
        "mask": _mask,
    }
)
