"""The picture of a visit, as large as there is room for."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.icons import paint_icon
from desktop_app.speech import Speech
from desktop_app.theme import current_theme

_PICTURE_PX: Final = (268, 200)
_LEAST_PICTURE_PX: Final = 88


class VisitPicture(QWidget):
    """The snapshot filling its place, or a sentence where there is none."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._picture: QPixmap | None = None
        self._is_missing = False
        self.setMinimumSize(_PICTURE_PX[0], _LEAST_PICTURE_PX)
        self.setMaximumHeight(_PICTURE_PX[1])
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)

    @property
    def is_shown(self) -> bool:
        """Whether there is a picture."""
        return self._picture is not None

    def show_picture(self, image: QImage | None, *, is_missing: bool = False) -> None:
        """``is_missing``: there is none, and none is on its way."""
        self._picture = None if image is None or image.isNull() else QPixmap.fromImage(image)
        self._is_missing = is_missing
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(*_PICTURE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), 10, 10)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), QColor(current_theme().surface.skeleton))
        if self._picture is not None:
            painter.drawPixmap(QRectF(self.rect()), self._picture, _middle(self._picture, self.width(), self.height()))
        elif self._is_missing:
            self._say_missing(painter)
        painter.end()

    def _say_missing(self, painter: QPainter) -> None:
        middle = self.height() / 2
        paint_icon(painter, "image-off", QRectF(self.width() / 2 - 14, middle - 38, 28, 28), "tertiary")
        painter.setPen(QColor(current_theme().text.secondary))
        place = QRectF(20, middle, self.width() - 40, 40)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(place, flags, self._speech.words.say("events_no_picture"))


def _middle(picture: QPixmap, width: int, height: int) -> QRectF:
    """The part that fills ``width`` x ``height`` without distortion; faces stand above the middle."""
    scale = min(picture.width() / width, picture.height() / height)
    part_width, part_height = width * scale, height * scale
    return QRectF((picture.width() - part_width) / 2, (picture.height() - part_height) * 0.4, part_width, part_height)
