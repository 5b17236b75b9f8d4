"""A drop-down as wide as what it says now, so that five of them fit into one line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox

from desktop_app.typed_signal import TypedSignal

_AROUND_PX = 54
_MOST_PX = 150
_LIST_PX = 40
_HEIGHT_PX = 32


class Chooser(QComboBox):
    """``chosen`` gives the value of what was chosen; showing options or a value says nothing."""

    chosen = TypedSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setMaxVisibleItems(12)
        self.activated.connect(lambda index: self.chosen.emit(self.itemData(index)))
        self.currentTextChanged.connect(lambda _: self.updateGeometry())

    def show_options(self, options: Sequence[tuple[object, str]]) -> None:
        """Values and their words; the value that was shown stays, else the first one."""
        if [(self.itemData(index), self.itemText(index)) for index in range(self.count())] == list(options):
            return
        shown = self.currentData()
        self.clear()
        for value, words in options:
            self.addItem(words, value)
        self.show_value(shown)
        widest = max((self.fontMetrics().horizontalAdvance(words) for _, words in options), default=0)
        self.view().setMinimumWidth(widest + _LIST_PX)
        self.updateGeometry()

    def show_value(self, value: object) -> None:
        """Show the option of ``value``, or the first one."""
        values = [self.itemData(index) for index in range(self.count())]
        self.setCurrentIndex(values.index(value) if value in values else 0)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's
        width = self.fontMetrics().horizontalAdvance(self.currentText()) + _AROUND_PX
        return QSize(min(width, _MOST_PX), _HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(64, _HEIGHT_PX)
