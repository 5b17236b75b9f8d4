"""A fact with its icon, as a line of the details."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_app.events.event_story import Fact
from desktop_app.icons import paint_icon


class FactLine(QWidget):
    """Icon 14 and words."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = _FactIcon()
        self._words = QLabel()
        self._words.setProperty("role", "caption")
        self._words.setProperty("tone", "secondary")
        self._words.setWordWrap(True)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, stretch=1)

    def show_fact(self, fact: Fact | None) -> None:
        self.setVisible(fact is not None)
        if fact is not None:
            self._icon.show_icon(fact.icon)
            self._words.setText(fact.text)


class _FactIcon(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self.setFixedSize(14, 16)

    def show_icon(self, name: str) -> None:
        self._name = name
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        if self._name:
            painter = QPainter(self)
            paint_icon(painter, self._name, QRectF(0, 1, 14, 14), "secondary")
            painter.end()
