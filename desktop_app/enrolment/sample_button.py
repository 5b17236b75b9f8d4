"""One sample's place: empty, next, or a picture that pops in with its quality below (board enrol)."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimerEvent, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from desktop_app.icons import paint_icon
from desktop_app.painting.beat import Beat
from desktop_app.painting.glide import Glide
from desktop_app.painting.marks import faded, pen
from desktop_app.theme import current_theme
from desktop_app.wall.still_picture import image_of
from offload_server.household.guided.states import DraftSample

SIDE_PX: Final = 68
_METER_GAP_PX: Final = 4
_METER_PX: Final = 3
_EDGE_PX: Final = 3
"""Room for the ring around the newest one."""
_RADIUS: Final = 8.0
_FROM_SCALE: Final = 0.9
_REMOVE_KEYS: Final = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}


class SampleButton(QAbstractButton):
    """``removed`` when it holds a sample and is pressed, or Delete is. The texts are the panel's to set."""

    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sample: DraftSample | None = None
        self.mirrored = False
        self._is_next = False
        self._is_newest = False
        self._pixmap: QPixmap | None = None
        self._pop = Glide(current_theme().motion_ms["sample"])
        self._beat = Beat(self)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(self.sizeHint())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(self._press)

    def show_sample(self, sample: DraftSample | None, *, is_next: bool, is_newest: bool, animated: bool) -> None:
        """Fill or empty the place; ``animated`` lets a new sample pop in."""
        self._is_next, self._is_newest = is_next, is_newest
        known = self.sample.id if self.sample is not None else None
        if sample is None:
            self._pixmap = None
        elif sample.id != known:
            image = image_of(sample.picture)
            self._pixmap = QPixmap.fromImage(image.mirrored(True, False) if self.mirrored else image)
            self._begin_pop(animated=animated)
        self.sample = sample
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if sample is None else Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor if sample is None else Qt.CursorShape.PointingHandCursor)
        self.update()

    @property
    def is_moving(self) -> bool:
        """Whether the sample still pops in."""
        return self._beat.is_active

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(SIDE_PX + 2 * _EDGE_PX, SIDE_PX + 2 * _EDGE_PX + _METER_GAP_PX + _METER_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's
        if event.key() in _REMOVE_KEYS and self.sample is not None:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def timerEvent(self, event: QTimerEvent) -> None:  # noqa: N802 - Qt's
        if not self._beat.struck(event):
            super().timerEvent(event)
            return
        if not self._pop.moves(_now_ms()):
            self._beat.stop()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(_EDGE_PX, _EDGE_PX, SIDE_PX, SIDE_PX)
        if self.sample is None or self._pixmap is None:
            self._paint_empty(painter, place)
        else:
            self._paint_sample(painter, place, self._pixmap, self.sample.quality)
        painter.end()

    def _press(self) -> None:
        if self.sample is not None:
            self.removed.emit()

    def _begin_pop(self, *, animated: bool) -> None:
        """From .9 of its size and nothing to whole."""
        self._pop = Glide(current_theme().motion_ms["sample"] if animated else 0)
        now = _now_ms()
        self._pop.aim(None, 0.0, now)
        self._pop.aim(None, 1.0, now)
        if self._pop.moves(now):
            self._beat.start()

    def _paint_empty(self, painter: QPainter, place: QRectF) -> None:
        theme = current_theme()
        painter.setOpacity(1.0 if self._is_next else 0.55)
        line = QColor(theme.accent.base if self._is_next else theme.line.control)
        painter.setPen(pen(line, 1.5, dashes_px=(4, 3)))
        painter.setBrush(QColor(theme.surface.field))
        painter.drawRoundedRect(place.adjusted(0.75, 0.75, -0.75, -0.75), _RADIUS, _RADIUS)

    def _paint_sample(self, painter: QPainter, place: QRectF, pixmap: QPixmap, quality: float) -> None:
        theme = current_theme()
        shown = self._pop.at(_now_ms())
        scale = _FROM_SCALE + (1 - _FROM_SCALE) * shown
        painter.setOpacity(shown)
        middle = place.center()
        side = SIDE_PX * scale
        at = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        outline = QPainterPath()
        outline.addRoundedRect(at, _RADIUS, _RADIUS)
        painter.save()
        painter.setClipPath(outline)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(at, pixmap, QRectF(pixmap.rect()))
        if self.underMouse() or self.hasFocus():
            painter.fillRect(at, faded(QColor(theme.picture.halo), 0.55))
            paint_icon(painter, "x", QRectF(middle.x() - 10, middle.y() - 10, 20, 20), "picture")
        painter.restore()
        if self._is_newest:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(pen(QColor(theme.state["recognised"].mark), 2))
            painter.drawRoundedRect(at.adjusted(-2, -2, 2, 2), _RADIUS + 2, _RADIUS + 2)
        self._paint_meter(painter, place, quality)

    def _paint_meter(self, painter: QPainter, place: QRectF, quality: float) -> None:
        theme = current_theme()
        track = QRectF(place.left(), place.bottom() + _METER_GAP_PX, SIDE_PX, _METER_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        filled = QRectF(track.left(), track.top(), track.width() * min(1.0, max(0.0, quality)), _METER_PX)
        for area, colour in ((track, theme.surface.track), (filled, theme.state["recognised"].mark)):
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(area, 1.5, 1.5)


def _now_ms() -> float:
    return time.monotonic() * 1000
