"""The picture of a camera that is no door yet, in a dialog or a card: live, or why there is none."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_app.fonts import font
from desktop_app.icons import paint_icon
from desktop_app.theme import current_theme
from desktop_app.tokens import theme_named
from desktop_app.wall.still_picture import image_of
from desktop_app.wall.tile_edge import paint_edge
from pipeline.types import Observation, UInt8Array

_PICTURE = theme_named("dark").picture
_ICON_PX = 28


class Preview(QWidget):
    """``mirrored`` for a webcam, in which people know themselves from a mirror; a door never is."""

    def __init__(self, size: QSize, ground: str, *, mirrored: bool = False) -> None:
        """``ground`` is the surface behind it: "card" or "raised"."""
        super().__init__()
        self.setFixedSize(size)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._ground = ground
        self._mirrored = mirrored
        self._pixels: UInt8Array | None = None
        self._image: QImage | None = None
        self._message = ("", "")

    @property
    def has_picture(self) -> bool:
        return self._image is not None

    def show_observation(self, newest: Observation | None) -> None:
        """The newest picture, if it is another one."""
        pixels = None if newest is None else newest.image
        if pixels is None or pixels is self._pixels:
            return
        self._pixels = pixels
        self._image = image_of(pixels)
        if self._mirrored:
            self._image = self._image.flipped(Qt.Orientation.Horizontal)
        self.update()

    def show_message(self, icon_name: str, sentence: str) -> None:
        """Say ``sentence`` in place of a picture."""
        self._pixels = self._image = None
        self._message = (icon_name, sentence)
        self.setAccessibleName(sentence)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        theme = current_theme()
        painter = QPainter(self)
        area = QRectF(self.rect())
        painter.fillRect(area, QColor(_PICTURE.letterbox))
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(_fitted(self._image, area), self._image)
        elif self._message[1]:
            self._paint_message(painter, area)
        ground = theme.surface.raised if self._ground == "raised" else theme.surface.card
        paint_edge(painter, self.rect(), self.rect(), theme, ground)
        painter.end()

    def _paint_message(self, painter: QPainter, area: QRectF) -> None:
        icon_name, sentence = self._message
        middle = area.center()
        paint_icon(painter, icon_name, QRectF(middle.x() - 14, middle.y() - 36, _ICON_PX, _ICON_PX), _PICTURE.secondary)
        painter.setFont(font("caption"))
        painter.setPen(QColor(_PICTURE.secondary))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(area.adjusted(16, area.height() / 2 + 4, -16, -8), int(flags), sentence)


def _fitted(image: QImage, area: QRectF) -> QRectF:
    """Whole and in the middle."""
    scale = min(area.width() / image.width(), area.height() / image.height())
    wide, high = image.width() * scale, image.height() * scale
    return QRectF(area.center().x() - wide / 2, area.center().y() - high / 2, wide, high)
