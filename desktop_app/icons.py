"""Icons for controls and painters, in the colours of the theme; cached per name, size, colour and pixel ratio."""

from __future__ import annotations

import functools
from typing import Final

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_app.lucide_svg import IconMissingError, icon_svg
from desktop_app.theme import current_theme

__all__ = ["IconMissingError", "icon", "icon_pixmap", "icon_svg", "paint_icon"]

_CACHED_PIXMAPS: Final = 512


@functools.lru_cache(maxsize=_CACHED_PIXMAPS)
def _drawn(name: str, size_px: float, colour: str, dpr: float) -> QPixmap:
    side = max(1, round(size_px * dpr))
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(icon_svg(name, colour, size_px).encode()))
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
    icon_svg(name, "#000000")  # a wrong name is refused here, not when it is painted
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
