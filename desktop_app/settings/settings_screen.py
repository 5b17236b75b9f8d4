"""The Settings screen: pages at the left, one column of rows (board settings)."""

from __future__ import annotations

import logging

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.settings.about_model import libraries
from desktop_app.settings.about_page import AboutPage
from desktop_app.settings.general_page import GeneralPage
from desktop_app.settings.model_shelf import ModelShelf
from desktop_app.settings.models_model import ModelsState
from desktop_app.settings.nav import Nav
from desktop_app.settings.network_page import NetworkPage
from desktop_app.settings.preset_dialog import PresetDialog
from desktop_app.settings.recognition_page import RecognitionPage
from desktop_app.settings.retention_page import RetentionPage
from desktop_app.settings.settings_model import (
    HouseholdSettings,
    PresetChange,
    change_household,
    preset_change,
    read_household,
)
from desktop_app.speech import Speech
from desktop_app.station import Station, reason_of
from desktop_app.station_state import Phase, StationState
from desktop_app.theme import ThemeChoice
from desktop_app.typed_signal import TypedSignal
from desktop_app.wall.wall_model import WallReport
from desktop_app.window.top_bar import TopBar
from desktop_app.window.ways import Ways
from pipeline.types import Reason

logger = logging.getLogger(__name__)
PAGES = {
    "general": "globe",
    "recognition": "cpu",
    "retention": "clock",
    "network": "wifi",
    "about": "info",
}
"""Name → icon, in the order of the list."""


class SettingsScreen(QWidget):
    """``language_chosen`` and ``theme_chosen`` are the window's affair; ``ways.acted`` says "preset" when the station
    has to start anew with another recogniser, and "models" when files that it lacked have come."""

    language_chosen = TypedSignal(str)
    theme_chosen = TypedSignal(str)

    def __init__(self, speech: Speech, station: Station, ways: Ways, data_folder: str, shelf: ModelShelf) -> None:
        super().__init__()
        self._speech, self._station, self._ways, self._shelf = speech, station, ways, shelf
        self._was_ready = False
        self.general = GeneralPage(speech, data_folder)
        self.recognition = RecognitionPage(speech, shelf.state)
        self.retention = RetentionPage(speech)
        self.network = NetworkPage(speech)
        self.about = AboutPage(speech, shelf.state, libraries())
        self.nav = Nav(speech, PAGES)
        self._pages = QStackedWidget()
        self._by_name = {
            name: _scrolling(page)
            for name, page in zip(
                PAGES, (self.general, self.recognition, self.retention, self.network, self.about), strict=True
            )
        }
        self._lay_out()
        self._wire()
        self.show_page("general")
        if station.bridge.is_attached:  # the screen came after the server
            self.read()

    def show_page(self, name: str) -> None:
        """Bring a page to the front."""
        self._pages.setCurrentWidget(self._by_name[name])
        self.nav.show_chosen(name)
        if name in {"recognition", "about"} and not self._shelf.state.is_looked_at:
            self._shelf.look()

    def show_state(self, state: StationState) -> None:
        runs = state.phase is Phase.RUNNING
        self.general.show_running(runs=runs and not state.is_demo)
        self.retention.show_running(runs=runs)
        self.recognition.show_state(state)
        is_ready = state.engine is not None and state.engine.ready
        if is_ready and not self._was_ready and self._station.bridge.is_attached:
            self.read()  # only now is it known which distance the threshold is
        self._was_ready = is_ready
        self.network.show_state(state)

    def show_report(self, report: WallReport) -> None:
        """Doors are no setting."""

    def show_theme(self, choice: ThemeChoice) -> None:
        """Mark the theme that was chosen."""
        self.general.themes.show_choice(choice)

    def open_about(self, about: object) -> None:
        """``about`` is the name of a page, or None."""
        if isinstance(about, str) and about in PAGES:
            self.show_page(about)

    def read(self) -> None:
        """The server runs: show what its household chose."""
        bridge = self._station.bridge
        bridge.call(read_household, bridge.house).then(self.show_household, self._could_not)

    def change(self, **changes: object) -> None:
        """Ask for a change of the household's settings; a refusal is shown where the setting stands."""
        bridge = self._station.bridge
        if not bridge.is_attached:
            return
        failed = self.general.complain_of_name if "household_name" in changes else self._complain
        call = bridge.call(change_household, bridge.house, changes)
        call.then(self.show_household, lambda error: failed(reason_of(error)))

    def show_household(self, household: HouseholdSettings) -> None:
        """What the household chose."""
        self.general.show_name(household.household_name)
        self.retention.show_days(household.snapshot_days, household.event_days)
        self.recognition.show_threshold(household.false_match_rate, household.threshold_l2)
        engine = self._station.bridge.engine_status()
        if engine is None or not engine.recogniser:
            self.recognition.show_preset(household.preset)

    def _complain(self, reason: Reason) -> None:
        self._ways.complain(reason.code, **reason.figures())
        self.read()

    def _could_not(self, error: BaseException) -> None:
        logger.error("the settings could not be read", exc_info=error)

    # --- another recogniser

    def _ask_preset(self, preset: str) -> None:
        bridge = self._station.bridge
        if bridge.is_attached:
            bridge.call(preset_change, bridge.house, preset).then(self._open_dialog, self._could_not)

    def _open_dialog(self, change: PresetChange) -> None:
        dialog = PresetDialog(self._speech, change, self._shelf, self)
        dialog.accepted.connect(lambda: self._use_preset(change.preset))
        dialog.open()

    def _use_preset(self, preset: str) -> None:
        bridge = self._station.bridge
        if bridge.is_attached:
            call = bridge.call(change_household, bridge.house, {"preset": preset})
            call.then(lambda _: self._ways.acted.emit("preset"), lambda error: self._complain(reason_of(error)))

    def _show_models(self, state: ModelsState) -> None:
        self.recognition.show_models(state)
        self.about.show_models(state)

    # --- put together

    def _wire(self) -> None:
        self.nav.chosen.connect(self.show_page)
        self.general.languages.chosen.connect(self.language_chosen.emit)
        self.general.themes.chosen.connect(self.theme_chosen.emit)
        self.general.named.connect(lambda name: self.change(household_name=name))
        self.general.first_steps_asked.connect(lambda _: self._ways.acted.emit("first_steps"))
        self.retention.snapshots.picked.connect(lambda days: self.change(snapshot_days=days))
        self.retention.events.picked.connect(lambda days: self.change(event_days=days))
        self.recognition.preset_asked.connect(self._ask_preset)
        self.recognition.strictness.picked.connect(lambda rate: self.change(false_match_rate=rate))
        self.recognition.fetch_asked.connect(self._shelf.fetch)
        self.network.lan_asked.connect(lambda on: self._ways.acted.emit("lan_on" if on else "lan_off"))
        self.about.check.clicked.connect(self._shelf.look)
        self._shelf.changed.connect(self._show_models)
        self._station.started.connect(self.read)

    def _lay_out(self) -> None:
        for page in self._by_name.values():
            self._pages.addWidget(page)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.nav)
        body.addWidget(self._pages, stretch=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(TopBar(self._speech, "window_settings"))
        column.addLayout(body, stretch=1)


def _scrolling(page: QWidget) -> QScrollArea:
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(16, 0, 32, 16)
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(page, stretch=1)
    line.addStretch(0)
    column.addLayout(line)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area
