"""Erasing a person: what goes is said first, and the name is asked for (board.md 5)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_app.speech import Speech, SpokenButton, SpokenLabel
from desktop_app.window.status_bar import SmallIcon
from offload_server.household.names import name_key
from offload_server.household.records import ErasureReport

_WIDTH_PX: Final = 440


class EraseDialog(QDialog):
    """Accepted means: erase. The button works once the name was typed, however it is written."""

    def __init__(self, speech: Speech, name: str, report: ErasureReport, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setFixedWidth(_WIDTH_PX)
        self.field = QLineEdit()
        self.erase = SpokenButton(speech, "people_erase_now", kind="danger", icon_name="")
        self.keep = SpokenButton(speech, "people_keep")
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(10)
        question = SpokenLabel(speech, role="heading")
        question.say("people_erase_question", person=name)
        question.setWordWrap(True)
        self.setWindowTitle(question.text())
        column.addWidget(question)
        column.addSpacing(2)
        for icon_name, code, figures in (
            ("trash", "people_erase_samples", {"samples": report.samples}),
            ("trash", "people_erase_consents", {"consents": report.consents}),
            ("history", "people_erase_events", {"events": report.events_made_anonymous}),
        ):
            column.addLayout(_fact(speech, icon_name, code, figures))
        column.addSpacing(6)
        ask = SpokenLabel(speech, role="ui", tone="secondary")
        ask.say("people_erase_type", person=name)
        ask.setWordWrap(True)
        ask.setBuddy(self.field)
        self.field.setAccessibleName(ask.text())
        column.addWidget(ask)
        column.addWidget(self.field)
        column.addSpacing(8)
        column.addLayout(self._buttons())
        self.field.textChanged.connect(self._look)
        self.field.returnPressed.connect(self._accept_if_named)
        self._look("")
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's
        super().showEvent(event)
        self.setFixedHeight(self._column.heightForWidth(_WIDTH_PX))  # wrapped labels ask for more than they need

    def _buttons(self) -> QHBoxLayout:
        self.erase.clicked.connect(self._accept_if_named)
        self.keep.clicked.connect(self.reject)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addStretch(1)
        line.addWidget(self.keep)
        line.addWidget(self.erase)
        return line

    @property
    def _is_named(self) -> bool:
        return name_key(self.field.text().strip()) == name_key(self._name)

    def _look(self, _typed: str) -> None:
        self.erase.setEnabled(self._is_named)

    def _accept_if_named(self) -> None:
        if self._is_named:
            self.accept()


def _fact(speech: Speech, icon_name: str, code: str, figures: dict[str, int]) -> QHBoxLayout:
    label = SpokenLabel(speech, role="ui")
    label.say(code, **figures)
    label.setWordWrap(True)
    line = QHBoxLayout()
    line.setSpacing(10)
    line.addWidget(SmallIcon(icon_name, "secondary", 16))
    line.addWidget(label, stretch=1)
    return line
