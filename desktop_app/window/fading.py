"""Fades of toasts and dialogs; an opacity effect repaints a whole tree in software, so none stays (board.md 8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEasingCurve, QPropertyAnimation
from PySide6.QtWidgets import QGraphicsOpacityEffect, QWidget

from desktop_app.tokens import theme_named

FADE_MS: Final = theme_named("dark").motion_ms["base"]


def fade_in(widget: QWidget) -> None:
    """Appear; nothing is left on the widget afterwards."""
    _fade(widget, 0.0, 1.0, lambda: None)


def fade_out(widget: QWidget, then: Callable[[], object]) -> None:
    """Disappear, then call ``then``."""
    _fade(widget, 1.0, 0.0, then)


def _fade(widget: QWidget, start: float, end: float, then: Callable[[], object]) -> None:
    effect = QGraphicsOpacityEffect(widget)
    effect.setOpacity(start)
    widget.setGraphicsEffect(effect)  # takes the place of a fade that is under way
    animation = QPropertyAnimation(effect, b"opacity", effect)
    animation.setDuration(FADE_MS)
    animation.setEasingCurve(QEasingCurve.Type.OutCubic)
    animation.setStartValue(start)
    animation.setEndValue(end)

    def finish() -> None:
        if end == 1.0:
            effect.setEnabled(False)
        then()

    animation.finished.connect(finish)
    animation.start()
