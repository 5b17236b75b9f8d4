"""The models come, each with its progress (board first-run)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from desktop_app.first_run.step_page import StepPage, note, offer, paragraph
from desktop_app.settings.model_row import ModelList
from desktop_app.settings.model_shelf import ModelShelf
from desktop_app.settings.model_words import summary_of
from desktop_app.settings.models_model import ModelsState
from desktop_app.speech import Speech, SpokenButton

PRESET = "standard"


class ModelsStep(StepPage):
    """Nothing is fetched before it was asked for: the files come over the internet."""

    def __init__(self, speech: Speech, shelf: ModelShelf) -> None:
        super().__init__(speech, "models")
        self._speech = speech
        self._shelf = shelf
        self.list = ModelList(speech, shelf.state, PRESET)
        self.fetch = SpokenButton(speech, "window_fetch_models", icon_name="download")
        self.from_folder = SpokenButton(speech, "settings_from_folder", icon_name="folder-open")
        self._problem = paragraph(speech, tone="danger")
        self._problem.hide()
        self.column.addWidget(self.list)
        self.column.addSpacing(12)
        buttons = QWidget()
        line = QHBoxLayout(buttons)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.fetch)
        line.addWidget(self.from_folder)
        line.addStretch(1)
        self._buttons = buttons
        self.column.addWidget(buttons)
        self.column.addWidget(self._problem)
        self.column.addSpacing(8)
        self.all_here = offer(speech, "cpu", "first_run_all_here")
        self.column.addWidget(self.all_here)
        self.column.addSpacing(8)
        self.column.addWidget(note(speech, "first_run_landmarks_terms"))
        self.column.addStretch(1)
        self.fetch.clicked.connect(lambda: shelf.fetch(PRESET))
        self.from_folder.clicked.connect(self._choose_folder)
        shelf.changed.connect(self.show_models)
        self.show_models(shelf.state)

    def begin(self) -> QWidget | None:
        if not self._shelf.state.is_looked_at:
            self._shelf.look()
        return self.fetch if self._buttons.isVisible() and self.fetch.isEnabled() else None

    def take_from(self, folder: Path) -> None:
        """Look for the files in a folder of the user first."""
        self._shelf.fetch(PRESET, folder)

    def note(self) -> str:
        """How far it is."""
        return summary_of(self._shelf.state, PRESET, self._speech.words) if self._shelf.state.is_looked_at else ""

    def problem(self) -> str:
        """Why the last fetch failed, as it stands there."""
        return "" if self._problem.isHidden() else self._problem.text()

    def show_models(self, state: ModelsState) -> None:
        is_complete = state.is_complete(PRESET)
        self.list.show_state(state)
        self._buttons.setVisible(bool(state.absent(PRESET)))
        self.fetch.setEnabled(not state.is_busy)
        self.from_folder.setEnabled(not state.is_busy)
        self.all_here.setVisible(is_complete)
        has_problem = state.problem is not None and not is_complete
        self._problem.setVisible(has_problem)
        if state.problem is not None:
            self._problem.say(state.problem.code, **state.problem.figures())

    def _choose_folder(self) -> None:
        chosen = QFileDialog(self, self._speech.words.say("settings_from_folder"))
        chosen.setFileMode(QFileDialog.FileMode.Directory)
        chosen.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen.fileSelected.connect(lambda folder: self.take_from(Path(folder)))
        chosen.open()
