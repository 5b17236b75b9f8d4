"""One camera on the wall: a passive view of a ``TileModel``."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from desktop_app.theme import current_theme
from desktop_app.wall.face_painter import FacePainter, View
from desktop_app.wall.glide_beat import GlideBeat
from desktop_app.wall.still_picture import LivePicture, grey_pixmap, image_of
from desktop_app.wall.tile_changes import TileChanges
from desktop_app.wall.tile_edge import paint_edge
from desktop_app.wall.tile_frame import (
    HEADER_PX,
    SMALL_HEADER_PX,
    TOOL_KEYS,
    Header,
    paint_curtain,
    paint_header,
    paint_message,
    paint_tools,
    place_message,
    tool_places,
)
from desktop_app.wall.tile_layout import SMALL_TILE_PX, Fit, Rect, fit
from desktop_app.wall.tile_model import TileModel, TileState
from desktop_app.wall.tile_words import heard, message_of
from pipeline.types import UInt8Array
from resources.catalogue import Catalogue

_KEYS_THAT_OPEN: Final = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_TOOL_KEYS: Final = {Qt.Key.Key_L: "landmarks", Qt.Key.Key_C: "curtain"}
"""With Shift, for this tile alone; without it they mean the whole wall."""
_BY_KEYBOARD: Final = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}


class CameraTile(QWidget):
    """Shows a model; never asks anybody for anything.

    ``opened``: double click or Enter. ``curtain_lifted``: the button on a drawn curtain. ``tool_used``: one of
    "landmarks", "curtain", "fill" (only after ``set_tools``).
    """

    opened = Signal()
    curtain_lifted = Signal()
    tool_used = Signal(str)

    def __init__(self, words: Catalogue | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words or Catalogue("en")
        self._model: TileModel | None = None
        self._painter = self._make_painter()
        self._changes = TileChanges()
        self._beat = GlideBeat(self, lambda: self._painter.moving(now_ms()))
        self._is_keyed = False
        self._live = LivePicture()
        self._converted: QImage | None = None
        self._pixels: UInt8Array | None = None
        self._grey: QPixmap | None = None
        self._has_tools = False
        self._menu: QMenu | None = None
        self._pointer: QPointF | None = None
        self._heard: tuple[object, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("focusRadius", 10)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # ------------------------------------------------------------------ what to show
    @property
    def model(self) -> TileModel | None:
        return self._model

    def show_model(self, model: TileModel) -> None:
        """Show ``model`` from the next paint on; what looks the same is not painted again."""
        self._model = model
        if model.image is not self._pixels:
            self._pixels, self._grey, self._converted = model.image, None, None
        if model.state is not TileState.STALE:
            self._grey = None
        self._painter.aim(model, now_ms())
        self._beat.begin_if_needed()
        self._describe(model)
        changed = self._changes.take(model, self._words, now_ms())
        if changed.header:
            self.update(self._header_rect().toRect())
        if changed.picture:
            self.update(self.picture_rect().toRect())

    @property
    def is_gliding(self) -> bool:
        """Whether a strip moves on its own between two frames."""
        return self._beat.is_running

    def set_words(self, words: Catalogue) -> None:
        """Speak another language."""
        self._words = words
        shown = self._painter.landmarks
        self._painter = self._make_painter()
        self._painter.landmarks = shown
        self._heard, self._changes = (), TileChanges()
        if self._model is not None:
            self._describe(self._model)
            self._changes.take(self._model, words, now_ms())
        self.update()

    @property
    def landmarks_shown(self) -> bool:
        return self._painter.landmarks

    def set_landmarks_shown(self, shown: bool) -> None:
        self._painter.landmarks = shown
        self.update()

    def set_tools(self, shown: bool) -> None:
        """Let the three tools appear under the pointer or the keyboard; ``tool_used`` must then be connected."""
        self._has_tools = shown

    def set_menu(self, menu: QMenu | None) -> None:
        """The menu behind the dots at the right of the header; None takes the dots away."""
        self._menu = menu
        self.update()

    @property
    def menu(self) -> QMenu | None:
        return self._menu

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(640, 512)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(200, 148)

    def _make_painter(self) -> FacePainter:
        return FacePainter(self._words)

    def _describe(self, model: TileModel) -> None:
        """Names for a screen reader: when something was decided or lost, not with every frame."""
        now = (model.name, model.state, tuple((face.track_id, face.sign, face.name) for face in model.faces))
        if now != self._heard:
            self._heard = now
            self.setAccessibleName(model.name)
            self.setAccessibleDescription(heard(model, self._words))

    # ------------------------------------------------------------------ geometry
    @property
    def _is_small(self) -> bool:
        return self.width() < SMALL_TILE_PX

    def _header_rect(self) -> QRectF:
        return QRectF(0, 0, self.width(), SMALL_HEADER_PX if self._is_small else HEADER_PX)

    def picture_rect(self) -> QRectF:
        """Where the picture stands."""
        top = self._header_rect().height()
        return QRectF(1, top, self.width() - 2, self.height() - top - 1)

    def _shown(self, pixels: UInt8Array, size: QSize) -> QImage:
        """The picture as it is drawn, made when it is painted: never for a hidden tile or behind a curtain."""
        if self._converted is None or self._converted.size() != size:
            self._converted = self._live.take(pixels, size.width(), size.height())
        return self._converted

    def _fit(self, pixels: UInt8Array) -> Fit:
        area, (height_px, width_px) = self.picture_rect(), pixels.shape[:2]
        return fit(width_px, height_px, Rect(area.x(), area.y(), area.width(), area.height()))

    # ------------------------------------------------------------------ painting
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's
        theme, dirty, area = current_theme(), event.rect(), self.picture_rect()
        painter = QPainter(self)
        if self._model is None or not area.contains(dirty):
            painter.fillRect(dirty, QColor(theme.picture.letterbox))  # also under the edge, which lets it through
        if self._model is not None:
            if dirty.bottom() >= area.top():
                self._paint_content(painter, self._model, area, dirty)
            if dirty.top() < area.top():
                self._paint_header(painter, self._model)
        paint_edge(painter, self.rect(), dirty, theme, theme.surface.window)
        painter.end()

    def _paint_header(self, painter: QPainter, model: TileModel) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_menu = self._menu is not None and not self._is_small
        texts = Header(model.name, self._changes.detail, self._changes.chip, has_menu)
        paint_header(painter, self._header_rect(), texts, model, current_theme())

    def _paint_content(self, painter: QPainter, model: TileModel, area: QRectF, dirty: QRect) -> None:
        painter.save()
        painter.setClipRect(area)
        if model.state is TileState.CURTAIN:
            paint_curtain(painter, area)
        elif self._pixels is not None:
            self._paint_picture(painter, model, self._pixels, dirty)
        else:
            painter.fillRect(area, QColor(current_theme().picture.letterbox))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        message = message_of(model, self._words)
        if message is not None:
            places = place_message(area, message)
            paint_message(painter, places, message, hovered=self._is_over(places.button))
        if self._has_tools and (self._pointer is not None or self._is_keyed) and not self._is_small:
            paint_tools(painter, area, self._tool_under(self._pointer) if self._pointer is not None else "")
        painter.restore()

    def _paint_picture(self, painter: QPainter, model: TileModel, pixels: UInt8Array, dirty: QRect) -> None:
        area, place = self.picture_rect(), self._fit(pixels)
        whole = place.rect(0, 0, pixels.shape[1], pixels.shape[0])
        target = QRectF(whole.x, whole.y, whole.width, whole.height)
        if not target.contains(area):
            painter.fillRect(area, QColor(current_theme().picture.letterbox))
        if model.state is TileState.STALE:
            if self._grey is None:
                self._grey = grey_pixmap(image_of(pixels))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(target, self._grey, QRectF(self._grey.rect()))
            return
        self._draw_live(painter, pixels, target)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        within = Rect(dirty.x(), dirty.y(), dirty.width(), dirty.height())
        bounds = Rect(area.x(), area.y(), area.width(), area.height())
        view = View(place, bounds, within, small=self._is_small)
        self._painter.paint(painter, model, view, now_ms())
        self._paint_over(painter, model)

    def _draw_live(self, painter: QPainter, pixels: UInt8Array, target: QRectF) -> None:
        """Whole device pixels, so that nothing is scaled a second time."""
        dpr = self.devicePixelRatioF()
        left, top = round(target.x() * dpr), round(target.y() * dpr)
        size = QSize(max(1, round(target.right() * dpr) - left), max(1, round(target.bottom() * dpr) - top))
        image = self._shown(pixels, size)
        image.setDevicePixelRatio(dpr)
        painter.drawImage(QPointF(left / dpr, top / dpr), image)

    def _paint_over(self, painter: QPainter, model: TileModel) -> None:
        """What else stands on a live picture: nothing on a tile."""

    # ------------------------------------------------------------------ hands
    def _is_over(self, place: QRectF | None) -> bool:
        return place is not None and self._pointer is not None and place.contains(self._pointer)

    def _tool_under(self, point: QPointF) -> str:
        if not self._has_tools or self._is_small:
            return ""
        places = tool_places(self.picture_rect())
        return next((name for name, place in places.items() if place.contains(point)), "")

    def _on_button(self, point: QPointF) -> bool:
        message = message_of(self._model, self._words) if self._model else None
        button = place_message(self.picture_rect(), message).button if message else None
        return button is not None and button.contains(point)

    def _menu_rect(self) -> QRectF:
        header = self._header_rect()
        return QRectF(header.right() - 36, header.top(), 36, header.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's
        point = event.position()
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
        elif self._menu is not None and not self._is_small and self._menu_rect().contains(point):
            self.open_menu()
        elif self._on_button(point):
            self.curtain_lifted.emit()
        elif tool := self._tool_under(point):
            self.tool_used.emit(tool)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's
        point = event.position()
        if event.button() is Qt.MouseButton.LeftButton and not self._on_button(point) and not self._tool_under(point):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's
        tool = _TOOL_KEYS.get(Qt.Key(event.key())) if event.modifiers() == Qt.KeyboardModifier.ShiftModifier else None
        if event.key() in _KEYS_THAT_OPEN:
            self.opened.emit()
        elif self._has_tools and tool is not None:
            self.tool_used.emit(tool)
        elif self._menu is not None and event.key() == Qt.Key.Key_Menu:
            self.open_menu()
        else:
            super().keyPressEvent(event)

    def open_menu(self) -> None:
        """Show the menu under its dots."""
        if self._menu is not None:
            self._menu.popup(self.mapToGlobal(self._menu_rect().bottomLeft().toPoint()))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's
        self._is_keyed = event.reason() in _BY_KEYBOARD
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._is_keyed = False
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """The tools are pictures: the pointer is told what they are."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            tool = self._tool_under(QPointF(event.pos()))
            word = f"{self._words.say(f'tile_tool_{tool}')}  {TOOL_KEYS[tool]}" if tool else ""
            QToolTip.showText(event.globalPos(), word, self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's
        self._pointer = event.position()
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's
        self._pointer = event.position()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: ARG002, N802 - Qt's
        self._pointer = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002, N802 - Qt's
        self.update()


def now_ms() -> float:
    return time.monotonic() * 1000
