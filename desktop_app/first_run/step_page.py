"""What every step's page has: a headline, a sentence, and room for its own below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.speech import Speech, SpokenLabel
from desktop_app.window.status_bar import SmallIcon


class StepPage(QWidget):
    """``column`` is laid out from the top by each page."""

    def __init__(self, speech: Speech, name: str) -> None:
        super().__init__()
        self.title = SpokenLabel(speech, f"first_run_{name}", "display")
        more = paragraph(speech, f"first_run_{name}_more", "body")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.column.addWidget(self.title)
        self.column.addWidget(more)
        self.column.addSpacing(16)

    def begin(self) -> QWidget | None:
        """It comes to the front: what wants the focus."""
        return None

    def note(self) -> str:
        """What was chosen here, for the list of steps."""
        return ""


def paragraph(speech: Speech, code: str = "", role: str = "caption", tone: str = "secondary") -> SpokenLabel:
    """A sentence that breaks into lines."""
    label = SpokenLabel(speech, code, role, tone)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def offer(speech: Speech, icon_name: str, code: str, *controls: QWidget) -> QFrame:
    """A card with an icon, what is offered, what it means, and its controls at the right."""
    card = QFrame()
    card.setProperty("surface", "well")
    line = QHBoxLayout(card)
    line.setContentsMargins(16, 12, 12, 12)
    line.setSpacing(14)
    line.addWidget(SmallIcon(icon_name, "accent", 24), alignment=Qt.AlignmentFlag.AlignVCenter)
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(SpokenLabel(speech, code))
    words.addWidget(paragraph(speech, f"{code}_more"))
    line.addLayout(words, stretch=1)
    for control in controls:
        line.addWidget(control, alignment=Qt.AlignmentFlag.AlignVCenter)
    return card


def note(speech: Speech, code: str) -> QWidget:
    """A small remark with an icon."""
    widget = QWidget()
    line = QHBoxLayout(widget)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(6)
    line.addWidget(SmallIcon("info", "secondary", 14), alignment=Qt.AlignmentFlag.AlignTop)
    line.addWidget(paragraph(speech, code), stretch=1)
    return widget
