"""Before another recogniser is used: what it means, who must enrol again, and its models if they are not here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.settings.model_row import ModelList
from desktop_app.settings.model_shelf import ModelShelf
from desktop_app.settings.models_model import ModelsState
from desktop_app.settings.settings_model import PresetChange
from desktop_app.speech import Speech, SpokenButton, SpokenLabel

_WIDTH_PX = 580


class PresetDialog(QDialog):
    """Accepted means: use it from now on."""

    def __init__(self, speech: Speech, change: PresetChange, shelf: ModelShelf, parent: QWidget) -> None:
        super().__init__(parent)
        self._speech, self._change, self._shelf = speech, change, shelf
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setFixedWidth(_WIDTH_PX)
        self.setWindowTitle(speech.words.say(f"settings_use_{change.preset}"))
        self.models = ModelList(speech, shelf.state, change.preset)
        self.problem = _paragraph(speech, "danger")
        self.by_hand = _paragraph(speech, "tertiary")
        self.fetch = SpokenButton(speech, "window_fetch_models", icon_name="download")
        self.from_folder = SpokenButton(speech, "settings_from_folder", icon_name="folder-open")
        self.cancel = SpokenButton(speech, "settings_cancel")
        self.use = SpokenButton(speech, f"settings_use_{change.preset}_button", kind="primary")
        self.fetch.clicked.connect(lambda: shelf.fetch(change.preset))
        self.from_folder.clicked.connect(self._choose_folder)
        self.cancel.clicked.connect(self.reject)
        self.use.clicked.connect(self.accept)
        self._lay_out()
        shelf.changed.connect(self.show_models)
        self.show_models(shelf.state)
        if not shelf.state.is_looked_at:
            shelf.look()

    def show_models(self, state: ModelsState) -> None:
        """What is missing can be fetched here; what is all there needs no words."""
        is_complete = state.is_complete(self._change.preset)
        self.models.show_state(state)
        for widget in (self.models, self.fetch, self.from_folder):
            widget.setVisible(not is_complete)
        is_absent = bool(state.absent(self._change.preset)) and not state.is_busy
        for button in (self.fetch, self.from_folder):
            button.setEnabled(is_absent)
        self.problem.setVisible(state.problem is not None and not is_complete)
        self.by_hand.setVisible(state.problem is not None and not is_complete)
        if state.problem is not None:
            self.problem.say(state.problem.code, **state.problem.figures())
        self.use.setEnabled(is_complete)
        self.adjustSize()

    def take_from(self, folder: Path) -> None:
        """Look for the files in a folder of the user first."""
        self._shelf.fetch(self._change.preset, folder)

    def _choose_folder(self) -> None:
        title = self._speech.words.say("settings_from_folder")
        chosen = QFileDialog(self, title)
        chosen.setFileMode(QFileDialog.FileMode.Directory)
        chosen.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen.fileSelected.connect(lambda folder: self.take_from(Path(folder)))
        chosen.open()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(SpokenLabel(self._speech, f"settings_use_{self._change.preset}", "heading"))
        means = _paragraph(self._speech, "secondary")
        means.say(f"settings_preset_{self._change.preset}_more")
        people = _paragraph(self._speech, "" if self._change.people else "secondary")
        if self._change.people:
            count, names = len(self._change.people), ", ".join(self._change.people)
            people.say("settings_change_people", count=count, people=names)
        else:
            people.say("settings_change_nobody")
        self.people = people
        restart = _paragraph(self._speech, "secondary")
        restart.say("settings_change_restart")
        for label in (means, people, restart):
            column.addWidget(label)
        column.addWidget(self.models)
        self.by_hand.say("settings_models_by_hand", preset=self._change.preset, folder=str(self._shelf.folder))
        column.addWidget(self.problem)
        column.addWidget(self.by_hand)
        line = QHBoxLayout()
        line.setSpacing(8)
        for button in (self.fetch, self.from_folder):
            line.addWidget(button)
        line.addStretch(1)
        line.addWidget(self.cancel)
        line.addWidget(self.use)
        column.addSpacing(8)
        column.addLayout(line)


def _paragraph(speech: Speech, tone: str) -> SpokenLabel:
    label = SpokenLabel(speech, role="body", tone=tone)
    label.setWordWrap(True)
    label.setFixedWidth(_WIDTH_PX - 48)
    return label
