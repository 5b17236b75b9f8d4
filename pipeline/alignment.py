"""Cutting a face out the way a network was trained to see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.dlib_adapter import face_chip
from pipeline.types import AlignedFace, Float32Array, UInt8Array, read_only

FIVE_POINT_112 = "five-point-112"
FIVE_POINT_112_SIDE_PX = 112
NOSE_CENTRED = "nose-centred"
PROGRAM_2019 = "program-2019"
CLASSIC_SIDE_PX = 96
DLIB_CHIP_150 = "dlib-chip-150"
DLIB_CHIP_SIDE_PX = 150

# Where right eye, left eye, nose tip, right and left corner of the mouth come to lie in the crop: the template of
# ArcFace (Deng et al., 2019), on which SFace was trained; OpenCV's FaceRecognizerSF uses the same figures.
_TEMPLATE_112 = np.array(
    [(38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041)], np.float32
)
_TEMPLATE_CENTRE = np.array((56.0262, 71.9008), np.float32)
_TEMPLATE_SPREAD = _TEMPLATE_112 - _TEMPLATE_CENTRE

# Outer corners of the eyes and base of the nose, by landmark index, and where they come to lie, in parts of the crop:
# OUTER_EYES_AND_NOSE of OpenFace's align_dlib.py, with which nn4.small2.v1 was trained (its models-and-accuracies.md).
# The nose lands in the middle, (.495, .514): "the nose to the centre".
_NOSE_CENTRED_INDICES = [36, 45, 33]
_NOSE_CENTRED_TARGETS = np.array([(0.194157, 0.169267), (0.788859, 0.158171), (0.494951, 0.514441)], np.float32)

# dlib.get_face_chip's own default, which the 2019 program left as it was.
_CHIP_PADDING = 0.25


def align_five_points(image: UInt8Array, five_points: Float32Array) -> AlignedFace:
    """Turn, scale and shift the face onto the 112 px template; outside the picture the crop is black.

    ``image`` is uint8 [h, w, 3], BGR; ``five_points`` float32 [5, 2] in its pixels, ordered as in DetectedFace.
    """
    transform = _onto_template(five_points)
    side = FIVE_POINT_112_SIDE_PX
    crop = np.asarray(cv2.warpAffine(image, transform, (side, side), flags=cv2.INTER_LINEAR), np.uint8)
    return AlignedFace(read_only(crop), FIVE_POINT_112)


def align_nose_centred(image: UInt8Array, landmarks: Float32Array) -> AlignedFace:
    """The affine map that takes outer eye corners and nose base exactly onto OpenFace's targets, 96 px.

    ``image`` is uint8 [h, w, 3], BGR; ``landmarks`` float32 [68, 2] in its pixels. Outside the picture the crop is
    black, and so is the whole crop when the three points lie on one line.
    """
    side = CLASSIC_SIDE_PX
    points = np.ascontiguousarray(landmarks[_NOSE_CENTRED_INDICES], np.float32)
    transform = cv2.getAffineTransform(points, _NOSE_CENTRED_TARGETS * np.float32(side))
    crop = np.asarray(cv2.warpAffine(image, transform, (side, side), flags=cv2.INTER_LINEAR), np.uint8)
    return AlignedFace(read_only(crop), NOSE_CENTRED)


def align_program_2019(image: UInt8Array, landmarks: Float32Array) -> AlignedFace:
    """What the program of 2019 fed to the network: dlib's face chip of 96 px, eyes a third down and an eighth closer.

    OpenFace was trained with the eyes a sixth down: LFW pairs fall from .927 to .815 right.

    ``image`` is uint8 [h, w, 3], BGR; ``landmarks`` float32 [68, 2] in its pixels. Kept for comparison.
    """
    crop = face_chip(image, landmarks, CLASSIC_SIDE_PX, _CHIP_PADDING)
    return AlignedFace(read_only(crop), PROGRAM_2019)


def align_dlib_chip(image: UInt8Array, landmarks: Float32Array) -> AlignedFace:
    """dlib's own face chip of 150 px with a quarter of padding, on which its ResNet was trained.

    ``image`` is uint8 [h, w, 3], BGR; ``landmarks`` float32 [68, 2] in its pixels.
    """
    return AlignedFace(read_only(face_chip(image, landmarks, DLIB_CHIP_SIDE_PX, _CHIP_PADDING)), DLIB_CHIP_150)


# The alignments that OpenFace can be given, by name.
CLASSIC_ALIGNMENTS: Mapping[str, Callable[[UInt8Array, Float32Array], AlignedFace]] = MappingProxyType(
    {NOSE_CENTRED: align_nose_centred, PROGRAM_2019: align_program_2019}
)


def _onto_template(points: Float32Array) -> npt.NDArray[np.float64]:
    """The rotation, scale and shift (float64 [2, 3]) that take ``points`` nearest to the template (least squares).

    Umeyama, PAMI 1991; in the plane its rotation and scale need no singular values. Products are float32 and the
    template's centre is rounded because OpenCV's are: warpAffine works on a grid of 1/32 px, where 1e-7 px now and
    then becomes a grey level. So the crop equals FaceRecognizerSF.alignCrop's to the last bit.
    """
    centre = points.mean(axis=0, dtype=np.float32)
    spread = points - centre
    along = _product(spread[:, 0], _TEMPLATE_SPREAD[:, 0]) + _product(spread[:, 1], _TEMPLATE_SPREAD[:, 1])
    across = _product(spread[:, 0], _TEMPLATE_SPREAD[:, 1]) - _product(spread[:, 1], _TEMPLATE_SPREAD[:, 0])
    size = _product(spread[:, 0], spread[:, 0]) + _product(spread[:, 1], spread[:, 1])
    # Points that all coincide can be neither turned nor scaled: they are only shifted.
    turn = np.array([(along, -across), (across, along)]) / size if size > 0 else np.eye(2)
    shift = _TEMPLATE_CENTRE - turn @ centre.astype(np.float64)
    return np.hstack([turn, shift[:, None]])


def _product(left: Float32Array, right: Float32Array) -> float:
    return float((left * right).sum(dtype=np.float64))
