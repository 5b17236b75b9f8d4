"""The line above the full view: back, the door's name, points and curtain of this door."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from desktop_app.icons import icon
from desktop_app.speech import Speech, SpokenButton
from desktop_app.wall.full_decision import label

_HEIGHT_PX = 52


class FullBar(QWidget):
    """``back``, ``landmarks`` and ``curtain`` are its buttons."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self.setFixedHeight(_HEIGHT_PX)
        self.back = QToolButton()
        self.back.setIcon(icon("arrow-left", "secondary"))
        self.back.setIconSize(QSize(18, 18))
        self.title = label("title")
        escape = label("ui", "tertiary")
        escape.setText("Esc")
        self.landmarks = SpokenButton(
            speech, "window_landmarks", kind="quiet", icon_name="scan-face", key="L", checkable=True
        )
        self.curtain = SpokenButton(speech, "window_curtain", kind="quiet", icon_name="blinds", key="C", checkable=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 16, 0)
        line.setSpacing(8)
        line.addWidget(self.back)
        line.addWidget(self.title)
        line.addSpacing(4)
        line.addWidget(escape)
        line.addStretch(1)
        line.addWidget(self.landmarks)
        line.addWidget(self.curtain)
        speech.changed.connect(self._speak)
        self._speak()

    def show_name(self, name: str) -> None:
        """Whose door it is."""
        self.title.setText(name)

    def _speak(self) -> None:
        word = self._speech.words.say("full_back")
        self.back.setAccessibleName(word)
        self.back.setToolTip(f"{word}  Esc")
