"""Lucide icons (ISC), read at run time from the package ``python-lucide``; none is in the repository.

QtSvg draws ``currentColor`` black, so the colour is written into the picture before it is drawn.
"""

from __future__ import annotations

import functools
from typing import Final

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_app.theme import current_theme

_RENAMED: Final = {"history": "rotate-ccw-clock", "trash-2": "trash"}
"""Names of the board that this Lucide no longer has."""
_CACHED_PIXMAPS: Final = 512
_SMALL_PX: Final = 16


class IconMissingError(LookupError):
    """Lucide has no icon of that name: a mistake of ours, never of the user."""


@functools.cache
def _svg(name: str, stroke: float) -> str:
    import lucide

    text = str(lucide.lucide_icon(_RENAMED.get(name, name), stroke_width=str(stroke)))
    if "data-missing-icon" in text:
        raise IconMissingError(name)
    return text


@functools.lru_cache(maxsize=_CACHED_PIXMAPS)
def _drawn(name: str, size_px: float, colour: str, dpr: float) -> QPixmap:
    stroke = 2.1 if size_px <= _SMALL_PX else 1.8
    side = max(1, round(size_px * dpr))
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_svg(name, stroke).replace("currentColor", colour).encode()))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(dpr)
    return pixmap


def icon_pixmap(name: str, size_px: float, role: str = "primary", dpr: float = 1.0) -> QPixmap:
    """The icon as a square of ``size_px`` logical px; ``role`` is a role of ``Theme.ink`` or a colour.

    Raises IconMissingError for a name that Lucide does not have. Cached per name, size, colour and pixel ratio.
    """
    return _drawn(name, size_px, current_theme().ink(role), dpr)


def paint_icon(painter: QPainter, name: str, at: QRectF, role: str) -> None:
    """Draw the icon into the square ``at``."""
    dpr = painter.device().devicePixelRatio()
    painter.drawPixmap(at.topLeft(), icon_pixmap(name, at.width(), role, dpr))


def icon(name: str, role: str = "primary") -> QIcon:
    """An icon for a control; follows the theme by itself. ``role`` as in ``icon_pixmap``."""
    _svg(name, 1.8)
    return QIcon(_Engine(name, role))


class _Engine(QIconEngine):
    """Draws the icon in the colour that the theme has at that moment."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._role)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:  # noqa: ARG002 - Qt's
        side = min(rect.width(), rect.height())
        square = QRect(0, 0, side, side)
        square.moveCenter(rect.center())
        paint_icon(painter, self._name, QRectF(square), self._role_in(mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:  # noqa: ARG002, N802 - Qt's
        """``size`` is in device pixels here, as Qt asks."""
        side = min(size.width(), size.height())
        return icon_pixmap(self._name, side / scale, self._role_in(mode), scale)

    def _role_in(self, mode: QIcon.Mode) -> str:
        if mode == QIcon.Mode.Disabled:
            return "disabled"
        if mode == QIcon.Mode.Selected and not self._role.startswith("on_"):
            return "primary"
        return self._role
