"""The line above the steps: title, stepper, and the ways out."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.enrolment.stepper import Stepper
from desktop_app.speech import Speech, SpokenButton, SpokenLabel

_HEIGHT_PX = 52


class EnrolBar(QWidget):
    """``leave`` and ``panel`` are the screen's to connect."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self.setFixedHeight(_HEIGHT_PX)
        self.stepper = Stepper(speech)
        self.panel = SpokenButton(speech, "enrol_samples_panel", kind="quiet", icon_name="panel-right", checkable=True)
        self.leave = SpokenButton(speech, "enrol_leave", kind="quiet")
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(8)
        line.addWidget(SpokenLabel(speech, "enrol_title", role="title"))
        line.addSpacing(14)
        line.addWidget(self.stepper, stretch=1)
        line.addWidget(self.panel)
        line.addWidget(self.leave)
