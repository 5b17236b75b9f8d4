"""Small pictures for the store. Blocking: call from a worker thread. OpenCV is imported at the first call."""

from __future__ import annotations

import numpy as np

from pipeline.types import UInt8Array

JPEG_QUALITY = 90


def to_png(image: UInt8Array) -> bytes:
    """``image`` (uint8 [h, w, 3], BGR) without loss: a better network may want to see the crop again."""
    import cv2

    return bytes(cv2.imencode(".png", image)[1])


def to_jpeg(image: UInt8Array) -> bytes:
    """``image`` (uint8 [h, w, 3], BGR) to look at."""
    import cv2

    return bytes(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1])


def png_to_jpeg(png: bytes) -> bytes:
    """The JPEG of what ``to_png`` wrote."""
    import cv2

    image = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise ValueError("not a PNG of ours")
    return to_jpeg(image.astype(np.uint8, copy=False))
