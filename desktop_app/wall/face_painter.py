"""All faces of one picture: boxes, points and plates; strips glide between frames."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from desktop_app.painting.glide import Glide
from desktop_app.painting.strip_model import Sign, StripModel
from desktop_app.tokens import theme_named
from desktop_app.wall.face_box import paint_box
from desktop_app.wall.overlay import (
    SMALL_PLATE_HEIGHT_PX,
    paint_plate,
    paint_points,
    plate_height,
    plate_width,
    small_plate_width,
)
from desktop_app.wall.tile_layout import Fit, Rect, place_plate, plate_scale
from desktop_app.wall.tile_model import TileFace, TileModel, TileState
from desktop_app.wall.tile_words import Plate, plate_of
from pipeline.types import TrackId
from resources.catalogue import Catalogue

_FULL_PLATES: Final = 3
"""The nearest three get whole plates, the rest name and bar (board.md 3)."""
_SMALL_POINT_PX: Final = 1.1
_MARKS_PX: Final = 7.4
"""How far the lines around a box (those of an attack) and half a point reach out."""


@dataclass(frozen=True, slots=True)
class View:
    """Where faces are painted: ``area`` is the picture's, ``dirty`` what is to be painted of it now."""

    place: Fit
    area: Rect
    dirty: Rect
    small: bool = False

    @property
    def is_whole(self) -> bool:
        dirty, area = self.dirty, self.area
        return dirty.x <= area.x and dirty.y <= area.y and dirty.right >= area.right and dirty.bottom >= area.bottom

    @property
    def plate_scale(self) -> float:
        return 1.0 if self.small else plate_scale(self.area.width)


class FacePainter:
    """Keeps what moves between two frames of one camera."""

    def __init__(self, words: Catalogue, *, landmarks: bool = True, point_px: float | None = None) -> None:
        """``point_px`` is the radius of the landmarks, by default that of a tile."""
        self._words = words
        self.landmarks = landmarks
        self._point_px = point_px or theme_named("dark").size["point_radius"]
        self._glides: dict[TrackId, Glide] = {}
        self._places: dict[TrackId, Rect] = {}

    def aim(self, model: TileModel, now_ms: float) -> None:
        """Take in the distances of a new frame."""
        gliding = {}
        for face in model.faces:
            nearest = face.strip.nearest
            if nearest is not None:
                glide = self._glides.get(face.track_id) or Glide(theme_named("dark").motion_ms["marker"])
                glide.aim(nearest.person_id, nearest.distance, now_ms)
                gliding[face.track_id] = glide
        self._glides = gliding

    def moving(self, now_ms: float) -> list[Rect]:
        """Where strips still glide: only there anything has to be painted again before the next frame."""
        moves = [track for track, glide in self._glides.items() if glide.moves(now_ms)]
        return [self._places[track] for track in moves if track in self._places]

    def paint(self, painter: QPainter, model: TileModel, view: View, now_ms: float) -> None:
        """Boxes and points of all first, so that no plate lies under a box; the plate of an attack is always shown."""
        place, is_paused = view.place, model.state is TileState.PAUSED
        boxes = [place.rect(face.box.left, face.box.top, face.box.width, face.box.height) for face in model.faces]
        for face, box in zip(model.faces, boxes, strict=True):
            if view.is_whole or _reach(face, box, place).meets(view.dirty):
                self._paint_marks(painter, face, box, view, paused=is_paused)
        self._places = {}
        for rank in sorted(range(len(boxes)), key=lambda rank: model.faces[rank].sign is not Sign.ATTACK):
            self._paint_plate(painter, model, rank, boxes[rank], view, now_ms)

    def _paint_plate(  # noqa: PLR0917 - one step of paint
        self, painter: QPainter, model: TileModel, rank: int, box: Rect, view: View, now_ms: float
    ) -> None:
        face, area, scale = model.faces[rank], view.area, view.plate_scale
        plate = plate_of(face, model.state is TileState.PAUSED, self._words)
        is_bar = view.small or rank >= _FULL_PLATES
        at, is_free = place_plate(box, _size(plate, area, scale, is_bar=is_bar), area, self._places.values())
        if is_bar and not is_free:
            return  # the box's line says the state; a plate over another would hide both
        if at.meets(view.dirty):
            glide = self._glides.get(face.track_id)
            moves = glide is not None and glide.moves(now_ms)
            paint_plate(painter, at, plate, self._strip_now(face, now_ms), scale, moves=moves)
        self._places[face.track_id] = at

    def _paint_marks(self, painter: QPainter, face: TileFace, box: Rect, view: View, *, paused: bool) -> None:
        if not paused:
            paint_box(painter, QRectF(box.x, box.y, box.width, box.height), face.sign)
        if self.landmarks:
            radius = _SMALL_POINT_PX if view.small or box.width < 60 else self._point_px
            paint_points(painter, face.landmarks, view.place, radius)

    def _strip_now(self, face: TileFace, now_ms: float) -> StripModel:
        glide = self._glides.get(face.track_id)
        if glide is None or face.strip.nearest is None or not glide.moves(now_ms):
            return face.strip
        return replace(face.strip, nearest=replace(face.strip.nearest, distance=glide.at(now_ms)))


def _reach(face: TileFace, box: Rect, place: Fit) -> Rect:
    """All that box and points cover; they end before the face's own plate begins."""
    spots = face.landmarks
    if not len(spots):
        return box.grown(_MARKS_PX)
    (left, top), (right, bottom) = spots.min(axis=0).tolist(), spots.max(axis=0).tolist()
    points = place.rect(left, top, right - left, bottom - top)
    x, y = min(box.x, points.x), min(box.y, points.y)
    return Rect(x, y, max(box.right, points.right) - x, max(box.bottom, points.bottom) - y).grown(_MARKS_PX)


def _size(plate: Plate, area: Rect, scale: float, *, is_bar: bool) -> tuple[float, float]:
    if is_bar:
        return small_plate_width(plate) * scale, SMALL_PLATE_HEIGHT_PX * scale
    return min(plate_width(plate), (area.width - 16) / scale) * scale, plate_height(plate) * scale
