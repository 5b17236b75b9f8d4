"""What the camera gives: the crop that the network sees, meters with their needs, the crops of the visit."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.fonts import figure_font, font
from desktop_app.painting.strip_model import Sign, crop_distances
from desktop_app.speech import Speech, SpokenLabel
from desktop_app.theme import current_theme
from desktop_app.wall.full_decision import label
from desktop_app.wall.full_meters import Meter, meters_of
from desktop_app.wall.full_model import FullFace
from desktop_app.wall.full_words import meter_heard, meter_value, not_kept_text
from desktop_app.wall.still_picture import image_of
from pipeline.types import UInt8Array, VisitProgress
from resources.catalogue import Catalogue

_CROP_PX: Final = 96
_THUMB_PX: Final = 37
_GAP_PX: Final = 4
_METER_ROW_PX: Final = 36
_MOST_THUMBS: Final = 8


def _paint_crop(painter: QPainter, at: QRectF, image: QImage | None, radius: float) -> None:
    outline = QPainterPath()
    outline.addRoundedRect(at, radius, radius)
    theme = current_theme()
    if image is None:
        painter.setPen(QPen(QColor(theme.line.subtle), 1))
        painter.setBrush(QColor(theme.surface.field))
        painter.drawRoundedRect(at.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        return
    painter.save()
    painter.setClipPath(outline)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(at, image)
    painter.restore()


class QualityMeters(QWidget):
    """The aligned crop at the left, meters at its right."""

    def __init__(self) -> None:
        super().__init__()
        self._pixels: UInt8Array | None = None
        self._image: QImage | None = None
        self._caption = ""
        self._meters: tuple[tuple[str, Meter], ...] = ()
        self.setFixedHeight(_CROP_PX + 20)

    def show_face(self, face: FullFace, words: Catalogue) -> None:
        """Show the newest crop and how good it is."""
        if face.aligned is not self._pixels:
            self._pixels = face.aligned
            self._image = None if face.aligned is None else image_of(face.aligned)
        side = 0 if self._image is None else self._image.width()
        self._caption = words.say("full_aligned", side_px=side) if side else words.say("full_no_crop")
        meters = meters_of(face.quality) if face.quality is not None else ()
        self._meters = tuple((words.say(meter.code), meter) for meter in meters)
        self.setAccessibleName(words.say("full_quality"))
        self.setAccessibleDescription(", ".join(meter_heard(meter, words) for meter in meters))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(324, _CROP_PX + 20)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_crop(painter, QRectF(0, 0, _CROP_PX, _CROP_PX), self._image, 8)
        painter.setFont(font("caption"))
        painter.setPen(QColor(theme.text.tertiary))
        painter.drawText(QRectF(0, _CROP_PX + 3, _CROP_PX, 17), Qt.AlignmentFlag.AlignCenter, self._caption)
        left = _CROP_PX + 14
        wide = (self.width() - left - 16) / 2
        for index, (name, meter) in enumerate(self._meters):
            at = QRectF(left + (index % 2) * (wide + 16), (index // 2) * _METER_ROW_PX, wide, 30)
            _paint_meter(painter, at, name, meter)
        painter.end()


def _paint_meter(painter: QPainter, at: QRectF, name: str, meter: Meter) -> None:
    """Name and value over the bar; the post is the need, and below it the bar leaves the good colour."""
    theme = current_theme()
    painter.setFont(font("caption"))
    painter.setPen(QColor(theme.text.secondary))
    words = QRectF(at.left(), at.top(), at.width(), 17)
    painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
    painter.setFont(figure_font("caption", 600))
    painter.setPen(QColor(theme.text.primary))
    painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, meter_value(meter))
    bar = QRectF(at.left(), at.top() + 21, at.width(), 6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.surface.track))
    painter.drawRoundedRect(bar, 3, 3)
    painter.setBrush(QColor(_bar_colour(meter)))
    painter.drawRoundedRect(QRectF(bar.left(), bar.top(), max(6.0, bar.width() * meter.share), 6), 3, 3)
    for post in meter.posts:
        x = round(bar.left() + post * bar.width())
        painter.fillRect(QRectF(x - 2.5, bar.top() - 3, 5, 12), QColor(theme.surface.card))
        painter.fillRect(QRectF(x - 1, bar.top() - 3, 2, 12), QColor(theme.text.primary))


def _bar_colour(meter: Meter) -> str:
    theme = current_theme()
    if meter.needs_met is None:
        return theme.text.tertiary
    return theme.state[Sign.RECOGNISED if meter.needs_met else Sign.POOR_VIEW].mark


class VisitCrops(QWidget):
    """The crops that were kept, oldest first, with the distance of each alone; empty places for those to come."""

    def __init__(self) -> None:
        super().__init__()
        self._images: tuple[QImage, ...] = ()
        self._kept: object = None
        self._values: tuple[str, ...] = ()
        self._places = _MOST_THUMBS
        self.setFixedHeight(_THUMB_PX + 15)

    def show_crops(self, progress: VisitProgress, face: FullFace, words: Catalogue) -> None:
        """``face`` says to whom the distances are."""
        kept = progress.evidence.kept
        if kept is not self._kept:
            self._kept = kept
            self._images = tuple(image_of(crop.image) for crop in kept)
        nearest = face.distances.people[0].person_id if face.distances is not None else None
        distances = crop_distances(progress.evidence, nearest)
        self._values = tuple("" if each is None else f"{each:.2f}" for each in distances)
        self._places = progress.evidence.most_kept
        self.setAccessibleName(words.say("full_crops"))
        heard = words.say("full_crops_heard", kept=len(kept), most=self._places)
        self.setAccessibleDescription(", ".join([heard, *(each for each in self._values if each)]))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(_MOST_THUMBS * (_THUMB_PX + _GAP_PX) - _GAP_PX, _THUMB_PX + 15)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(figure_font("micro", 400))
        painter.setPen(QColor(current_theme().text.tertiary))
        places = min(self._places, _MOST_THUMBS)
        side = min(float(_THUMB_PX), (self.width() - _GAP_PX * (places - 1)) / places)
        for index in range(places):
            left = index * (side + _GAP_PX)
            image = self._images[index] if index < len(self._images) else None
            painter.save()
            _paint_crop(painter, QRectF(left, 0, side, side), image, 5)
            painter.restore()
            if index < len(self._values):
                below = QRectF(left - 2, side + 2, side + 4, 14)
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._values[index])
        painter.end()


class QualityCard(QFrame):
    """A passive view of a face's picture and of its visit's evidence."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self._speech = speech
        self.meters = QualityMeters()
        self.count = label("caption")
        self.crops = VisitCrops()
        self.not_kept = label("caption", "secondary")
        self.not_kept.setWordWrap(True)
        self._crops_heading = SpokenLabel(speech, "full_crops", role="caption", tone="secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        column.addWidget(SpokenLabel(speech, "full_quality", role="heading"))
        column.addSpacing(2)
        column.addWidget(self.meters)
        line = QHBoxLayout()
        line.addWidget(self._crops_heading)
        line.addStretch(1)
        line.addWidget(self.count)
        column.addLayout(line)
        column.addWidget(self.crops)
        column.addWidget(self.not_kept)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def show_face(self, face: FullFace) -> None:
        """Show the picture's quality and what the visit has kept."""
        words, progress = self._speech.words, face.progress
        self.meters.show_face(face, words)
        for widget in (self._crops_heading, self.count, self.crops, self.not_kept):
            widget.setVisible(progress is not None)
        if progress is None:
            return
        self.count.setText(f"{len(progress.evidence.kept)} / {progress.evidence.most_kept}")
        self.crops.show_crops(progress, face, words)
        text = not_kept_text(progress, words)
        self.not_kept.setText(text)
        self.not_kept.setVisible(bool(text))
