"""The people of the drawings and how they are painted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from desktop_app.drawn.head import Head, smooth
from desktop_app.drawn.paths import path_of
from desktop_app.painting.marks import pen


@dataclass(frozen=True)
class Looks:
    skin: str
    shade: str
    hair: str
    style: str
    shirt: str
    lip: str
    brow: str
    glasses: bool = False


PEOPLE: Final = MappingProxyType(
    {
        "seoyeon": Looks("#F1C9A8", "#D9A27E", "#2A2325", "long", "#3F6C8F", "#C2605C", "#32282A"),
        "minjun": Looks("#E6B791", "#C78F66", "#1F1D20", "short", "#5B6470", "#A8605A", "#211E20", glasses=True),
        "jiwoo": Looks("#F5D2B4", "#DFAE8A", "#3A2A23", "fringe", "#D9A441", "#CC6F69", "#43312A"),
        "sunja": Looks("#EBC6A5", "#CDA17C", "#B9B6B5", "bob", "#A8586F", "#B4625F", "#8F8B89"),
        "haeun": Looks("#F0C7A6", "#D7A07C", "#4A2F26", "bob", "#4F7D64", "#C45D5D", "#4A352D"),
        "courier": Looks("#D9A67E", "#B47E57", "#A8562F", "cap", "#A8562F", "#9C5A50", "#2B2422"),
        "stranger": Looks("#F0CDB0", "#D2A483", "#8A5A33", "bun", "#8B8F54", "#BA6660", "#6B4628"),
        "neighbour": Looks("#E3B48D", "#BF8A63", "#5E5B59", "short", "#2F4A46", "#A3605A", "#56504C"),
    }
)

_BACK_HAIR: Final = {
    "long": "M-86 -20C-96 -110 -40 -132 0 -132C44 -132 98 -108 88 -18C86 40 90 90 98 130C60 150 -60 150 -96 130"
    "C-90 90 -84 44 -86 -20Z",
    "bob": "M-90 -14C-98 -108 -44 -132 0 -132C46 -132 100 -106 91 -12C92 30 96 52 88 78C60 92 -62 92 -88 78"
    "C-96 50 -92 26 -90 -14Z",
    "bun": "M-28 -132C-28 -178 40 -178 40 -132C40 -92 -28 -92 -28 -132ZM-80 -8C-90 -100 -40 -124 0 -124"
    "C44 -124 92 -98 82 -8Z",
}
_FRONT_HAIR: Final = {
    "short": "M-77 -14C-90 -92 -46 -132 4 -130C56 -130 92 -92 78 -14C74 -30 70 -44 60 -60C40 -58 10 -66 -8 -82"
    "C-20 -68 -42 -60 -60 -58C-70 -44 -74 -30 -77 -14Z",
    "long": "M-76 6C-92 -84 -48 -128 0 -128C50 -128 94 -84 77 6C74 -34 56 -66 12 -86C-14 -62 -62 -50 -76 6Z",
    "bob": "M-78 16C-92 -84 -48 -128 0 -128C50 -128 94 -84 79 16C72 -12 70 -30 64 -50C28 -50 -14 -60 -28 -84"
    "C-44 -62 -72 -40 -78 16Z",
    "fringe": "M-78 0C-94 -88 -48 -128 0 -128C50 -128 95 -88 79 0C76 -18 74 -34 70 -48C40 -58 -34 -60 -70 -48"
    "C-74 -34 -76 -18 -78 0Z",
    "bun": "M-75 -10C-86 -88 -44 -122 0 -122C46 -122 88 -88 76 -10C70 -46 46 -78 2 -84C-42 -78 -68 -46 -75 -10Z",
    "cap": "M-78 -34C-84 -104 -44 -128 0 -128C46 -128 86 -104 79 -34C40 -46 -40 -46 -78 -34Z"
    "M-84 -34C-50 -52 56 -54 96 -30C104 -22 98 -16 88 -20C40 -36 -40 -36 -78 -22C-90 -20 -92 -28 -84 -34Z",
}
_LONG_STRANDS: Final = (
    "M-86 20C-88 84 -98 128 -110 176C-96 192 -66 190 -58 168C-60 118 -70 84 -74 20Z"
    "M88 20C90 84 100 128 112 176C98 192 68 190 60 168C62 118 72 84 76 20Z"
)
_NECK: Final = "M-34 60L-36 128C-20 146 20 146 36 128L34 60Z"
_BODY: Final = "M-142 1100L-142 250C-142 168 -102 138 -38 126C-20 146 20 146 38 126C102 138 142 168 142 250L142 1100Z"


def paint_person(painter: QPainter, looks: Looks, head: Head) -> None:
    """Paint head and shoulders, the head's middle at the painter's origin, in units of the model."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if looks.style in _BACK_HAIR:
        painter.fillPath(path_of(_BACK_HAIR[looks.style]), QColor(looks.hair))
    painter.fillPath(path_of(_NECK), QColor(looks.shade))
    painter.fillPath(path_of(_BODY), QColor(looks.shirt))
    if looks.style == "long":
        painter.fillPath(path_of(_LONG_STRANDS), QColor(looks.hair))
    _paint_face(painter, looks, head)
    _paint_features(painter, looks, head)
    shift = QPointF(14 * math.sin(math.radians(head.yaw_deg)), -12 * math.sin(math.radians(head.pitch_deg)))
    if looks.glasses:
        _paint_glasses(painter, head)
    painter.fillPath(path_of(_FRONT_HAIR[looks.style]).translated(shift), QColor(looks.hair))


