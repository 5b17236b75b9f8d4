"""Where the server is reached, who may reach it, and whether this PC stays awake for the doors."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_app.settings.rows import Page, SettingRow
from desktop_app.settings.switch import Switch
from desktop_app.sleep import Wakefulness
from desktop_app.speech import Speech, SpokenButton
from desktop_app.station_state import Phase, StationState
from desktop_app.typed_signal import TypedSignal


class NetworkPage(Page):
    """``lan_asked`` says whether the network is to be let in."""

    lan_asked = TypedSignal(bool)

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
        self.lan = Switch()
        self._lan_row = SettingRow(speech, "settings_lan", self.lan)
        self._awake_row = SettingRow(speech, "settings_awake")
        super().__init__(SettingRow(speech, "settings_address", control), self._lan_row, self._awake_row)
        self.lan.clicked.connect(self._asked)
        self.show_wakefulness(Wakefulness.NOT_ASKED)

    def show_state(self, state: StationState) -> None:
        runs = state.phase is Phase.RUNNING
        self._address.setText(state.address or self._speech.words.say("window_not_known_yet"))
        self.copy.setEnabled(state.address is not None)
        self.lan.setEnabled(runs and not state.is_demo)
        if runs:
            self.lan.setChecked(state.insecure_lan)
            self._lan_row.show_consequence("settings_lan_on" if state.insecure_lan else "settings_lan_more")

    def show_wakefulness(self, wakefulness: Wakefulness) -> None:
        """What came of asking the system to stay awake."""
        self._awake_row.show_consequence(f"settings_awake_{wakefulness.name.lower()}")

    def texts(self) -> tuple[str, str, str]:
        """The address, and what stands below the network's row and the sleep's."""
        return self._address.text(), self._lan_row.texts()[1], self._awake_row.texts()[1]

    def _asked(self, wanted: bool) -> None:
        self.lan.setChecked(not wanted)  # until the server has started anew
        self.lan_asked.emit(wanted)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address.text())
        self.copy.say("window_copied")
