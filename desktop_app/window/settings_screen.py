"""Settings, the short ones: each with its consequence below and its control at the right (board settings)."""

from __future__ import annotations

from importlib import metadata

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.speech import Speech, SpokenButton, SpokenLabel
from desktop_app.station_state import StationState
from desktop_app.theme import THEME_CHOICES, ThemeChoice
from desktop_app.typed_signal import TypedSignal
from desktop_app.window.top_bar import TopBar

_COLUMN_WIDTH_PX = 772
_LANGUAGE_NAMES = {"ko": "한국어", "en": "English"}


class SettingsScreen(QWidget):
    """A passive view; ``language_chosen`` and ``theme_chosen`` say what was asked for."""

    language_chosen = TypedSignal(str)
    theme_chosen = TypedSignal(str)

    def __init__(self, speech: Speech, data_folder: str) -> None:
        super().__init__()
        self._speech = speech
        self.languages = QButtonGroup(self)
        self.themes = QButtonGroup(self)
        self._address = _value()
        self._data = _value(data_folder)
        card = QFrame()
        card.setProperty("surface", "card")
        card.setMaximumWidth(_COLUMN_WIDTH_PX)
        rows = QVBoxLayout(card)
        rows.setContentsMargins(24, 8, 24, 8)
        rows.setSpacing(0)
        controls = (
            ("language", self._languages()),
            ("theme", self._themes()),
            ("address", self._address),
            ("data", self._data),
            ("about", _value(f"munjigi {metadata.version('munjigi')}")),
        )
        for number, (name, control) in enumerate(controls):
            if number:
                rows.addWidget(_line())
            rows.addWidget(self._row(name, control))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(0)
        column.addWidget(TopBar(speech, "window_settings"))
        page = QHBoxLayout()
        page.setContentsMargins(16, 0, 16, 0)
        page.addWidget(card, stretch=1)
        page.addStretch(0)
        column.addLayout(page)
        column.addStretch(1)
        speech.changed.connect(self._mark_language)
        self._mark_language()

    def show_state(self, state: StationState) -> None:
        self._address.setText(state.address or self._speech.words.say("window_not_known_yet"))

    def show_theme(self, choice: ThemeChoice) -> None:
        """Mark the theme that was chosen."""
        self.themes.button(THEME_CHOICES.index(choice)).setChecked(True)

    def _mark_language(self) -> None:
        self.languages.button(list(_LANGUAGE_NAMES).index(self._speech.words.language)).setChecked(True)

    def _languages(self) -> QWidget:
        """Each language by its own name: who cannot read the other one must find it."""
        buttons: list[QPushButton] = []
        for number, (language, name) in enumerate(_LANGUAGE_NAMES.items()):
            button = QPushButton(name)
            button.setAccessibleName(name)
            button.clicked.connect(lambda _=False, language=language: self.language_chosen.emit(language))
            self.languages.addButton(button, number)
            buttons.append(button)
        return _side_by_side(buttons)

    def _themes(self) -> QWidget:
        buttons: list[QPushButton] = []
        for number, choice in enumerate(THEME_CHOICES):
            button = SpokenButton(self._speech, f"window_theme_{choice}")
            button.clicked.connect(lambda _=False, choice=choice: self.theme_chosen.emit(choice))
            self.themes.addButton(button, number)
            buttons.append(button)
        return _side_by_side(buttons)

    def _row(self, name: str, control: QWidget) -> QWidget:
        row = QWidget()
        row.setMinimumHeight(64)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 8, 0, 8)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(SpokenLabel(self._speech, f"window_setting_{name}"))
        words.addWidget(SpokenLabel(self._speech, f"window_setting_{name}_more", "caption", "secondary"))
        words.addStretch(1)
        line.addLayout(words)
        line.addStretch(1)
        line.addWidget(control, alignment=Qt.AlignmentFlag.AlignVCenter)
        return row


def _side_by_side(buttons: list[QPushButton]) -> QWidget:
    widget = QWidget()
    line = QHBoxLayout(widget)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(4)
    for button in buttons:
        button.setCheckable(True)
        button.setAutoDefault(False)
        line.addWidget(button)
    return widget


def _value(text: str = "") -> QLabel:
    label = QLabel(text)
    label.setProperty("tone", "secondary")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def _line() -> QFrame:
    line = QFrame()
    line.setFixedHeight(1)
    line.setFrameShape(QFrame.Shape.NoFrame)
    line.setAutoFillBackground(True)
    line.setBackgroundRole(line.palette().ColorRole.Mid)
    return line