def _paint_face(painter: QPainter, looks: Looks, head: Head) -> None:
    for x in (-74.0, 74.0):
        ear = head.at(x, 2, depth=0)
        painter.setBrush(QColor(looks.shade))
        painter.drawEllipse(ear, 12, 19)
    shift_x = 14 * math.sin(math.radians(head.yaw_deg)) * 0.35
    skull = [
        QPointF(72 * math.cos(turn) + shift_x, -8 - 98 * math.sin(turn))
        for turn in (index / 12 * math.pi for index in range(1, 12))
    ]
    outline = smooth([*head.jaw, *skull], closed=True)
    painter.fillPath(outline, QColor(looks.skin))
    shadow = QColor(looks.shade)
    shadow.setAlphaF(0.34)
    side = path_of("M40 -120C64 -40 58 60 10 110L120 110L120 -120Z").translated(head.yaw_deg * 0.5, 0)
    painter.fillPath(side.intersected(outline), shadow)


def _paint_features(painter: QPainter, looks: Looks, head: Head) -> None:
    for eye, centre_x in ((head.left_eye, -31.5), (head.right_eye, 31.5)):
        _paint_eye(painter, looks, eye, head.at(centre_x, -16))
    for brow in (head.left_brow, head.right_brow):
        _stroke(painter, smooth(brow), looks.brow, 6.4)
    _stroke(painter, smooth(head.nose_base), looks.shade, 4.4)
    ridge = smooth([head.at(-5, -12, 4), head.at(-9, 12, 10), head.at(0, 24, 22)])
    _stroke(painter, ridge, looks.shade, 3)
    painter.fillPath(smooth(head.lips, closed=True), QColor(looks.lip))
    mouth = smooth(head.spots([(-22, 62, 2), (-8, 62.6, 2), (0, 63, 2), (8, 62.6, 2), (22, 62, 2)]))
    _stroke(painter, mouth, "#5E2B28", 2.4)


def _paint_eye(painter: QPainter, looks: Looks, eye: list[QPointF], centre: QPointF) -> None:
    shape = smooth(eye, closed=True)
    painter.fillPath(shape, QColor("#FBF8F4"))
    iris = QPainterPath()
    iris.addEllipse(centre, 7.6, 7.6)
    painter.fillPath(iris.intersected(shape), QColor("#33231C"))
    _stroke(painter, smooth(eye[:4]), looks.brow, 3.2)


def _paint_glasses(painter: QPainter, head: Head) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor("#2B2D33"), 4))
    left, right = head.at(-31, -15, 6), head.at(31, -15, 6)
    for centre in (left, right):
        painter.drawRoundedRect(QRectF(centre.x() - 25, centre.y() - 18, 50, 36), 13, 13)
    painter.drawLine(left + QPointF(25, -3), right + QPointF(-25, -3))
    painter.setPen(Qt.PenStyle.NoPen)


def _stroke(painter: QPainter, path: QPainterPath, colour: str, width: float) -> None:
    painter.strokePath(path, pen(QColor(colour), width, cap=Qt.PenCapStyle.RoundCap))
