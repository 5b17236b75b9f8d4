"""Cutting a face out the way a network was trained to see it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.types import AlignedFace, Float32Array, UInt8Array, read_only

FIVE_POINT_112 = "five-point-112"
FIVE_POINT_112_SIDE_PX = 112

# Where right eye, left eye, nose tip, right and left corner of the mouth come to lie in the crop: the template of
# ArcFace (Deng et al., 2019), on which SFace was trained; OpenCV's FaceRecognizerSF uses the same figures.
_TEMPLATE_112 = np.array(
    [(38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041)], np.float32
)
_TEMPLATE_CENTRE = np.array((56.0262, 71.9008), np.float32)
_TEMPLATE_SPREAD = _TEMPLATE_112 - _TEMPLATE_CENTRE


def align_five_points(image: UInt8Array, five_points: Float32Array) -> AlignedFace:
    """Turn, scale and shift the face onto the 112 px template; outside the picture the crop is black.

    ``image`` is uint8 [h, w, 3], BGR; ``five_points`` float32 [5, 2] in its pixels, ordered as in DetectedFace.
    """
    transform = _onto_template(five_points)
    side = FIVE_POINT_112_SIDE_PX
    crop = np.asarray(cv2.warpAffine(image, transform, (side, side), flags=cv2.INTER_LINEAR), np.uint8)
    return AlignedFace(read_only(crop), FIVE_POINT_112)


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
