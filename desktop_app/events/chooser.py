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
    """``chosen`` gives the value of what was chosen; showing options or a value says nothing.

    Values are kept here: Qt would make plain strings of enumerations.
    """

    chosen = TypedSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self._values: list[object] = []
        self.setMaxVisibleItems(12)
        self.activated.connect(lambda index: self.chosen.emit(self._values[index]))
        self.currentTextChanged.connect(lambda _: self.updateGeometry())

    def show_options(self, options: Sequence[tuple[object, str]]) -> None:
        """Values and their words; the value that was shown stays, else the first one."""
        values, words = [value for value, _ in options], [said for _, said in options]
        if self.view().isVisible():
            return  # nobody's list changes under their finger; the next count brings it up to date
        if values == self._values and words == [self.itemText(index) for index in range(self.count())]:
            return
        shown = self.value
        self._values = values
        self.clear()
        self.addItems(words)
        self.show_value(shown)
        widest = max((self.fontMetrics().horizontalAdvance(said) for said in words), default=0)
        self.view().setMinimumWidth(widest + _LIST_PX)
        self.updateGeometry()

    def name(self, said: str) -> None:
        """For who cannot see it: what is chosen here; its list is called the same."""
        self.setAccessibleName(said)
        self.view().setAccessibleName(said)

    @property
    def value(self) -> object:
        """Of the option that is shown."""
        return self._values[self.currentIndex()] if 0 <= self.currentIndex() < len(self._values) else None

    def pick(self, value: object) -> None:
        """Choose the option of ``value`` as a user does."""
        self.show_value(value)
        self.activated.emit(self.currentIndex())

    def show_value(self, value: object) -> None:
        """Show the option of ``value``, or the first one."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else 0)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's
        width = self.fontMetrics().horizontalAdvance(self.currentText()) + _AROUND_PX
        return QSize(min(width, _MOST_PX), _HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(64, _HEIGHT_PX)
