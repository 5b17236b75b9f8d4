"""The tile around its picture: header with chip, what stands in place of a picture, tools."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from desktop_app.fonts import figure_font, font
from desktop_app.icons import paint_icon
from desktop_app.painting.marks import faded
from desktop_app.tokens import Theme, theme_named
from desktop_app.wall.tile_model import TileModel, TileState
from desktop_app.wall.tile_words import Chip, Message

HEADER_PX: Final = 32
SMALL_HEADER_PX: Final = 24
TOOLS: Final = (("landmarks", "scan-face"), ("curtain", "blinds"), ("fill", "maximize-2"))
TOOL_KEYS: Final = {"landmarks": "Shift+L", "curtain": "Shift+C", "fill": "Enter"}
_TOOL_PX: Final = 28
# Pictures, and what stands in their place, look the same in both themes.
_PICTURE_THEME: Final = theme_named("dark")
_PICTURE: Final = _PICTURE_THEME.picture
_CENTRED: Final = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Header:
    """The texts of a header."""

    name: str
    detail: str
    chip: Chip | None
    has_menu: bool


def paint_header(painter: QPainter, at: QRectF, header: Header, model: TileModel, theme: Theme) -> None:
    """Light, name, rate or age, chip; the chip without its word in a small tile."""
    painter.fillRect(at, QColor(theme.surface.card))
    small = at.height() < HEADER_PX
    left = _paint_light(painter, at, model, theme)
    right = at.right() - 8
    if header.has_menu:
        right -= 24
        paint_icon(painter, "ellipsis-vertical", QRectF(right + 4, at.center().y() - 8, 16, 16), theme.text.tertiary)
    if header.chip is not None:
        right = paint_chip(painter, right, at, header.chip, theme) - 8
    name_face, detail_face = font("caption" if small else "ui", 600), figure_font("caption")
    name = QFontMetricsF(name_face).elidedText(header.name, Qt.TextElideMode.ElideRight, max(0.0, right - left))
    _write(painter, QRectF(left, at.top(), right - left, at.height()), name, name_face, theme.text.primary)
    left += QFontMetricsF(name_face).horizontalAdvance(name) + 8
    if not small and right - left > 36:
        detail = QFontMetricsF(detail_face).elidedText(header.detail, Qt.TextElideMode.ElideRight, right - left)
        _write(painter, QRectF(left, at.top(), right - left, at.height()), detail, detail_face, theme.text.tertiary)


def _paint_light(painter: QPainter, at: QRectF, model: TileModel, theme: Theme) -> float:
    """A green light while pictures come; an icon otherwise. Returns where the name begins."""
    left, middle = at.left() + 11, at.center().y()
    if model.is_live:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.state["recognised"].mark))
        painter.drawEllipse(QPointF(left + 4.5, middle), 4, 4)
        return left + 17
    waiting = model.state is TileState.CONNECTING
    role = theme.text.tertiary if waiting else theme.state["stale"].mark
    paint_icon(painter, "circle-dashed" if waiting else "wifi-off", QRectF(left, middle - 7, 14, 14), role)
    return left + 22


def paint_chip(painter: QPainter, right: float, header: QRectF, chip: Chip, theme: Theme) -> float:
    """The chip of a state, its right end at ``right``, in the middle of ``header``; returns its left end."""
    small = header.height() < HEADER_PX
    face = font("caption", 600 if chip.sign else 500)
    height = 18.0 if small else 22.0
    wide = 26.0 if small else 7 + 14 + 5 + QFontMetricsF(face).horizontalAdvance(chip.word) + 9
    box = QRectF(right - wide, header.center().y() - height / 2, wide, height)
    ground = theme.state[chip.sign].soft if chip.sign else theme.surface.hover
    ink = theme.state[chip.sign].mark if chip.sign else theme.text.secondary
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(box, height / 2, height / 2)
    icon_left = box.center().x() - 7 if small else box.left() + 7
    paint_icon(painter, chip.icon, QRectF(icon_left, box.center().y() - 7, 14, 14), ink)
    if not small:
        _write(painter, box.adjusted(26, 0, 0, 0), chip.word, face, ink)
    return box.left()


def paint_curtain(painter: QPainter, area: QRectF) -> None:
    """Folds of 22 px."""
    folds = QColor(_PICTURE_THEME.surface.card), QColor(_PICTURE_THEME.surface.skeleton)
    painter.fillRect(area, folds[0])
    x = area.left() + 22
    while x < area.right():
        painter.fillRect(QRectF(x, area.top(), min(22.0, area.right() - x), area.height()), folds[1])
        x += 44


@dataclass(frozen=True, slots=True)
class MessagePlaces:
    """Where the parts of a message stand."""

    icon: QRectF
    title: QRectF
    more: QRectF
    button: QRectF | None


def place_message(area: QRectF, message: Message) -> MessagePlaces:
    """The message in the middle of ``area``; small areas have neither the second line nor the button."""
    small = area.width() < 300 or area.height() < 140
    icon_px = 20.0 if small else 28.0
    wide = min(area.width() - 24, 360.0)
    more_height = 0.0 if small or not message.more else _height_of(message.more, font("caption"), wide)
    has_button = bool(message.button) and not small
    whole = icon_px + 8 + 22 + (4 + more_height if more_height else 0) + (14 + 28 if has_button else 0)
    y = area.center().y() - whole / 2
    left = area.center().x() - wide / 2
    icon = QRectF(area.center().x() - icon_px / 2, y, icon_px, icon_px)
    title = QRectF(left, icon.bottom() + 8, wide, 22)
    more = QRectF(left, title.bottom() + 4, wide, more_height)
    button = None
    if has_button:
        label = QFontMetricsF(font("ui")).horizontalAdvance(message.button)
        button = QRectF(round(area.center().x() - label / 2 - 11), round(more.bottom() + 14), round(label + 22), 28)
    return MessagePlaces(icon, title, more, button)


def paint_message(painter: QPainter, places: MessagePlaces, message: Message, *, hovered: bool) -> None:
    """Icon, title, what to do, button."""
    small = not places.more.height()
    quiet = _PICTURE.state["stale"] if message.icon in {"wifi-off", "unplug"} else _PICTURE.secondary
    paint_icon(painter, message.icon, places.icon, quiet)
    face = font("ui", 600) if small else font("heading")
    title = QFontMetricsF(face).elidedText(message.title, Qt.TextElideMode.ElideRight, places.title.width())
    _write(painter, places.title, title, face, _PICTURE.text, flags=_CENTRED)
    if places.more.height():
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        _write(painter, places.more, message.more, font("caption"), _PICTURE.secondary, flags=flags)
    if places.button is not None:
        _paint_button(painter, places.button, message.button, hovered=hovered)


def _paint_button(painter: QPainter, at: QRectF, label: str, *, hovered: bool) -> None:
    painter.setPen(QPen(QColor(_PICTURE_THEME.text.tertiary), 1))
    painter.setBrush(QColor(_PICTURE_THEME.surface.hover) if hovered else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(at.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    _write(painter, at, label, font("ui"), _PICTURE.text, flags=_CENTRED)


def _height_of(text: str, face: QFont, width: float) -> float:
    area = QRectF(0, 0, width, 400)
    return QFontMetricsF(face).boundingRect(area, Qt.TextFlag.TextWordWrap, text).height()


def tool_places(area: QRectF) -> dict[str, QRectF]:
    """The three tools that appear while the pointer is over a tile."""
    left = area.right() - 8 - 3 * _TOOL_PX - 2 * 4
    step = _TOOL_PX + 4
    return {
        name: QRectF(left + index * step, area.top() + 8, _TOOL_PX, _TOOL_PX) for index, (name, _) in enumerate(TOOLS)
    }


def paint_tools(painter: QPainter, area: QRectF, hovered: str) -> None:
    places = tool_places(area)
    for name, icon in TOOLS:
        ground = QColor(_PICTURE_THEME.surface.hover) if name == hovered else QColor(_PICTURE.plate)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(ground, _PICTURE.plate_alpha))
        painter.drawRoundedRect(places[name], 6, 6)
        paint_icon(painter, icon, places[name].adjusted(6, 6, -6, -6), _PICTURE.text)


def _write(
    painter: QPainter, at: QRectF, text: str, face: QFont, colour: str, *, flags: Qt.AlignmentFlag | int = _LEFT
) -> None:
    painter.setFont(face)
    painter.setPen(QColor(colour))
    painter.drawText(at, int(flags), text)
