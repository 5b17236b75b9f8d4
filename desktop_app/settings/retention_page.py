"""How long pictures and records of visits are kept."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from desktop_app.settings.general_page import FIELD_WIDTH_PX
from desktop_app.settings.rows import Page, SettingRow
from desktop_app.settings.settings_model import days_offered
from desktop_app.speech import Speech
from desktop_app.typed_signal import TypedSignal


class DaysBox(QComboBox):
    """``picked`` says the number of days that was chosen; none is none at all."""

    picked = TypedSignal(int)

    def __init__(self, speech: Speech, least: int) -> None:
        super().__init__()
        self._speech = speech
        self._least = least
        self.setFixedWidth(FIELD_WIDTH_PX)
        self.activated.connect(lambda index: self.picked.emit(self.itemData(index)))
        speech.changed.connect(self._name)

    def show_days(self, days: int) -> None:
        """Offer the usual numbers and mark this one."""
        offered = days_offered(days, self._least)
        if [self.itemData(index) for index in range(self.count())] != list(offered):
            self.clear()
            for each in offered:
                self.addItem("", each)
            self._name()
        self.setCurrentIndex(offered.index(days))

    def _name(self) -> None:
        say = self._speech.words.say
        for index in range(self.count()):
            days = self.itemData(index)
            self.setItemText(index, say("settings_days", days=days) if days else say("settings_no_days"))


class RetentionPage(Page):
    """``snapshots`` and ``events`` say what was chosen."""

    def __init__(self, speech: Speech) -> None:
        self.snapshots = DaysBox(speech, 0)
        self.events = DaysBox(speech, 1)
        super().__init__(
            SettingRow(speech, "settings_snapshot_days", self.snapshots),
            SettingRow(speech, "settings_event_days", self.events),
        )

    def show_days(self, snapshot_days: int, event_days: int) -> None:
        self.snapshots.show_days(snapshot_days)
        self.events.show_days(event_days)

    def show_running(self, *, runs: bool) -> None:
        self.snapshots.setEnabled(runs)
        self.events.setEnabled(runs)
