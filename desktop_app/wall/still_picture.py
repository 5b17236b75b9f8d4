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


class LivePicture:
    """The newest picture of one camera in memory of its own: a new megabyte a frame costs more than filling it.

    What ``take`` gives shows the next picture once that is taken: it is drawn, never kept.
    """

    def __init__(self) -> None:
        self._pixels: UInt8Array | None = None
        self._image = QImage()

    def take(self, pixels: UInt8Array) -> QImage:
        """As ``image_of``."""
        import cv2

        height, width = pixels.shape[:2]
        if self._pixels is None or self._pixels.shape[:2] != (height, width):
            self._pixels = np.empty((height, width, 4), np.uint8)
            self._image = QImage(self._pixels.data, width, height, self._pixels.strides[0], QImage.Format.Format_RGB32)
        cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_BGR2BGRA, dst=self._pixels)
        return self._image


def grey_pixmap(image: QImage) -> QPixmap:
    """The picture as one that is not live: without colour, under a wash. Made once when it turns stale."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8).convertToFormat(QImage.Format.Format_RGB32)
    picture = theme_named("dark").picture
    painter = QPainter(grey)
    painter.fillRect(grey.rect(), faded(QColor(picture.halo), picture.stale_wash))
    painter.end()
    return QPixmap.fromImage(grey)
