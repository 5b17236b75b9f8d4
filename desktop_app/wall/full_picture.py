"""The picture of one door at full size: a tile without its header, with the head's pose in the corner."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QWidget

from desktop_app.fonts import figure_font
from desktop_app.painting.marks import faded
from desktop_app.painting.pose_axes import POSE_DISC_PX, paint_pose_disc
from desktop_app.tokens import theme_named
from desktop_app.typed_signal import TypedSignal
from desktop_app.wall.face_painter import FacePainter, View
from desktop_app.wall.full_model import FullFace, FullModel
from desktop_app.wall.full_words import pose_text
from desktop_app.wall.tile import CameraTile
from desktop_app.wall.tile_layout import Rect
from desktop_app.wall.tile_model import TileModel
from pipeline.types import HeadPose, TrackId
from resources.catalogue import Catalogue

_POINT_PX: Final = 2.2
_EDGE_PX: Final = 16.0
_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_PICTURE: Final = theme_named("dark").picture


class FullFacePainter(FacePainter):
    """Leaves out the plate of the face that the cards beside the picture tell of (board live-full)."""

    told: TrackId | None = None

    def _paint_plate(  # noqa: PLR0917 - as its base
        self, painter: QPainter, model: TileModel, rank: int, box: Rect, view: View, now_ms: float
    ) -> None:
        if model.faces[rank].track_id != self.told:
            super()._paint_plate(painter, model, rank, box, view, now_ms)


class FullPicture(CameraTile):
    """``face_chosen`` says the track of a face that was clicked; ``stepped`` -1 or 1 for the arrow keys."""

    face_chosen = TypedSignal(int)
    stepped = TypedSignal(int)

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        self._face: FullFace | None = None
        super().__init__(words, parent)
        self.setAccessibleName(words.say("full_panel"))  # until a door is shown, which then names it

    def show_full(self, model: FullModel) -> None:
        """Show the door, and mark the face that the panel tells of."""
        self._face = model.face
        if isinstance(self._painter, FullFacePainter):
            self._painter.told = model.face.track_id if model.face is not None else None
        self.show_model(model.tile)
        self.update()

    def _make_painter(self) -> FacePainter:
        made = FullFacePainter(self._words, point_px=_POINT_PX)
        made.told = self._face.track_id if self._face is not None else None
        return made

    def _header_rect(self) -> QRectF:
        return QRectF(0, 0, self.width(), 0)

    def _paint_header(self, painter: QPainter, model: TileModel) -> None:
        """The top bar and the cards say all of it."""

    def picture_rect(self) -> QRectF:
        """All of it but the line around."""
        return QRectF(1, 1, self.width() - 2, self.height() - 2)

    def _paint_over(self, painter: QPainter, model: TileModel) -> None:
        face = self._face
        if face is None:
            return
        if face.count > 1:
            self._paint_pointer(painter, model, face)
        if face.quality is not None and self.height() > 4 * POSE_DISC_PX:
            self._paint_pose(painter, face.quality.pose)

    def _paint_pointer(self, painter: QPainter, model: TileModel, face: FullFace) -> None:
        """A small mark over the box: of several faces the panel tells of this one."""
        found = next((each for each in model.faces if each.track_id == face.track_id), None)
        if found is None or self._pixels is None:
            return
        place = self._fit(self._pixels)
        box = place.rect(found.box.left, found.box.top, found.box.width, found.box.height)
        tip = QPointF(box.x + box.width / 2, max(self.picture_rect().top() + 14, box.y - 6))
        painter.setBrush(QColor(_PICTURE.text))
        painter.setPen(QColor(_PICTURE.halo))
        painter.drawPolygon(QPolygonF([tip, tip + QPointF(-9, -11), tip + QPointF(9, -11)]))

    def _paint_pose(self, painter: QPainter, pose: HeadPose) -> None:
        bottom = self.picture_rect().bottom() - _EDGE_PX
        paint_pose_disc(painter, QPointF(_EDGE_PX, bottom - POSE_DISC_PX), pose)
        text, face = pose_text(pose, self._words), figure_font("caption")
        wide = QFontMetricsF(face).horizontalAdvance(text) + 20
        plate = QRectF(_EDGE_PX + POSE_DISC_PX + 10, bottom - 28, wide, 28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(QColor(_PICTURE.plate), _PICTURE.plate_alpha))
        painter.drawRoundedRect(plate, 8, 8)
        painter.setFont(face)
        painter.setPen(QColor(_PICTURE.text))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's
        track = self._face_under(event.position())
        if event.button() is Qt.MouseButton.LeftButton and track is not None:
            self.face_chosen.emit(track)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)

    def _face_under(self, point: QPointF) -> int | None:
        if self.model is None or self._pixels is None:
            return None
        place = self._fit(self._pixels)
        for face in self.model.faces:
            box = place.rect(face.box.left, face.box.top, face.box.width, face.box.height)
            if QRectF(box.x, box.y, box.width, box.height).contains(point):
                return face.track_id
        return None
