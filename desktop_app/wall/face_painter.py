"""All faces of one picture: boxes, points and plates; strips glide between frames."""

from __future__ import annotations

from dataclasses import replace
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

    def paint(self, painter: QPainter, model: TileModel, place: Fit, area: Rect, *, small: bool, now_ms: float) -> None:
        """Boxes and points of all first, so that no plate lies under a box; the plate of an attack is always shown."""
        paused, scale = model.state is TileState.PAUSED, 1.0 if small else plate_scale(area.width)
        self._places = {}
        boxes = [place.rect(face.box.left, face.box.top, face.box.width, face.box.height) for face in model.faces]
        for face, box in zip(model.faces, boxes, strict=True):
            self._paint_marks(painter, face, box, place, paused=paused, small=small)
        placed: list[Rect] = []
        for rank in sorted(range(len(boxes)), key=lambda rank: model.faces[rank].sign is not Sign.ATTACK):
            face, box = model.faces[rank], boxes[rank]
            plate = plate_of(face, paused, self._words)
            strip = self._strip_now(face, now_ms)
            is_bar = small or rank >= _FULL_PLATES
            at, is_free = place_plate(box, _size(plate, area, scale, is_bar=is_bar), area, placed)
            if is_bar and not is_free:
                continue  # the box's line says the state; a plate over another would hide both
            paint_plate(painter, at, plate, strip, scale)
            placed.append(at)
            self._places[face.track_id] = at

    def _paint_marks(
        self, painter: QPainter, face: TileFace, box: Rect, place: Fit, *, paused: bool, small: bool
    ) -> None:
        if not paused:
            paint_box(painter, QRectF(box.x, box.y, box.width, box.height), face.sign)
        if self.landmarks:
            radius = _SMALL_POINT_PX if small or box.width < 60 else self._point_px
            paint_points(painter, face.landmarks, place, radius)

    def _strip_now(self, face: TileFace, now_ms: float) -> StripModel:
        glide = self._glides.get(face.track_id)
        if glide is None or face.strip.nearest is None or not glide.moves(now_ms):
            return face.strip
        return replace(face.strip, nearest=replace(face.strip.nearest, distance=glide.at(now_ms)))


def _size(plate: Plate, area: Rect, scale: float, *, is_bar: bool) -> tuple[float, float]:
    if is_bar:
        return small_plate_width(plate) * scale, SMALL_PLATE_HEIGHT_PX * scale
    return min(plate_width(plate), (area.width - 16) / scale) * scale, plate_height(plate) * scale
