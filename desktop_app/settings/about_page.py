"""What this program is: version, models with licence and hash, libraries with licence."""

from __future__ import annotations

from importlib import metadata

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.settings.about_model import Library
from desktop_app.settings.model_row import ModelRow
from desktop_app.settings.model_words import terms_of
from desktop_app.settings.models_model import ModelFile, ModelsState
from desktop_app.settings.rows import COLUMN_WIDTH_PX, Page, SettingRow, line_between
from desktop_app.speech import Speech, SpokenButton


class AboutPage(QWidget):
    """Three cards: the program, its models, the libraries under it."""

    def __init__(self, speech: Speech, models: ModelsState, installed: tuple[Library, ...]) -> None:
        super().__init__()
        self.check = SpokenButton(speech, "settings_check_models", icon_name="shield-check")
        self._models_row = SettingRow(speech, "settings_about_models", self.check)
        version = _value(f"munjigi {metadata.version('munjigi')}")
        program = Page(SettingRow(speech, "settings_version", version))
        self.models = {file.name: ModelFacts(speech, file) for file in models.files}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(program)
        column.addWidget(Page(self._models_row, *self.models.values()))
        column.addWidget(_libraries(speech, installed))
        column.addStretch(1)

    def show_models(self, state: ModelsState) -> None:
        for file in state.files:
            self.models[file.name].show_file(file)
        self.check.setEnabled(not state.is_busy)


class ModelFacts(QWidget):
    """One file with its licence, its terms and its SHA-256."""

    def __init__(self, speech: Speech, file: ModelFile) -> None:
        super().__init__()
        self._speech = speech
        self._file = file
        self.row = ModelRow(speech, file)
        self._terms = _paragraph()
        self._sha256 = QLabel(f"SHA-256 {file.sha256}")
        self._sha256.setProperty("role", "micro")
        self._sha256.setProperty("tone", "tertiary")
        self._sha256.setStyleSheet("font-family: monospace;")
        self._sha256.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._sha256.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(3)
        column.addWidget(self.row)
        facts = QVBoxLayout()
        facts.setContentsMargins(34, 0, 0, 0)
        facts.setSpacing(3)
        for label in (self._terms, self._sha256):
            facts.addWidget(label)
        column.addLayout(facts)
        speech.changed.connect(self._say)
        self._say()

    def show_file(self, file: ModelFile) -> None:
        self._file = file
        self.row.show_file(file)

    def texts(self) -> tuple[str, str]:
        """Licence and terms, and the hash."""
        return self._terms.text(), self._sha256.text()

    def _say(self) -> None:
        self._terms.setText(terms_of(self._file, self._speech.words))


def _libraries(speech: Speech, installed: tuple[Library, ...]) -> QFrame:
    card = QFrame()
    card.setProperty("surface", "card")
    card.setMaximumWidth(COLUMN_WIDTH_PX)
    column = QVBoxLayout(card)
    column.setContentsMargins(24, 6, 24, 16)
    column.setSpacing(0)
    column.addWidget(SettingRow(speech, "settings_libraries"))
    column.addWidget(line_between())
    column.addSpacing(10)
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(2, 1)
    for number, library in enumerate(installed):
        for place, text in enumerate((library.name, library.version, library.licence or "–")):
            label = _value(text)
            label.setProperty("role", "caption")
            if place == 2:
                label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
                label.setToolTip(text)
            grid.addWidget(label, number, place)
    column.addLayout(grid)
    return card


def _value(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("tone", "secondary")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _paragraph() -> QLabel:
    label = _value("")
    label.setProperty("role", "caption")
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
