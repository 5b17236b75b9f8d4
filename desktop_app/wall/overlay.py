"""What the machine sees, drawn over a picture: 68 points and plates. Nothing here moves by itself."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPixmap

from desktop_app.fonts import figure_font, font
from desktop_app.icons import paint_icon
from desktop_app.painting.marks import PICTURE_GROUND, faded, pen
from desktop_app.painting.strip import BAR_HEIGHT_PX, COMPACT_HEIGHT_PX, paint_strip
from desktop_app.painting.strip_model import StripModel
from desktop_app.tokens import theme_named
from desktop_app.wall.tile_layout import Fit, Rect
from desktop_app.wall.tile_words import Plate
from pipeline.types import Float32Array

PLATE_WIDTH_PX: Final = 208
PLATE_HEIGHT_PX: Final = 50
NOTED_PLATE_HEIGHT_PX: Final = 66
SMALL_PLATE_HEIGHT_PX: Final = 32

# Pictures look the same in both themes.
_THEME: Final = theme_named("dark")
_PICTURE: Final = _THEME.picture
_POINT_ALPHA: Final = 0.92


def paint_points(painter: QPainter, landmarks: Float32Array, place: Fit, radius: float) -> None:
    """The 68 points as copies of one drawn dot, put together beside the picture and laid on it at once: 68 blits cost
    a wall of sixteen doors as much as its pictures.
    """
    if not len(landmarks):
        return
    dpr = painter.device().devicePixelRatio()
    dot = _dot(radius, dpr)
    spots = (landmarks * np.float32(place.scale) + np.array((place.x, place.y), np.float32)) * np.float32(dpr)
    corners = np.rint(spots - dot.side / 2).astype(np.intp)
    left, top = corners.min(axis=0).tolist()
    layer = _layer(corners - (left, top), dot)
    height, width = layer.shape
    image = QImage(layer.data, width, height, layer.strides[0], QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(dpr)
    painter.drawImage(QPointF(left / dpr, top / dpr), image)


@dataclass(frozen=True, slots=True, eq=False)
class _Dot:
    """The pixels of a dot, the most opaque ones last; ``side`` is its width and height."""

    side: int
    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    values: NDArray[np.uint32]


def _layer(corners: NDArray[np.intp], dot: _Dot) -> NDArray[np.uint32]:
    """Nothing but ``dot`` at each of ``corners``; where two meet, the more opaque pixel stays: it is written last."""
    width, height = (corners.max(axis=0) + dot.side).tolist()
    layer = np.zeros((height, width), np.uint32)
    starts = corners[:, 1] * width + corners[:, 0]
    layer.ravel()[np.add.outer(dot.rows * width + dot.columns, starts)] = dot.values[:, None]
    return layer


@functools.lru_cache(maxsize=16)
def _dot(radius: float, dpr: float) -> _Dot:
    side = round((2 * radius + 3) * dpr)
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(dpr, dpr)
    centre = QPointF(side / dpr / 2, side / dpr / 2)
    painter.setBrush(faded(QColor(_PICTURE.point), _POINT_ALPHA))
    painter.setPen(pen(QColor(_PICTURE.halo), 0.8, alpha=0.55))
    painter.drawEllipse(centre, radius, radius)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint32).copy()  # rows of four-byte pixels have no padding
    order = np.argsort(pixels >> 24, kind="stable")
    order = order[pixels[order] > 0]
    rows, columns = np.divmod(order, side)
    return _Dot(side, rows, columns, pixels[order])


def plate_height(plate: Plate) -> float:
    return NOTED_PLATE_HEIGHT_PX if plate.note else PLATE_HEIGHT_PX


@functools.lru_cache(maxsize=128)
def plate_width(plate: Plate) -> float:
    """208 px; up to 280 where two names or a note need it."""
    note = QFontMetricsF(font("caption")).horizontalAdvance(plate.note) + 22 if plate.note else 0
    value = figure_font("ui", 600)
    first_line = 32 + QFontMetricsF(font("ui", 600)).horizontalAdvance(plate.title) + 8
    first_line += QFontMetricsF(value).horizontalAdvance(plate.value) + (20 if plate.unit else 0) + 12
    return min(max(PLATE_WIDTH_PX, round(note), round(first_line)), 280)


def paint_plate(
    painter: QPainter, at: Rect, plate: Plate, strip: StripModel, scale: float = 1.0, *, moves: bool = False
) -> None:
    """Icon, name, value, strip, and a note where somebody cannot be judged; only name and bar when it is as high as a
    small one. ``at`` is ``scale`` times the plate's own size. A strip that ``moves`` is not kept: it is seen once.
    """
    look = _PlateLook(plate, at.width / scale, at.height / scale, scale, painter.device().devicePixelRatio())
    painter.drawPixmap(QPointF(at.x, at.y), _with_strip(look, strip) if moves else _kept(look, strip))


@dataclass(frozen=True, slots=True)
class _PlateLook:
    """What a plate depends on besides its strip."""

    plate: Plate
    width: float
    height: float
    scale: float
    dpr: float

    @property
    def is_small(self) -> bool:
        return self.height == SMALL_PLATE_HEIGHT_PX


@functools.lru_cache(maxsize=128)
def _kept(look: _PlateLook, strip: StripModel) -> QPixmap:
    """The plate as a picture: it changes with what was compared, not with every frame."""
    return _with_strip(look, strip)


def _with_strip(look: _PlateLook, strip: StripModel) -> QPixmap:
    pixmap = QPixmap(_without_strip(look))
    painter = QPainter(pixmap)
    if look.is_small:
        at = QRectF(8, 23, look.width - 16, BAR_HEIGHT_PX)
    else:
        at = QRectF(10, 26, look.width - 20, COMPACT_HEIGHT_PX)
    paint_strip(painter, at, strip, _THEME, PICTURE_GROUND)
    painter.end()
    pixmap.setDevicePixelRatio(look.dpr)
    return pixmap


@functools.lru_cache(maxsize=128)
def _without_strip(look: _PlateLook) -> QPixmap:
    """Ground, icon and words, which stand while the strip glides."""
    fine = look.scale * look.dpr
    pixmap = QPixmap(round(look.width * fine), round(look.height * fine))
    pixmap.setDevicePixelRatio(fine)  # as if on a finer screen: icons in it are drawn as finely
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw = _draw_small_plate if look.is_small else _draw_plate
    draw(painter, Rect(0, 0, look.width, look.height), look.plate)
    painter.end()
    return pixmap


def _draw_plate(painter: QPainter, at: Rect, plate: Plate) -> None:
    _paint_ground(painter, at)
    inner = at.width - 20
    paint_icon(painter, plate.icon, QRectF(at.x + 10, at.y + 7, 16, 16), _icon_colour(plate))
    right = _paint_value(painter, at, plate)
    _paint_title(painter, plate, at.x + 32, right - 6, at.y + 6)
    if plate.note:
        face = font("caption")
        text = QFontMetricsF(face).elidedText(plate.note, Qt.TextElideMode.ElideRight, inner)
        _write(painter, QRectF(at.x + 10, at.y + 43, inner, 16), text, face, QColor(_PICTURE.secondary))


def _draw_small_plate(painter: QPainter, at: Rect, plate: Plate) -> None:
    _paint_ground(painter, at)
    face = font("caption", 600 if plate.is_sure else 400)
    title = QFontMetricsF(face).elidedText(plate.title, Qt.TextElideMode.ElideRight, at.width - 30)
    paint_icon(painter, plate.icon, QRectF(at.x + 8, at.y + 5, 12, 12), _icon_colour(plate))
    _write(painter, QRectF(at.x + 24, at.y + 3, at.width - 30, 16), title, face, QColor(_PICTURE.text))


@functools.lru_cache(maxsize=128)
def small_plate_width(plate: Plate) -> float:
    needed = QFontMetricsF(font("caption", 600)).horizontalAdvance(plate.title) + 32
    return min(max(84.0, round(needed)), 150.0)


def _paint_ground(painter: QPainter, at: Rect) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(QColor(_PICTURE.plate), _PICTURE.plate_alpha))
    painter.drawRoundedRect(QRectF(at.x, at.y, at.width, at.height), 8, 8)


def _icon_colour(plate: Plate) -> str:
    return _PICTURE.secondary if plate.icon_sign is None else _PICTURE.state[plate.icon_sign]


def _paint_value(painter: QPainter, at: Rect, plate: Plate) -> float:
    """Write value and unit at the right; returns where they begin."""
    right = at.right - 10
    if plate.unit:
        face = font("micro", 400)
        wide = QFontMetricsF(face).horizontalAdvance(plate.unit)
        _write(painter, QRectF(right - wide, at.y + 7, wide + 1, 18), plate.unit, face, QColor(_PICTURE.secondary))
        right -= wide + 3
    if plate.value:
        measured = bool(plate.unit)
        face = figure_font("ui", 600 if measured else 500)
        wide = QFontMetricsF(face).horizontalAdvance(plate.value)
        colour = QColor(_PICTURE.text if measured else _PICTURE.secondary)
        _write(painter, QRectF(right - wide, at.y + 6, wide + 1, 18), plate.value, face, colour)
        right -= wide
    return right


def _paint_title(painter: QPainter, plate: Plate, left: float, right: float, top: float) -> None:
    face = font("ui", 600 if plate.is_sure else 400)
    text = QFontMetricsF(face).elidedText(plate.title, Qt.TextElideMode.ElideRight, right - left)
    _write(painter, QRectF(left, top, right - left, 18), text, face, QColor(_PICTURE.text))


def _write(painter: QPainter, at: QRectF, text: str, face: QFont, colour: QColor) -> None:
    painter.setFont(face)
    painter.setPen(colour)
    painter.drawText(at, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, text)
