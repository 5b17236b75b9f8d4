"""The Live screen of a house without a door yet: one sentence and the ways there are (board live-empty)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.speech import Speech, SpokenButton, SpokenLabel
from desktop_app.typed_signal import TypedSignal
from desktop_app.wall.door_drawing import DoorDrawing
from desktop_app.window.status_bar import SmallIcon

_CARD_WIDTH_PX = 292
_CARD_HEIGHT_PX = 204


class EmptyPage(QWidget):
    """``acted`` says "add_pi", "add_webcam" or "demo"."""

    acted = TypedSignal(str)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self.connect_camera = SpokenButton(speech, "camera_connect_now", kind="primary")
        self.webcam = SpokenButton(speech, "camera_use_webcam")
        self.demo = SpokenButton(speech, "window_start_demo")
        for button, name in ((self.connect_camera, "add_pi"), (self.webcam, "add_webcam"), (self.demo, "demo")):
            button.clicked.connect(lambda _=False, name=name: self.acted.emit(name))
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(DoorDrawing(), alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(16)
        for code, role, tone in (("window_empty", "display", ""), ("window_empty_more", "body", "secondary")):
            column.addWidget(SpokenLabel(speech, code, role, tone), alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(12)
        cards = QHBoxLayout()
        cards.setSpacing(12)
        cards.addStretch(1)
        cards.addWidget(self._card("router", "camera_connect", "camera_connect_more", self.connect_camera))
        cards.addWidget(self._card("video", "window_webcam", "window_webcam_more", self.webcam))
        cards.addWidget(self._card("play", "window_demo", "window_demo_more", self.demo))
        cards.addStretch(1)
        column.addLayout(cards)
        column.addStretch(3)

    def _card(self, icon_name: str, title: str, more: str, button: SpokenButton) -> QFrame:
        card = QFrame()
        card.setProperty("surface", "card")
        card.setFixedSize(_CARD_WIDTH_PX, _CARD_HEIGHT_PX)
        column = QVBoxLayout(card)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(10)
        column.addWidget(SmallIcon(icon_name, "accent", 24))
        column.addWidget(SpokenLabel(self._speech, title, "heading"))
        sentence = SpokenLabel(self._speech, more, "ui", "secondary")
        sentence.setWordWrap(True)
        column.addWidget(sentence)
        column.addStretch(1)
        column.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        return card
