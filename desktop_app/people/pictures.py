"""The crops of samples, fetched when they are first drawn and kept while the sample is there."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPixmap

from desktop_app.icons import paint_icon
from desktop_app.theme import current_theme
from offload_server.household.records import SampleId
from pipeline.types import PersonId

Fetch = Callable[[PersonId, SampleId], None]
_DIMMED = 0.45


class SamplePictures(QObject):
    """One a screen. ``fetch`` is asked once for each picture; ``came`` says that one more can be drawn."""

    came = Signal()

    def __init__(self, fetch: Fetch) -> None:
        super().__init__()
        self._fetch = fetch
        self._pictures: dict[SampleId, QPixmap | None] = {}

    def get(self, person_id: PersonId, sample_id: SampleId | None) -> QPixmap | None:
        """The picture, if it has come."""
        if sample_id is None:
            return None
        if sample_id not in self._pictures:
            self._pictures[sample_id] = None
            self._fetch(person_id, sample_id)
        return self._pictures[sample_id]

    def show_picture(self, sample_id: SampleId, jpeg: bytes) -> None:
        """A picture that was asked for."""
        picture = QPixmap.fromImage(QImage.fromData(jpeg))
        if not picture.isNull():
            self._pictures[sample_id] = picture
            self.came.emit()

    def keep_only(self, samples: Collection[SampleId]) -> None:
        """Free the pictures of samples that are gone: a removed face is not shown, nor kept, any more."""
        self._pictures = {key: picture for key, picture in self._pictures.items() if key in samples}


def paint_face(painter: QPainter, at: QRectF, radius: float, picture: QPixmap | None, *, dimmed: bool = False) -> None:
    """The picture in a rounded square; a plain one with a figure while there is none."""
    outline = QPainterPath()
    outline.addRoundedRect(at, radius, radius)
    painter.fillPath(outline, QColor(current_theme().surface.skeleton))
    if picture is None:
        side = max(12.0, round(at.width() * 0.4))
        icon_at = QRectF(round(at.center().x() - side / 2), round(at.center().y() - side / 2), side, side)
        paint_icon(painter, "user-round", icon_at, "tertiary")
        return
    painter.save()
    painter.setClipPath(outline)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if dimmed:
        painter.setOpacity(_DIMMED)
    painter.drawPixmap(at, picture, QRectF(picture.rect()))
    painter.restore()


def draw_elided(
    painter: QPainter, area: QRectF, text: str, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
) -> None:
    """One line of text, cut at the end if it is too long."""
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | align, shown)
