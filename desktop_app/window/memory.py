"""What a window looks like when it opens again: where it stood, which screen it showed, which panels."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QAbstractButton, QWidget


@runtime_checkable
class HasPanel(Protocol):
    """A screen whose panel is shown while ``panel_button`` is checked."""

    panel_button: QAbstractButton


class WindowMemory:
    """The part of the station's own settings that is about its window; the household's are elsewhere."""

    def __init__(self, store: QSettings) -> None:
        self._store = store

    @property
    def theme(self) -> str:
        """The theme that was chosen; "system" at first."""
        return str(self._store.value("window/theme", "system"))

    def keep_theme(self, choice: str) -> None:
        self._store.setValue("window/theme", choice)

    def keep(self, window: QWidget, shown: str, screens: Mapping[str, QWidget]) -> None:
        """The window is about to close with the screen ``shown`` in front; ``screens`` are those that were visited."""
        self._store.setValue("window/geometry", window.saveGeometry())
        self._store.setValue("window/screen", shown)
        for name, screen in screens.items():
            if isinstance(screen, HasPanel):
                self._store.setValue(f"window/panel_{name}", int(screen.panel_button.isChecked()))

    def place(self, window: QWidget) -> bool:
        """Put the window where it stood; False when that is not known, or no screen is there any more."""
        geometry = self._store.value("window/geometry")
        return geometry is not None and window.restoreGeometry(geometry)

    def screen_among(self, names: Collection[str], otherwise: str) -> str:
        """The screen that was shown, if there still is one of that name."""
        name = str(self._store.value("window/screen", otherwise))
        return name if name in names else otherwise

    def recall_panel(self, name: str, screen: QWidget) -> None:
        """``screen`` is there: its panel comes back as it was."""
        kept = self._store.value(f"window/panel_{name}")
        if kept is not None and isinstance(screen, HasPanel):
            screen.panel_button.setChecked(bool(int(str(kept))))
