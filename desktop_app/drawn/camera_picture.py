"""What a camera would have seen, with faces as the engine reports them; everything is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QRadialGradient

from desktop_app.drawn.head import Head
from desktop_app.drawn.paths import path_of
from desktop_app.drawn.people import PEOPLE, paint_person
from pipeline.types import Box, Float32Array, UInt8Array, read_only

_AHEAD: Final = Head()


@dataclass(frozen=True)
class Figure:
    """A person in a picture: where the head's middle is (px), and how large (1.0 is 150 px wide)."""

    who: str
    x: float
    y: float
    scale: float
    head: Head = _AHEAD

    @property
    def box(self) -> Box:
        """As a detector would report it."""
        left = self.x - 86 * self.scale + self.head.yaw_deg * 0.25 * self.scale
        return Box(left, self.y - 92 * self.scale, 172 * self.scale, 206 * self.scale)

    @property
    def landmarks(self) -> Float32Array:
        offset = np.array([self.x, self.y], np.float32)
        return read_only(self.head.landmarks() * np.float32(self.scale) + offset)


def camera_picture(width_px: int, height_px: int, scene: str, figures: Sequence[Figure] = ()) -> UInt8Array:
    """uint8 [height, width, 3], BGR, read-only; ``scene`` is "porch", "gate", "night" or "hall"."""
    image = QImage(width_px, height_px, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _SCENES[scene](painter, float(width_px), float(height_px))
    for figure in figures:
        painter.save()
        painter.translate(figure.x, figure.y)
        painter.scale(figure.scale, figure.scale)
        paint_person(painter, PEOPLE[figure.who], figure.head)
        painter.restore()
    if scene == "night":
        painter.fillRect(image.rect(), QColor(8, 10, 16, 120))
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(height_px, image.bytesPerLine() // 4, 4)
    return read_only(np.ascontiguousarray(pixels[:, :width_px, :3]))


def _porch(painter: QPainter, width: float, height: float) -> None:
    sky = QLinearGradient(0, 0, 0, height)
    sky.setColorAt(0, QColor("#C6D6DE"))
    sky.setColorAt(1, QColor("#E7E3D6"))
    painter.fillRect(QRectF(0, 0, width, height), sky)
    _fill(painter, "M0 60L100 55L100 100L0 100Z", "#A9A294", width, height)
    _fill(painter, "M30 57.5L20 100L80 100L62 56.5Z", "#BDB6A7", width, height)
    _fill(painter, "M0 30C8 22 16 30 20 27C28 22 30 34 36 33L36 60L0 62Z", "#6F8A68", width, height)
    _fill(painter, "M66 34C74 24 82 32 90 26C95 24 100 30 100 28L100 57L66 58Z", "#7C9672", width, height)
    painter.fillRect(QRectF(0, 0, width * 0.075, height), QColor("#5A4A3D"))
    painter.fillRect(QRectF(width * 0.94, 0, width * 0.06, height), QColor("#63523F"))


def _gate(painter: QPainter, width: float, height: float) -> None:
    painter.fillRect(QRectF(0, 0, width, height), QColor("#B9C7C9"))
    painter.fillRect(QRectF(0, height * 0.5, width, height * 0.5), QColor("#8D948B"))
    painter.fillRect(QRectF(0, height * 0.18, width, height * 0.44), QColor("#93745A"))
    for index in range(13):
        painter.fillRect(QRectF(index * width / 12 - 3, height * 0.14, 4, height * 0.48), QColor("#765A44"))
    for y in (0.22, 0.54):
        painter.fillRect(QRectF(0, height * y, width, 7), QColor("#765A44"))
    _fill(painter, "M74 20C70 2 84 -6 92 2C104 -2 106 20 98 24C90 30 80 28 74 20Z", "#5F7F5C", width, height)


def _night(painter: QPainter, width: float, height: float) -> None:
    lamp = QRadialGradient(QPointF(width * 0.78, height * 0.12), width * 0.8)
    lamp.setColorAt(0, QColor("#8B8068"))
    lamp.setColorAt(0.4, QColor("#45464D"))
    lamp.setColorAt(1, QColor("#23262D"))
    painter.fillRect(QRectF(0, 0, width, height), lamp)
    _fill(painter, "M0 66L100 62L100 100L0 100Z", "#2D3138", width, height)
    painter.fillRect(QRectF(width * 0.12, height * 0.2, width * 0.2, height * 0.46), QColor("#30353E"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#F4E2B4"))
    painter.drawEllipse(QPointF(width * 0.78, height * 0.1), 9, 9)


def _hall(painter: QPainter, width: float, height: float) -> None:
    painter.fillRect(QRectF(0, 0, width, height), QColor("#B8B3AA"))
    _fill(painter, "M30 0L30 70L0 100L0 0Z", "#9F9A91", width, height)
    _fill(painter, "M30 70L100 70L100 100L0 100Z", "#8A857D", width, height)
    painter.fillRect(QRectF(width * 0.5, height * 0.12, width * 0.22, height * 0.58), QColor("#6E6255"))
    painter.fillRect(QRectF(width * 0.52, height * 0.15, width * 0.18, height * 0.52), QColor("#7A6D5F"))


_SCENES: Final[dict[str, Callable[[QPainter, float, float], None]]] = {
    "porch": _porch,
    "gate": _gate,
    "night": _night,
    "hall": _hall,
}


def _fill(painter: QPainter, text: str, colour: str, width: float, height: float) -> None:
    """A shape in hundredths of the picture."""
    painter.save()
    painter.scale(width / 100, height / 100)
    painter.fillPath(path_of(text), QColor(colour))
    painter.restore()
