"""Asked before samples are thrown away: they were never saved, so nothing brings them back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.speech import Speech, SpokenButton, SpokenLabel


class DiscardDialog(QDialog):
    """Accepted means throw away."""

    def __init__(self, speech: Speech, person: str, kept: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        heading = SpokenLabel(speech, role="heading")
        heading.say("enrol_discard_question", person=person)
        self.setWindowTitle(heading.text())
        more = SpokenLabel(speech, role="body", tone="secondary")
        more.say("enrol_discard_more", kept=kept)
        more.setMinimumWidth(380)
        self.stay = SpokenButton(speech, "enrol_go_on", kind="primary")
        self.stay.clicked.connect(self.reject)
        self.discard = SpokenButton(speech, "enrol_discard", kind="danger-quiet")
        self.discard.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addWidget(more)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.discard)
        line.addWidget(self.stay)
        column.addSpacing(8)
        column.addLayout(line)
        self.stay.setFocus()
