"""What the machine sees, drawn over a picture: 68 points and plates. Nothing here moves by itself."""

from __future__ import annotations

import functools
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

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
    """The 68 points as copies of one drawn dot: four times as fast as 68 circles."""
    dot = _dot(radius, painter.device().devicePixelRatio())
    half = dot.width() / dot.devicePixelRatio() / 2
    spots = landmarks * np.float32(place.scale) + np.array([place.x - half, place.y - half], np.float32)
    for x, y in spots.tolist():
        painter.drawPixmap(QPointF(x, y), dot)


@functools.lru_cache(maxsize=16)
def _dot(radius: float, dpr: float) -> QPixmap:
    side = round((2 * radius + 3) * dpr)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(dpr, dpr)
    centre = QPointF(side / dpr / 2, side / dpr / 2)
    painter.setBrush(faded(QColor(_PICTURE.point), _POINT_ALPHA))
    painter.setPen(pen(QColor(_PICTURE.halo), 0.8, alpha=0.55))
    painter.drawEllipse(centre, radius, radius)
    painter.end()
    pixmap.setDevicePixelRatio(dpr)
    return pixmap


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


def paint_plate(painter: QPainter, at: Rect, plate: Plate, strip: StripModel, scale: float = 1.0) -> None:
    """Icon, name, value, strip, and a note where somebody cannot be judged; only name and bar when it is as high as a
    small one. ``at`` is ``scale`` times the plate's own size.
    """
    dpr = painter.device().devicePixelRatio()
    painter.drawPixmap(QPointF(at.x, at.y), _kept(plate, strip, (at.width / scale, at.height / scale), scale, dpr))


@functools.lru_cache(maxsize=128)
def _kept(plate: Plate, strip: StripModel, size: tuple[float, float], scale: float, dpr: float) -> QPixmap:
    """The plate as a picture: it changes with what was compared, not with every frame."""
    width, height = size
    pixmap = QPixmap(round(width * scale * dpr), round(height * scale * dpr))
    pixmap.setDevicePixelRatio(scale * dpr)  # as if on a finer screen: icons in it are drawn as finely
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw = _draw_small_plate if height == SMALL_PLATE_HEIGHT_PX else _draw_plate
    draw(painter, Rect(0, 0, width, height), plate, strip)
    painter.end()
    pixmap.setDevicePixelRatio(dpr)
    return pixmap


def _draw_plate(painter: QPainter, at: Rect, plate: Plate, strip: StripModel) -> None:
    _paint_ground(painter, at)
    inner = at.width - 20
    paint_icon(painter, plate.icon, QRectF(at.x + 10, at.y + 7, 16, 16), _icon_colour(plate))
    right = _paint_value(painter, at, plate)
    _paint_title(painter, plate, at.x + 32, right - 6, at.y + 6)
    paint_strip(painter, QRectF(at.x + 10, at.y + 26, inner, COMPACT_HEIGHT_PX), strip, _THEME, PICTURE_GROUND)
    if plate.note:
        face = font("caption")
        text = QFontMetricsF(face).elidedText(plate.note, Qt.TextElideMode.ElideRight, inner)
        _write(painter, QRectF(at.x + 10, at.y + 43, inner, 16), text, face, QColor(_PICTURE.secondary))


def _draw_small_plate(painter: QPainter, at: Rect, plate: Plate, strip: StripModel) -> None:
    _paint_ground(painter, at)
    face = font("caption", 600 if plate.is_sure else 400)
    title = QFontMetricsF(face).elidedText(plate.title, Qt.TextElideMode.ElideRight, at.width - 30)
    paint_icon(painter, plate.icon, QRectF(at.x + 8, at.y + 5, 12, 12), _icon_colour(plate))
    _write(painter, QRectF(at.x + 24, at.y + 3, at.width - 30, 16), title, face, QColor(_PICTURE.text))
    bar = QRectF(at.x + 8, at.y + 23, at.width - 16, BAR_HEIGHT_PX)
    paint_strip(painter, bar, strip, _THEME, PICTURE_GROUND)


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
