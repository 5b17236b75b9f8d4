"""The live face in its ring: picture, 68 points, where the head points (board enrol); all of it measured."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Final

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, QTimerEvent
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPaintEvent, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.enrolment.face_crop import View, box_of, follow, view_of_face, whole_view
from desktop_app.enrolment.faces_model import Note, note_of
from desktop_app.enrolment.words import ring_heard
from desktop_app.icons import paint_icon
from desktop_app.painting.beat import Beat
from desktop_app.painting.marks import faded
from desktop_app.painting.ring import RING_PX, face_side, paint_ring
from desktop_app.painting.ring_model import RingMotion, ring_of
from desktop_app.theme import current_theme
from desktop_app.wall.overlay import paint_points
from desktop_app.wall.still_picture import grey_pixmap, image_of
from desktop_app.wall.tile_layout import Fit
from offload_server.household.guided.states import GuidedState
from pipeline.types import Float32Array, UInt8Array
from resources.catalogue import Catalogue

_SMALLEST_PX: Final = 240
_POINT_PX: Final = 1.9


class RingView(QWidget):
    """A passive view of a guided state; a face that is not looked at is grey under a sign."""

    def __init__(self, words: Catalogue) -> None:
        super().__init__()
        self._words = words
        self._state: GuidedState | None = None
        self._mirrored = False
        self._note = Note.WAITING
        self._pixels: UInt8Array | None = None
        self._image: QImage | None = None
        self._view: View | None = None
        self._motion = RingMotion(current_theme().motion_ms["segment"])
        self._beat = Beat(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_state(self, state: GuidedState, words: Catalogue, *, mirrored: bool) -> None:
        """Show ``state`` from the next paint on."""
        self._state, self._mirrored, self._words = state, mirrored, words
        self._note = note_of(state)
        self._take_picture(state)
        self._motion.aim(ring_of(state, mirrored=mirrored), _now_ms())
        if self._motion.moves(_now_ms()) and not self._beat.is_active:
            self._beat.start()
        heard = ring_heard(state, words)
        if heard != self.accessibleName():
            self.setAccessibleName(heard)
        self.update()

    def _take_picture(self, state: GuidedState) -> None:
        observation = state.observation
        pixels = observation.image if observation is not None else None
        if pixels is None or pixels is self._pixels:
            return
        self._pixels, self._image = pixels, image_of(pixels)
        height, width = pixels.shape[:2]
        box = box_of(state)
        wanted = whole_view(width, height) if box is None else view_of_face(box, width, height)
        self._view = follow(self._view, wanted)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(round(RING_PX), round(RING_PX))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(_SMALLEST_PX, _SMALLEST_PX)

    def ring_rect(self) -> QRectF:
        """Where the ring stands."""
        side = min(RING_PX, self.width(), self.height())
        return QRectF(round((self.width() - side) / 2), round((self.height() - side) / 2), side, side)

    def timerEvent(self, event: QTimerEvent) -> None:  # noqa: N802 - Qt's
        if not self._beat.struck(event):
            super().timerEvent(event)
            return
        if not self._motion.moves(_now_ms()):
            self._beat.stop()
        self.update()

    @property
    def is_moving(self) -> bool:
        """Whether a cell still fills."""
        return self._beat.is_active

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = self.ring_rect()
        side = face_side(ring.width())
        circle = QRectF(ring.center().x() - side / 2, ring.center().y() - side / 2, side, side)
        self._paint_face(painter, circle)
        if self._note is not Note.NONE:
            self._paint_note(painter, circle)
        shown = self._motion.at(_now_ms())
        is_live = self._note is Note.NONE
        paint_ring(painter, ring, shown if is_live else replace(shown, pointer=None), current_theme())
        painter.end()

    def _paint_face(self, painter: QPainter, circle: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        view, image = self._view, self._image
        if view is None or image is None or self._note is Note.WAITING:
            painter.setBrush(QColor(current_theme().surface.skeleton))
            painter.drawEllipse(circle)
            return
        part = image.copy(round(view.x), round(view.y), round(view.side), round(view.side))
        brush = QBrush(part if self._note is Note.NONE else grey_pixmap(part).toImage())
        scale = circle.width() / part.width()
        brush.setTransform(self._placing(circle, scale))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setBrush(brush)
        painter.drawEllipse(circle)
        if self._note is Note.NONE:
            self._paint_points(painter, view, circle, scale)

    def _placing(self, circle: QRectF, scale: float) -> QTransform:
        """Picture px to widget px; a mirrored picture runs from the right."""
        if self._mirrored:
            return QTransform(-scale, 0, 0, scale, circle.right(), circle.top())
        return QTransform(scale, 0, 0, scale, circle.left(), circle.top())

    def _paint_points(self, painter: QPainter, view: View, circle: QRectF, scale: float) -> None:
        landmarks = self._landmarks()
        if landmarks is None:
            return
        spots = landmarks - np.array([view.x, view.y], np.float32)
        if self._mirrored:
            spots = np.stack([np.float32(view.side) - spots[:, 0], spots[:, 1]], axis=1)
        middle = np.float32(view.side / 2)
        inside = np.hypot(spots[:, 0] - middle, spots[:, 1] - middle) < middle - 3 / scale
        paint_points(painter, spots[inside], Fit(scale, circle.left(), circle.top()), _POINT_PX)

    def _landmarks(self) -> Float32Array | None:
        state = self._state
        if state is None or state.observation is None or state.face_index is None:
            return None
        faces = state.observation.faces
        return faces[state.face_index].landmarks if state.face_index < len(faces) else None

    def _paint_note(self, painter: QPainter, circle: QRectF) -> None:
        theme = current_theme()
        if self._note is not Note.WAITING:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(faded(QColor(theme.surface.window), 0.78))
            painter.drawEllipse(circle.adjusted(-1, -1, 1, 1))
        icon = {Note.PAUSED: "pause", Note.LOST: "unplug"}.get(self._note, "circle-dashed")
        middle = circle.center()
        paint_icon(painter, icon, QRectF(middle.x() - 24, middle.y() - 24, 48, 48), "secondary")


def _now_ms() -> float:
    return time.monotonic() * 1000
