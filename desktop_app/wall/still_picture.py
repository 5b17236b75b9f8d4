"""Camera pictures for Qt: in colour while they are live, grey once they are not."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from desktop_app.painting.marks import faded
from desktop_app.tokens import theme_named
from pipeline.types import UInt8Array


def image_of(pixels: UInt8Array) -> QImage:
    """``pixels`` uint8 [height, width, 3], BGR, as Qt draws them fastest: a copy, which the image keeps alive.

    Qt scales four bytes a pixel three times as fast as three, and OpenCV makes four of them in .04 ms (640x480).
    """
    import cv2  # a server that sends pictures has imported it long ago; the window comes without

    whole = cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_BGR2BGRA)
    height, width = whole.shape[:2]
    return QImage(whole.data, width, height, whole.strides[0], QImage.Format.Format_RGB32)


FINE_FROM_PX = 300
"""Smaller pictures are many on one wall, and nobody looks for fine lines in them; smooth ones cost twice as much."""


class LivePicture:
    """The newest picture of one camera at the size in which it is shown, in memory of its own.

    OpenCV scales and converts a 640x480 picture in .4 ms where Qt's smooth scaling takes 2 (measured side by side), and
    a plate that moves over the picture then costs a copy. What ``take`` gives shows the next picture once that is
    taken: it is drawn, never kept.
    """

    def __init__(self) -> None:
        self._pixels: UInt8Array | None = None
        self._image = QImage()

    def take(self, pixels: UInt8Array, width_px: int, height_px: int) -> QImage:
        """``pixels`` uint8 [h, w, 3], BGR, as an image of ``width_px`` x ``height_px`` (device pixels, 1 at least)."""
        import cv2

        if self._pixels is None or self._pixels.shape[:2] != (height_px, width_px):
            self._pixels = np.empty((height_px, width_px, 4), np.uint8)
            self._image = QImage(
                self._pixels.data, width_px, height_px, self._pixels.strides[0], QImage.Format.Format_RGB32
            )
        size = (width_px, height_px)
        if width_px < FINE_FROM_PX:
            scaled = cv2.resize(pixels, size, interpolation=cv2.INTER_NEAREST)
        else:
            scaled = cv2.resize(_nearly(pixels, width_px), size, interpolation=cv2.INTER_LINEAR)
        cv2.cvtColor(scaled, cv2.COLOR_BGR2BGRA, dst=self._pixels)
        return self._image


def _nearly(pixels: UInt8Array, width_px: int) -> UInt8Array:
    """Halved until it is less than twice as wide: interpolation between two neighbours would skip what lies between."""
    import cv2

    while pixels.shape[1] >= 2 * width_px and min(pixels.shape[:2]) >= 2:
        half = pixels.shape[1] // 2, pixels.shape[0] // 2
        pixels = np.asarray(cv2.resize(pixels, half, interpolation=cv2.INTER_AREA), np.uint8)
    return pixels


def grey_pixmap(image: QImage) -> QPixmap:
    """The picture as one that is not live: without colour, under a wash. Made once when it turns stale."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8).convertToFormat(QImage.Format.Format_RGB32)
    picture = theme_named("dark").picture
    painter = QPainter(grey)
    painter.fillRect(grey.rect(), faded(QColor(picture.halo), picture.stale_wash))
    painter.end()
    return QPixmap.fromImage(grey)
