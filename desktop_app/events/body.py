"""Table and details beside each other, or the details as a drawer over the table where there is little room."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

PANEL_NEEDS_PX: Final = 1_040
"""Below this width of the screen the panel leaves the table too little (board.md 2)."""


class Body(QWidget):
    """``folded`` comes when the width begins or ceases to suffice for both."""

    folded = Signal()

    def __init__(self, main: QWidget, panel: QWidget) -> None:
        super().__init__()
        self._main = main
        self._panel = panel
        main.setParent(self)
        panel.setParent(self)
        self._was_wide: bool | None = None

    @property
    def is_wide(self) -> bool:
        """Whether there is room for both."""
        return self.width() >= PANEL_NEEDS_PX

    def show_panel(self, shown: bool) -> None:
        self._panel.setVisible(shown)
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's
        super().resizeEvent(event)
        if self.is_wide != self._was_wide:
            self._was_wide = self.is_wide
            self.folded.emit()
        self._lay_out()

    def _lay_out(self) -> None:
        width = self._panel.width() if not self._panel.isHidden() else 0
        self._panel.setGeometry(self.width() - self._panel.width(), 0, self._panel.width(), self.height())
        self._main.setGeometry(0, 0, self.width() - (width if self.is_wide else 0), self.height())
        self._panel.raise_()
