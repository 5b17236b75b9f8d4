"""The screens of the window, each made when it is first asked for: one costs 50-150 ms of a start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

_BETWEEN_MS: Final = 300
"""Between two screens that are made ahead: the window answers and paints meanwhile."""


class ScreenStack(QStackedWidget):
    """``greet`` is told each screen as soon as it is there; it then knows nothing of the station yet."""

    def __init__(self, makers: Mapping[str, Callable[[], QWidget]], greet: Callable[[str, QWidget], None]) -> None:
        super().__init__()
        self._makers = makers
        self._greet = greet
        self._made: dict[str, QWidget] = {}
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.setInterval(_BETWEEN_MS)
        self._ahead.timeout.connect(self._make_next)

    @property
    def names(self) -> tuple[str, ...]:
        """All screens, made or not."""
        return tuple(self._makers)

    @property
    def made(self) -> Mapping[str, QWidget]:
        """Those that exist, in the order of ``names``."""
        return {name: self._made[name] for name in self._makers if name in self._made}

    @property
    def shown(self) -> str:
        """The name of the screen in front; empty before one was shown."""
        return next((name for name, screen in self._made.items() if screen is self.currentWidget()), "")

    def named(self, name: str) -> QWidget:
        """The screen of that name, made now if it was not; KeyError for a name that is none."""
        found = self._made.get(name)
        if found is None:
            found = self._made[name] = self._makers[name]()
            self.addWidget(found)
            self._greet(name, found)
        return found

    def show_screen(self, name: str) -> None:
        """Bring it to the front."""
        self.setCurrentWidget(self.named(name))

    def make_ahead(self) -> None:
        """Make the others one at a time, so that the first visit of each is quick; harmless when called twice."""
        if len(self._made) < len(self._makers) and not self._ahead.isActive():
            self._ahead.start()

    def make_no_more(self) -> None:
        """The window goes: what was not made is not needed any more."""
        self._ahead.stop()

    def _make_next(self) -> None:
        missing = next((name for name in self._makers if name not in self._made), None)
        if missing is not None:  # the user may have been everywhere meanwhile
            self.named(missing)
            self.make_ahead()
