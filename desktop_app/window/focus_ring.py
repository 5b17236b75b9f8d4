"""The focus ring: 2 px, 2 px off, around whatever the keyboard has brought the focus to (board.md 5 and 8).

A style sheet cannot draw outside of a control's box, so each window has one overlay, as large as the ring and masked to
its line: what lives under it (a camera's tile) is not painted twice. Why the focus came is read from the FocusOut of
the widget that loses it, which carries the same reason: a filter over the whole application would cost Python 4 µs
for every event of every tile.
"""

from __future__ import annotations

from typing import Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QWidget

from desktop_app.theme import current_theme

_LINE_PX: Final = 2
_OFF_PX: Final = 2
_AROUND_PX: Final = _LINE_PX + _OFF_PX
_KEYBOARD: Final = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}
_MOVING: Final = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
}


class FocusRing(QWidget):
    """The overlay of one window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._radius = 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()

    def surround(self, inside: QRect, radius: float, clip: QRect) -> None:
        """Stand around ``inside``, as far as ``clip`` lets it be seen; both in the window's px."""
        outside = inside.adjusted(-_AROUND_PX, -_AROUND_PX, _AROUND_PX, _AROUND_PX)
        self._radius = radius + _OFF_PX + _LINE_PX / 2
        self.setGeometry(outside)
        corner = round(self._radius / 3)
        hole = QRect(0, 0, outside.width(), outside.height()).adjusted(_LINE_PX, _LINE_PX, -_LINE_PX, -_LINE_PX)
        line = QRegion(self.rect()) - QRegion(hole.adjusted(corner, corner, -corner, -corner))
        self.setMask(line & QRegion(clip.translated(-outside.topLeft())))
        self.setVisible(outside.intersects(clip))
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current_theme().line.focus), _LINE_PX))
        half = _LINE_PX / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), self._radius, self._radius)
        painter.end()


class FocusRings(QObject):
    """One an application. A widget may say by two properties what the ring goes around: ``focusRect`` (QRect, its own
    px; else the whole widget) and ``focusRadius`` (px; else that of a control). In a list or table it is the current
    row or card.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._target: QWidget | None = None
        self._is_by_keyboard = False
        self._left: tuple[QWidget, bool] | None = None
        self._watched: list[QObject] = []
        self._will_place = False
        application.focusChanged.connect(self._moved)
        self._aim(QApplication.focusWidget())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        kind = event.type()
        if kind == QEvent.Type.FocusOut and watched is self._target and isinstance(event, QFocusEvent):
            self._is_by_keyboard = self._keeps(event.reason())
        elif self._is_by_keyboard and (kind in _MOVING or (kind == QEvent.Type.Paint and self._is_viewport(watched))):
            self._place_soon()
        return False

    def _keeps(self, reason: Qt.FocusReason) -> bool:
        """What leaves with its window, or under a menu, comes back as it was."""
        if reason in {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}:
            return self._is_by_keyboard
        return reason in _KEYBOARD

    def _moved(self, old: QWidget | None, now: QWidget | None) -> None:
        if now is None:
            if old is not None:
                self._left = (old, self._is_by_keyboard)
            self._is_by_keyboard = False
        elif old is None:
            self._is_by_keyboard = self._left is not None and self._left[0] is now and self._left[1]
        self._hide()
        self._aim(now)
        self._place()

    def _aim(self, target: QWidget | None) -> None:
        for watched in self._watched:
            if shiboken6.isValid(watched):
                watched.removeEventFilter(self)
        self._watched = []
        self._target = target
        each: QWidget | None = target
        while each is not None:
            self._watch(each)
            each = None if each.isWindow() else each.parentWidget()
        if isinstance(target, QAbstractItemView):
            self._watch(target.viewport())

    def _watch(self, widget: QWidget) -> None:
        widget.installEventFilter(self)
        self._watched.append(widget)

    def _is_viewport(self, watched: QObject) -> bool:
        return isinstance(self._target, QAbstractItemView) and watched is self._target.viewport()

    def _place_soon(self) -> None:
        if not self._will_place:
            self._will_place = True
            QTimer.singleShot(0, self, self._place)

    def _place(self) -> None:
        self._will_place = False
        target = self._target
        if target is None or not shiboken6.isValid(target):
            return
        if not self._is_by_keyboard or not target.isVisible():
            self._hide()
            return
        inside = _inside(target)
        corner = target.mapTo(target.window(), inside.topLeft())
        ring_of(target.window()).surround(QRect(corner, inside.size()), _radius(target), _clip(target))

    def _hide(self) -> None:
        if self._target is not None and shiboken6.isValid(self._target):
            ring_of(self._target.window()).hide()


def ring_of(window: QWidget) -> FocusRing:
    """The ring of a window; made at the first call."""
    found = window.findChild(FocusRing, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found if isinstance(found, FocusRing) else FocusRing(window)


def _inside(target: QWidget) -> QRect:
    """What the ring goes around, in the px of ``target``. Around a row it lies inside: rows touch one another."""
    if isinstance(target, QAbstractItemView) and target.currentIndex().isValid():
        rect = target.visualRect(target.currentIndex())
        if target.selectionBehavior() == QAbstractItemView.SelectionBehavior.SelectRows:
            rect = QRect(0, rect.top(), target.viewport().width(), rect.height())
        rect.translate(target.viewport().pos())
        return rect.adjusted(_AROUND_PX, _AROUND_PX, -_AROUND_PX - 1, -_AROUND_PX - 1)
    given = target.property("focusRect")
    return given if isinstance(given, QRect) else target.rect()


def _radius(target: QWidget) -> float:
    given = target.property("focusRadius")
    return float(given) if isinstance(given, (int, float)) else float(current_theme().radius["control"])


def _clip(target: QWidget) -> QRect:
    """What the window and the scrolled areas around ``target`` leave to be seen, in the window's px."""
    window = target.window()
    clip = window.rect()
    each: QWidget | None = target.viewport() if isinstance(target, QAbstractItemView) else target
    while each is not None and each is not window:
        area = each.parentWidget()
        if isinstance(area, QAbstractScrollArea) and each is area.viewport():
            seen = QRect(each.mapTo(window, each.rect().topLeft()), each.size())
            clip &= seen.adjusted(-_AROUND_PX, -_AROUND_PX, _AROUND_PX, _AROUND_PX)
        each = area
    return clip
