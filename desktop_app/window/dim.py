"""While a dialog asks, the rest of its window steps back (board.md 2: dimmed by 56 %)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_app.painting.marks import faded
from desktop_app.theme import current_theme

_DIMMED: Final = 0.56


class Dim(QWidget):
    """Lies over ``window`` as long as Qt says that a modal dialog blocks it, whoever opened that."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        window.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802 - Qt's name
        kind = event.type()
        if kind == QEvent.Type.WindowBlocked:
            self._fill()
            self.show()
        elif kind == QEvent.Type.WindowUnblocked:
            self.hide()
        elif kind == QEvent.Type.Resize and self.isVisible():
            self._fill()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        theme = current_theme()
        colour = QColor(Qt.GlobalColor.black) if theme.name == "dark" else QColor(theme.text.primary)
        painter = QPainter(self)
        painter.fillRect(self.rect(), faded(colour, _DIMMED))
        painter.end()

    def _fill(self) -> None:
        self.setGeometry(self._window.rect())
        self.raise_()
