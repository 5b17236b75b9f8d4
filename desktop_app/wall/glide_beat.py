"""The beat of a tile's gliding strips: a timer that runs only while one moves, and repaints nothing but plates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QRectF, QTimerEvent
from PySide6.QtWidgets import QWidget

from desktop_app.painting.beat import Beat
from desktop_app.wall.tile_layout import Rect

STEP_MS: Final = 33
"""A poll of the wall: a tile is not painted more often for a glide, and a new frame is a step of it too."""


class GlideBeat(QObject):
    """``moving`` says where strips glide now: there ``widget`` is painted again, and once more at the end."""

    def __init__(self, widget: QWidget, moving: Callable[[], list[Rect]]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._moving = moving
        self._timer = Beat(self, STEP_MS)
        self._painted: list[QRectF] = []

    @property
    def is_running(self) -> bool:
        return self._timer.is_active

    def begin_if_needed(self) -> None:
        """A new frame was shown, which paints every strip: the next step is due a whole beat later."""
        if self._timer.is_active or self._moving():
            self._timer.restart()

    def timerEvent(self, event: QTimerEvent) -> None:  # noqa: N802 - Qt's
        if not self._timer.struck(event):
            super().timerEvent(event)
            return
        moving = self._moving() if self._widget.isVisible() else []
        if not moving:
            self._timer.stop()
        places = [QRectF(at.x, at.y, at.width, at.height) for at in moving]
        for place in self._painted + places:
            self._widget.update(place.toAlignedRect())
        self._painted = places
