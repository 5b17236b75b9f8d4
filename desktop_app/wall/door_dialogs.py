"""The two questions about a door: its name, and whether it goes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_app.speech import Speech, SpokenButton, SpokenLabel
from desktop_app.typed_signal import TypedSignal
from pipeline.types import Reason

_WIDTH_PX = 380


class RenameDoorDialog(QDialog):
    """``named`` says the new name; the dialog stays until the caller accepts it or shows why it will not do."""

    named = TypedSignal(str)

    def __init__(self, speech: Speech, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(speech.words.say("camera_rename_title"))
        self.name = QLineEdit(name)
        self.name.setMaxLength(80)
        self.name.setAccessibleName(speech.words.say("camera_name"))
        self.name.selectAll()
        self.problem = SpokenLabel(speech, role="ui", tone="danger")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.save = SpokenButton(speech, "camera_save", kind="primary")
        self.cancel = SpokenButton(speech, "camera_cancel")
        column = _column(self, speech, "camera_rename_title")
        column.addWidget(self.name)
        column.addWidget(self.problem)
        column.addSpacing(8)
        column.addLayout(_foot(self.cancel, self.save))
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        self.name.returnPressed.connect(self._save)
        self.name.textChanged.connect(lambda text: self.save.setEnabled(bool(text.strip())))

    def show_problem(self, reason: Reason) -> None:
        """Why the name will not do."""
        self.problem.say(reason.code, **reason.figures())
        self.problem.show()
        self.save.setEnabled(True)

    def _save(self) -> None:
        if self.name.text().strip():
            self.save.setEnabled(False)
            self.named.emit(self.name.text())


class ForgetDoorDialog(QDialog):
    """Says what goes and what is kept; accepted means forget."""

    def __init__(self, speech: Speech, door: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(speech.words.say("camera_forget"))
        title = SpokenLabel(speech, role="heading")
        title.say("camera_forget_title", door=door)
        title.setWordWrap(True)
        self.sentence = SpokenLabel(speech, "camera_forget_more", "body", "secondary")
        self.sentence.setWordWrap(True)
        self.stay = SpokenButton(speech, "camera_keep")
        self.leave = SpokenButton(speech, "camera_forget", kind="danger")
        column = _column(self, speech, "")
        column.addWidget(title)
        column.addWidget(self.sentence)
        column.addSpacing(8)
        column.addLayout(_foot(self.leave, self.stay))
        self.stay.clicked.connect(self.reject)
        self.leave.clicked.connect(self.accept)
        self.stay.setFocus()


def _column(dialog: QDialog, speech: Speech, title: str) -> QVBoxLayout:
    dialog.setMinimumWidth(_WIDTH_PX + 48)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(24, 24, 24, 24)
    column.setSpacing(12)
    if title:
        column.addWidget(SpokenLabel(speech, title, "heading"))
    return column


def _foot(*buttons: SpokenButton) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addStretch(1)
    for button in buttons:
        line.addWidget(button)
    return line
