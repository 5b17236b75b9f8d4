"""Which toasts are shown, and which one undoes. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from desktop_app.tokens import theme_named

MOST_SHOWN: Final = 3
STAYS_MS: Final = theme_named("dark").motion_ms["toast_stays"]
"""Errors stay until they are closed (board.md 5)."""


@dataclass(frozen=True, slots=True, eq=False)
class Toast:
    """A short word at the bottom right; ``undo`` is offered as a button when something was removed."""

    code: str
    figures: dict[str, object] = field(default_factory=dict)
    undo: Callable[[], object] | None = None
    is_error: bool = False

    @property
    def stays_ms(self) -> int | None:
        """None: until somebody closes it."""
        return None if self.is_error else STAYS_MS


class ToastShelf:
    """The toasts that are shown, oldest first: at most ``MOST_SHOWN``."""

    def __init__(self) -> None:
        self._shown: list[Toast] = []

    @property
    def shown(self) -> tuple[Toast, ...]:
        return tuple(self._shown)

    def put(self, toast: Toast) -> Toast | None:
        """Show one more; the one that has to go for it, which is an error only among nothing but errors."""
        self._shown.append(toast)
        if len(self._shown) <= MOST_SHOWN:
            return None
        gone = next((each for each in self._shown[:-1] if not each.is_error), self._shown[0])
        self._shown.remove(gone)
        return gone

    def take(self, toast: Toast) -> bool:
        """Show it no more; False when it was gone already."""
        if toast not in self._shown:
            return False
        self._shown.remove(toast)
        return True

    def newest_undo(self) -> Toast | None:
        """What Ctrl+Z takes back."""
        return next((each for each in reversed(self._shown) if each.undo is not None), None)
