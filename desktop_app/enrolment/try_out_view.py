"""The live try-out: what the camera sees, the strip of the nearest face, how the tries went (board enrol-report)."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.enrolment.enrolment_model import EnrolmentModel
from desktop_app.enrolment.try_out_model import TryOut
from desktop_app.icons import icon_pixmap, paint_icon
from desktop_app.painting.strip_model import NOBODY_COMPARED, Sign
from desktop_app.painting.strip_widget import StripWidget
from desktop_app.speech import Speech
from desktop_app.theme import current_theme
from desktop_app.wall.face_box import paint_box
from desktop_app.wall.overlay import paint_points
from desktop_app.wall.still_picture import grey_pixmap, image_of
from desktop_app.wall.tile_layout import Fit
from desktop_app.wall.tile_model import STALE_AFTER_S
from pipeline.types import UInt8Array
from resources.catalogue import Catalogue

_RADIUS: Final = 10
_SMALL_PX: Final = 400


class DoorPicture(QWidget):
    """The camera's picture with the nearest face's box and points; grey when it is not live."""

    def __init__(self) -> None:
        super().__init__()
        self._try_out: TryOut | None = None
        self._mirrored = False
        self._is_live = False
        self._pixels: UInt8Array | None = None
        self._image: QImage | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)

    def show_try_out(self, try_out: TryOut, *, mirrored: bool, is_live: bool) -> None:
        self._try_out, self._mirrored, self._is_live = try_out, mirrored, is_live
        pixels = try_out.observation.image if try_out.observation is not None else None
        if pixels is not None and pixels is not self._pixels:
            self._pixels, self._image = pixels, image_of(pixels)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(520, 390)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(200, 150)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        painter.setClipPath(outline)
        theme = current_theme()
        painter.fillRect(self.rect(), QColor(theme.picture.letterbox if self._image else theme.surface.skeleton))
        if self._image is None:
            middle = QRectF(self.rect()).center()
            paint_icon(painter, "video", QRectF(middle.x() - 14, middle.y() - 14, 28, 28), "tertiary")
        else:
            self._paint_picture(painter, self._image)
        painter.end()

    def _paint_picture(self, painter: QPainter, image: QImage) -> None:
        scale = max(self.width() / image.width(), self.height() / image.height())
        place = Fit(scale, (self.width() - image.width() * scale) / 2, (self.height() - image.height() * scale) / 2)
        if self._mirrored:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        whole = place.rect(0, 0, image.width(), image.height())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        target = QRectF(whole.x, whole.y, whole.width, whole.height)
        if not self._is_live:
            grey = grey_pixmap(image)
            painter.drawPixmap(target, grey, QRectF(grey.rect()))
            return
        painter.drawImage(target, image)
        face = self._try_out.face if self._try_out is not None else None
        if face is not None and self._try_out is not None:
            box = place.rect(face.box.left, face.box.top, face.box.width, face.box.height)
            paint_box(painter, QRectF(box.x, box.y, box.width, box.height), self._try_out.sign)
            paint_points(painter, face.landmarks, place, 1.1 if self.width() < _SMALL_PX else 1.6)


class TryOutView(QWidget):
    """Picture, strip, and how the tries went."""

    def __init__(self, speech: Speech, *, ground: str) -> None:
        super().__init__()
        self._speech = speech
        self._model: EnrolmentModel | None = None
        self._drawn: tuple[object, ...] = ()
        self.picture = DoorPicture()
        self.strip = StripWidget(speech.words, full=True, ground=ground)
        self._icon = QLabel()
        self.result = QLabel()
        self.result.setProperty("role", "ui")
        self.result.setTextFormat(Qt.TextFormat.PlainText)
        self.result.setWordWrap(True)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.result, stretch=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.picture, stretch=1)
        column.addWidget(self.strip)
        column.addLayout(line)
        speech.changed.connect(self._speak)

    def show_model(self, model: EnrolmentModel) -> None:
        """Draw the newest picture and what is known of it."""
        self._model = model
        try_out = model.try_out
        if try_out is None:
            return
        is_live = _is_live(try_out)
        self.picture.show_try_out(try_out, mirrored=model.is_mirrored, is_live=is_live)
        self.strip.show_model(try_out.strip if try_out.strip is not None and is_live else NOBODY_COMPARED)
        self.strip.setVisible(try_out.strip is not None and is_live)
        result = result_of(try_out, self._speech.words, is_live=is_live, is_webcam=model.is_mirrored)
        drawn = (result, current_theme().name)
        if drawn == self._drawn:
            return
        self._drawn, (icon, role, text) = drawn, result
        self._icon.setPixmap(icon_pixmap(icon, 16, role, self.devicePixelRatioF()))
        self.result.setText(text)
        self.picture.setAccessibleName(text)

    def _speak(self) -> None:
        self.strip.set_words(self._speech.words)
        if self._model is not None:
            self.show_model(self._model)


def _is_live(try_out: TryOut) -> bool:
    observation = try_out.observation
    return observation is not None and (time.monotonic_ns() - observation.captured_at_ns) / 1e9 <= STALE_AFTER_S


def result_of(try_out: TryOut, words: Catalogue, *, is_live: bool, is_webcam: bool) -> tuple[str, str, str]:
    """Icon, its role and a sentence: how the tries went."""
    if not is_live and try_out.observation is not None:
        return "wifi-off", "stale", words.say("enrol_try_lost")
    last = try_out.last
    if last is None:
        looking = try_out.face is not None
        if is_webcam:
            return "info", "secondary", words.say("enrol_try_webcam")
        return "circle-dashed", "secondary", words.say("enrol_try_looking" if looking else "enrol_try_waiting")
    figures = {"recognised": try_out.recognised, "tries": len(try_out.tries)}
    if not last.is_this_person:
        said = words.say("enrol_tried_not", **figures)
        why = " ".join(words.say_reason(reason) for reason in last.reasons[:1])
        return "user-round-search", Sign.UNKNOWN, f"{said}. {why}".strip()
    if last.seconds is None:
        return "circle-check", Sign.RECOGNISED, words.say("enrol_tried_no_time", **figures)
    return "circle-check", Sign.RECOGNISED, words.say("enrol_tried", seconds=f"{last.seconds:.1f}", **figures)
