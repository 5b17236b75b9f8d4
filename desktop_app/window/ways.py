"""How screens send the user to one another, and say what they did: a screen knows no other screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from desktop_app.typed_signal import TypedSignal
from desktop_app.window.toast_shelf import Toast

__all__ = ["Destination", "Toast", "Ways"]


@dataclass(frozen=True, slots=True)
class Destination:
    """A screen of the rail by its name, and what it is to show there (a PersonId, a CameraId...; None: as it was)."""

    screen: str
    about: object = None


class Ways(QObject):
    """One a window; every screen gets it. ``acted`` is what the application does about the station (see there)."""

    asked = TypedSignal(Destination)
    toasted = TypedSignal(Toast)
    acted = TypedSignal(str)

    def go(self, screen: str, about: object = None) -> None:
        """Bring a screen to the front, about something."""
        self.asked.emit(Destination(screen, about))

    def say(self, code: str, undo: Callable[[], object] | None = None, **figures: object) -> None:
        """Tell what was done."""
        self.toasted.emit(Toast(code, figures, undo))

    def complain(self, code: str, **figures: object) -> None:
        """Tell what went wrong; it stays until it is closed."""
        self.toasted.emit(Toast(code, figures, is_error=True))
