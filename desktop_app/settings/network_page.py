"""Where the server is reached, and whether this PC stays awake for the doors."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_app.settings.rows import Page, SettingRow
from desktop_app.speech import Speech, SpokenButton
from desktop_app.station_state import StationState


class NetworkPage(Page):
    """A passive view."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech
        self._address = QLabel()
        self._address.setProperty("tone", "secondary")
        self.copy = SpokenButton(speech, "settings_copy_address", icon_name="copy")
        self.copy.clicked.connect(self._copy)
        control = QWidget()
        line = QHBoxLayout(control)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self._address)
        line.addWidget(self.copy)
        self._address_row = SettingRow(speech, "settings_address", control)
        super().__init__(self._address_row)

    def show_state(self, state: StationState) -> None:
        self._address.setText(state.address or self._speech.words.say("window_not_known_yet"))
        self.copy.setEnabled(state.address is not None)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address.text())
        self.copy.say("window_copied")
