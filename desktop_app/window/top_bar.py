"""The line above a screen: its title, what it is about now, its actions at the right (board.md 2)."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.speech import Speech, SpokenLabel

_HEIGHT_PX = 52


class TopBar(QWidget):
    """``actions`` are laid out from the left to the right edge."""

    def __init__(self, speech: Speech, title: str, actions: tuple[QWidget, ...] = ()) -> None:
        super().__init__()
        self.setFixedHeight(_HEIGHT_PX)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(8)
        line.addWidget(SpokenLabel(speech, title, role="title"))
        line.addSpacing(4)
        self._about = SpokenLabel(speech, role="ui", tone="tertiary")
        line.addWidget(self._about)
        line.addStretch(1)
        for action in actions:
            line.addWidget(action)

    def say(self, code: str, **figures: object) -> None:
        """What the screen is about now; an empty code says nothing."""
        self._about.say(code, **figures)
