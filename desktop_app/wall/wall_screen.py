"""The Live screen: who is where, and is it live? (board.md 3)"""

from __future__ import annotations

import datetime as dt
import logging

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.speech import Speech, SpokenButton
from desktop_app.station import Station
from desktop_app.station_state import Phase, StationState, models_are_missing
from desktop_app.wall.banner import Banner
from desktop_app.wall.empty_page import EmptyPage
from desktop_app.wall.notice_page import NoticePage
from desktop_app.wall.tile_grid import TileGrid
from desktop_app.wall.visits_panel import VisitsPanel
from desktop_app.wall.wall_model import VisitsToday, WallReport, read_snapshot, read_visits_today
from desktop_app.window.top_bar import TopBar
from desktop_app.window.ways import Ways
from offload_server.household.records import EventRecord

logger = logging.getLogger(__name__)
_PANEL_NEEDS_PX = 1_040
"""Below this width of the screen the panel leaves the pictures too little; V still shows it (board.md 2)."""


class WallScreen(QWidget):
    """Tells ``ways.acted`` what the user wants done about the station: "fetch", "retry", "port", "demo", "end_demo"."""

    def __init__(self, speech: Speech, station: Station, ways: Ways) -> None:
        super().__init__()
        self._station = station
        self._ways = ways
        self._visits = VisitsToday()
        self.landmarks = SpokenButton(
            speech, "window_landmarks", kind="quiet", icon_name="scan-face", key="L", checkable=True
        )
        self.curtain = SpokenButton(speech, "window_curtain", kind="quiet", icon_name="blinds", key="C", checkable=True)
        self.panel_button = SpokenButton(
            speech, "window_visits_panel", kind="quiet", icon_name="panel-right", key="V", checkable=True
        )
        self.top_bar = TopBar(speech, "window_live", (self.landmarks, self.curtain, self.panel_button))
        self.trouble = Banner(speech, "attack")
        self.news = Banner(speech, "poor_view")
        self.grid = TileGrid(speech)
        self.notice = NoticePage(speech)
        self.empty = EmptyPage(speech)
        self.panel = VisitsPanel(speech, self._fetch_snapshot)
        self._pages = QStackedWidget()
        self._lay_out()
        self._wire()

    def show_state(self, state: StationState) -> None:
        """Draw what the station is at."""
        self._show_banners(state)
        self.grid.show_engine(state.engine)
        self.notice.show_state(state)
        self._show_page()

    def show_report(self, report: WallReport) -> None:
        """Draw which doors there are."""
        self.grid.show_report(report)
        doors = len(report.doors)
        if not doors:
            self.top_bar.say("")
        else:
            self.top_bar.say(
                "window_one_door_live" if doors == 1 else "window_doors_live", doors=doors, live=report.live
            )
        self._show_banners(self._station.state)
        self._show_page()

    def open_about(self, about: object) -> None:
        """Live is always about everything."""

    def keys(self) -> tuple[tuple[str, str], ...]:
        """For the sheet on F1."""
        return (
            ("← ↑ → ↓", "window_key_tiles"),
            ("Enter", "frame_key_open"),
            ("Esc", "frame_key_back"),
            ("L", "window_key_landmarks"),
            ("C", "window_key_curtain"),
            ("V", "window_key_panel"),
        )

    def show_event(self, event: EventRecord) -> None:
        """A decision was recorded."""
        self._visits.add(event, _now().date())
        self.panel.show_events(self._visits.rows())
        self.grid.show_event(event)

    def load_visits(self) -> None:
        """The server runs: read what happened today before the station was there."""
        bridge = self._station.bridge
        bridge.call(read_visits_today, bridge.house, _now()).then(self._show_visits)

    def clear_visits(self) -> None:
        """The server is another one now."""
        self._show_visits(())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        had_room = event.oldSize().width() >= _PANEL_NEEDS_PX or event.oldSize().width() < 0
        has_room = event.size().width() >= _PANEL_NEEDS_PX
        if had_room != has_room:
            self.panel_button.setChecked(has_room)

    def _show_visits(self, events: tuple[EventRecord, ...]) -> None:
        self._visits.replace(events, _now().date())
        self.panel.show_events(self._visits.rows())

    def _fetch_snapshot(self, event: EventRecord) -> None:
        bridge = self._station.bridge
        if bridge.is_attached:
            bridge.call(read_snapshot, bridge.house, event).then(
                lambda jpeg: self.panel.model.show_snapshot(event.id, jpeg),
                lambda error: logger.info("no picture for event %s: %s", event.id, error),  # erased meanwhile
            )

    def _poll(self) -> None:
        if self.isVisible():
            self.grid.show_frames(self._station.bridge.latest())

    def _show_page(self) -> None:
        state = self._station.state
        if state.phase is not Phase.RUNNING:
            page: QWidget = self.notice
        else:
            page = self.grid if self._station.report.doors else self.empty
        self._pages.setCurrentWidget(page)
        on_wall = page is self.grid
        for button in (self.landmarks, self.curtain, self.panel_button):
            button.setVisible(on_wall)
        self.panel.setVisible(on_wall and self.panel_button.isChecked())

    def _show_banners(self, state: StationState) -> None:
        reason = state.engine_trouble
        if reason is not None:
            name = "fetch" if models_are_missing(reason) else "retry"
            word = "window_fetch_models" if name == "fetch" else "window_try_again"
            self.trouble.show_trouble("window_engine_trouble", reason.code, reason.figures(), (name, word))
        else:
            self.trouble.hide()
        if state.is_loading:
            self.news.show_trouble("window_loading_banner", "window_loading_banner_more", {}, None)
        elif state.phase is Phase.RUNNING and state.is_demo:
            action = ("end_demo", "window_end_demo")
            self.news.show_trouble("window_demo_banner", "window_demo_banner_more", {}, action)
        elif state.phase is Phase.RUNNING and self._station.report.to_enrol_again:
            report = self._station.report
            people = ", ".join(sorted(report.names.get(each, "?") for each in report.to_enrol_again))
            action = ("enrol_again", "settings_enrol_again")
            self.news.show_trouble(
                "settings_not_comparable", "settings_not_comparable_more", {"people": people}, action
            )
        elif state.phase is Phase.RUNNING and self._station.report.doors and not self._station.report.names:
            self.news.show_trouble("window_nobody_enrolled", "window_nobody_enrolled_more", {}, None)
        else:
            self.news.hide()

    def _act(self, name: str) -> None:
        """What the user wants done here stays here; the station's affairs are the application's."""
        if name == "enrol_again":
            self._ways.go("people", next(iter(sorted(self._station.report.to_enrol_again)), None))
        else:
            self._ways.acted.emit(name)

    def _wire(self) -> None:
        self._station.polled.connect(self._poll)
        for source in (self.trouble, self.news, self.notice, self.empty):
            source.acted.connect(self._act)
        self.landmarks.setChecked(True)
        self.landmarks.toggled.connect(self.grid.show_landmarks)
        self.curtain.toggled.connect(self.grid.draw_curtain)
        self.grid.tool_used.connect(lambda name: (self.curtain if name == "curtain" else self.landmarks).click())
        self.panel_button.setChecked(True)
        self.panel_button.toggled.connect(lambda _: self._show_page())
        for key, button in (("L", self.landmarks), ("C", self.curtain), ("V", self.panel_button)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)

    def _lay_out(self) -> None:
        for page in (self.grid, self.notice, self.empty):
            self._pages.addWidget(page)
        left = QVBoxLayout()
        left.setContentsMargins(16, 0, 14, 16)
        left.setSpacing(12)
        left.addWidget(self.trouble)
        left.addWidget(self.news)
        left.addWidget(self._pages, stretch=1)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addLayout(left, stretch=1)
        body.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addLayout(body, stretch=1)


def _now() -> dt.datetime:
    """Local and aware: today is the reader's day."""
    return dt.datetime.now().astimezone()
