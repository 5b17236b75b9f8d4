"""One of a few choices, side by side (board settings: language, device)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from desktop_app.typed_signal import TypedSignal


class Segments(QWidget):
    """``chosen`` says the name of the choice that was pressed; arrow keys move, as in any exclusive group."""

    chosen = TypedSignal(str)

    def __init__(self, buttons: Mapping[str, QPushButton]) -> None:
        super().__init__()
        self._buttons = dict(buttons)
        self._group = QButtonGroup(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        last = len(self._buttons) - 1
        for number, (name, button) in enumerate(self._buttons.items()):
            button.setProperty("kind", "segment")
            button.setProperty(
                "place", "only" if not last else "first" if not number else "last" if number == last else ""
            )
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, name=name: self.chosen.emit(name))
            self._group.addButton(button)
            line.addWidget(button)

    def show_choice(self, name: str) -> None:
        """Mark the choice in force; one that is not offered marks none."""
        button = self._buttons.get(name)
        if button is not None:
            button.setChecked(True)

    def button(self, name: str) -> QPushButton:
        """The button of a choice."""
        return self._buttons[name]
