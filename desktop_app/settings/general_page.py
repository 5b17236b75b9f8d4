"""Language, theme, the household's name, where everything is kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from desktop_app.settings.rows import Page, SettingRow
from desktop_app.settings.segments import Segments
from desktop_app.settings.theme_cards import ThemeCards
from desktop_app.speech import Speech, SpokenButton
from desktop_app.typed_signal import TypedSignal
from pipeline.types import Reason

LANGUAGE_NAMES = {"ko": "한국어", "en": "English"}
FIELD_WIDTH_PX = 220


class GeneralPage(Page):
    """``named`` says the new name of the household when it was entered; ``first_steps_asked`` to show those again."""

    named = TypedSignal(str)
    first_steps_asked = TypedSignal(bool)

    def __init__(self, speech: Speech, data_folder: str) -> None:
        self._speech = speech
        self._data_folder = data_folder
        self.languages = Segments(_language_buttons())
        self.themes = ThemeCards(speech)
        self.name = QLineEdit()
        self.name.setFixedWidth(FIELD_WIDTH_PX)
        self.name.setMaxLength(80)
        self.open = SpokenButton(speech, "settings_open", icon_name="folder-open")
        self.copy = SpokenButton(speech, "settings_copy_path", icon_name="copy")
        self.first_steps = SpokenButton(speech, "settings_first_steps_open", icon_name="play")
        self._name_row = SettingRow(speech, "settings_name", self.name)
        self._data_row = SettingRow(speech, "settings_data", _side_by_side(self.open, self.copy))
        super().__init__(
            SettingRow(speech, "settings_language", self.languages),
            SettingRow(speech, "settings_theme", self.themes),
            self._name_row,
            self._data_row,
            SettingRow(speech, "settings_first_steps", self.first_steps),
        )
        self._data_row.show_consequence("settings_data_where", folder=data_folder)
        self._saved_name = ""
        self.name.editingFinished.connect(self._entered)
        self.first_steps.clicked.connect(lambda: self.first_steps_asked.emit(True))
        self.open.clicked.connect(self._open)
        self.copy.clicked.connect(self._copy)
        speech.changed.connect(self._mark_language)
        self._mark_language()

    def show_name(self, name: str) -> None:
        """The name in force."""
        self._saved_name = name
        if not self.name.hasFocus():
            self.name.setText(name)
        self._mark(is_wrong=False)
        self._name_row.show_consequence("settings_name_more")

    def complain_of_name(self, reason: Reason) -> None:
        """The name that was entered is none; it stays in the field to be mended."""
        self._mark(is_wrong=True)
        self._name_row.complain(reason.code, **reason.figures())

    def show_running(self, *, runs: bool) -> None:
        """Without a server there is nobody who could keep a name."""
        self.name.setEnabled(runs)
        self.first_steps.setEnabled(runs)

    def name_texts(self) -> tuple[str, str]:
        """What stands in the row of the name."""
        return self._name_row.texts()

    def _entered(self) -> None:
        name = self.name.text().strip()
        if name and name != self._saved_name:
            self.named.emit(name)
        elif not name:
            self.name.setText(self._saved_name)

    def _mark(self, *, is_wrong: bool) -> None:
        self.name.setProperty("invalid", "true" if is_wrong else "false")
        self.name.style().unpolish(self.name)
        self.name.style().polish(self.name)

    def _mark_language(self) -> None:
        self.languages.show_choice(self._speech.words.language)

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self._data_folder).expanduser())))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._data_folder)
        self.copy.say("window_copied")


def _language_buttons() -> dict[str, QPushButton]:
    """Each language by its own name: who cannot read the other one must find it."""
    buttons = {}
    for language, name in LANGUAGE_NAMES.items():
        buttons[language] = QPushButton(name)
        buttons[language].setAccessibleName(name)
    return buttons


def _side_by_side(*controls: QWidget) -> QWidget:
    widget = QWidget()
    line = QHBoxLayout(widget)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    for control in controls:
        line.addWidget(control)
    return widget
