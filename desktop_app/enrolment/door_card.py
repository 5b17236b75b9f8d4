"""A door to choose, with what it sees now; one that is not connected says so and cannot be chosen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from desktop_app.fonts import font
from desktop_app.icons import paint_icon
from desktop_app.painting.marks import pen
from desktop_app.speech import Speech
from desktop_app.theme import current_theme
from desktop_app.wall.still_picture import image_of
from desktop_app.wall.wall_model import Door
from pipeline.types import UInt8Array

SIZE: Final = QSize(244, 206)
_PICTURE_PX: Final = 150


class DoorCard(QAbstractButton):
    """A passive view of one door."""

    def __init__(self, speech: Speech, door: Door) -> None:
        super().__init__()
        self._speech = speech
        self.door = door
        self._pixels: UInt8Array | None = None
        self._image: QImage | None = None
        self.setFixedSize(SIZE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setEnabled(door.is_connected)
        if door.is_connected:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{door.name}, {self._state()}")

    def show_picture(self, pixels: UInt8Array | None) -> None:
        if pixels is not None and pixels is not self._pixels:
            self._pixels, self._image = pixels, image_of(pixels)
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return SIZE

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(whole, theme.radius["tile"], theme.radius["tile"])
        is_hot = self.isEnabled() and (self.underMouse() or self.isDown())
        painter.fillPath(outline, QColor(theme.surface.hover if is_hot else theme.surface.card))
        painter.save()
        painter.setClipPath(outline)
        self._paint_picture(painter, QRectF(0, 0, self.width(), _PICTURE_PX))
        painter.restore()
        self._paint_words(painter)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen(QColor(theme.accent.base if is_hot else theme.line.subtle), 1))
        painter.drawPath(outline)
        painter.end()

    def _paint_picture(self, painter: QPainter, area: QRectF) -> None:
        theme = current_theme()
        painter.fillRect(area, QColor(theme.picture.letterbox if self._image else theme.surface.skeleton))
        image = self._image if self.door.is_connected else None
        if image is None:
            icon = "video" if self.door.is_connected else "unplug"
            paint_icon(painter, icon, QRectF(area.center().x() - 14, area.center().y() - 14, 28, 28), "tertiary")
            return
        scale = max(area.width() / image.width(), area.height() / image.height())
        wide, high = area.width() / scale, area.height() / scale
        part = QRectF((image.width() - wide) / 2, (image.height() - high) / 2, wide, high)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area, image, part)

    def _paint_words(self, painter: QPainter) -> None:
        theme = current_theme()
        for text, face, colour, top in (
            (self.door.name, font("ui", 600), theme.text.primary, _PICTURE_PX + 8),
            (self._state(), font("caption"), theme.text.secondary, _PICTURE_PX + 28),
        ):
            painter.setFont(face)
            painter.setPen(QColor(colour))
            shown = QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, self.width() - 28)
            painter.drawText(QRectF(14, top, self.width() - 28, 18), Qt.AlignmentFlag.AlignVCenter, shown)

    def _state(self) -> str:
        return self._speech.words.say("enrol_door_live" if self.door.is_connected else "enrol_door_off")
