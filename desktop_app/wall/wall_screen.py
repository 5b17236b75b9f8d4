"""The Live screen: who is where, and is it live? (board.md 3)"""

from __future__ import annotations

import datetime as dt
import logging

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.speech import Speech, SpokenButton
from desktop_app.station import Station
from desktop_app.station_state import Phase, StationState, models_are_missing, window_code
from desktop_app.wall.banner import Banner
from desktop_app.wall.camera_desk import CameraDesk
from desktop_app.wall.empty_page import EmptyPage
from desktop_app.wall.full_bar import FullBar
from desktop_app.wall.full_view import FullView
from desktop_app.wall.notice_page import NoticePage
from desktop_app.wall.tile_grid import TileGrid
from desktop_app.wall.visits_panel import VisitsPanel
from desktop_app.wall.wall_model import VisitsToday, WallReport, read_snapshot, read_visits_today
from desktop_app.window.top_bar import TopBar
from desktop_app.window.ways import Ways
from offload_server.household.records import EventRecord
from pipeline.types import CameraId

logger = logging.getLogger(__name__)
_PANEL_NEEDS_PX = 1_040
"""Below this width of the screen the panel leaves the pictures too little; V still shows it (board.md 2)."""

_KEYS = (
    ("← ↑ → ↓", "window_key_tiles"),
    ("Enter", "frame_key_open"),
    ("Esc", "frame_key_back"),
    ("L", "window_key_landmarks"),
    ("C", "window_key_curtain"),
    ("Shift+L", "full_key_points"),
    ("Shift+C", "full_key_curtain"),
    ("V", "window_key_panel"),
    ("← →", "full_key_faces"),
)


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
        self.add = SpokenButton(speech, "camera_add", icon_name="plus")
        self.top_bar = TopBar(speech, "window_live", (self.landmarks, self.curtain, self.panel_button, self.add))
        self.desk = CameraDesk(speech, station, ways, self)
        self.lan = Banner(speech, "unknown")
        self.trouble = Banner(speech, "attack")
        self.news = Banner(speech, "poor_view")
        self.grid = TileGrid(speech)
        self.full_bar = FullBar(speech)
        self.full = FullView(speech)
        self._opened: CameraId | None = None
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
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
        self.desk.show_report(report)
        self._follow_opened()
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
        """Show the door of a CameraId at full size; anything else is about all doors."""
        if isinstance(about, str):
            self.open_door(CameraId(about))

    def keys(self) -> tuple[tuple[str, str], ...]:
        """For the sheet on F1."""
        return _KEYS

    def open_door(self, camera_id: CameraId) -> None:
        """Show one door at full size; nothing happens when it is not on the wall."""
        if self.grid.slot_of(camera_id) is None:
            return
        self._opened = camera_id
        self.full.open_door()
        self._follow_opened()
        self.show_opened()
        self._show_page()
        self.full.picture.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_door(self) -> None:
        """Back to all doors."""
        opened, self._opened = self._opened, None
        if opened is not None:
            self._show_page()
            self.grid.focus_on(opened)

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
        if not self.isVisible():
            return
        frames = self._station.bridge.latest()
        if self._opened is None:
            self.grid.show_frames(frames)
        elif self.grid.look_at(self._opened, frames) is not None:
            self.show_opened()

    def show_opened(self) -> None:
        """The door at full size, as its tile knows it."""
        if self._opened is None:
            return
        tile, slot = self.grid.tile_of(self._opened), self.grid.slot_of(self._opened)
        if tile is not None and tile.model is not None and slot is not None:
            self.full.show_door(tile.model, slot.observation, self.grid.names)

    def _follow_opened(self) -> None:
        """The opened door may have been renamed, or taken away."""
        slot = self.grid.slot_of(self._opened) if self._opened is not None else None
        if slot is None:
            self._opened = None
            return
        self.full_bar.show_name(slot.door.name)
        with QSignalBlocker(self.full_bar.curtain):
            self.full_bar.curtain.setChecked(slot.is_curtained)

    def _draw_curtain_of_opened(self, drawn: bool) -> None:
        if self._opened is not None:
            self.grid.draw_curtain_of(self._opened, drawn)
            self.show_opened()

    def _say_curtains(self, all_drawn: bool) -> None:
        """The button says whether everything is hidden; one door alone does not press it."""
        with QSignalBlocker(self.curtain):
            self.curtain.setChecked(all_drawn)

    def _show_landmarks(self, shown: bool) -> None:
        self.grid.show_landmarks(shown)
        self.full.picture.set_landmarks_shown(shown)
        for button in (self.landmarks, self.full_bar.landmarks):
            button.setChecked(shown)

    def _press_curtain(self) -> None:
        (self.curtain if self._opened is None else self.full_bar.curtain).click()

    def _show_page(self) -> None:
        state = self._station.state
        if state.phase is not Phase.RUNNING:
            page: QWidget = self.notice
        else:
            page = self.grid if self._station.report.doors else self.empty
            if self._opened is not None and page is self.grid:
                page = self.full
        self._pages.setCurrentWidget(page)
        self.top_bar.setVisible(page is not self.full)
        self.full_bar.setVisible(page is self.full)
        self._escape.setEnabled(page is self.full)
        on_wall = page is self.grid
        self.add.setVisible(on_wall and not state.is_demo)
        for button in (self.landmarks, self.curtain, self.panel_button):
            button.setVisible(on_wall)
        self.panel.setVisible(on_wall and self.panel_button.isChecked())

    def _show_banners(self, state: StationState) -> None:
        reason = state.engine_trouble
        if reason is not None:
            name = "fetch" if models_are_missing(reason) else "retry"
            word = "window_fetch_models" if name == "fetch" else "window_try_again"
            self.trouble.show_trouble("window_engine_trouble", window_code(reason), reason.figures(), (name, word))
        else:
            self.trouble.hide()
        if state.insecure_lan:
            action = ("lan_off", "camera_lan_off")
            self.lan.show_trouble("camera_lan_banner", "camera_lan_banner_more", {}, action)
        else:
            self.lan.hide()
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
            self.news.show_trouble(
                "window_nobody_enrolled", "window_nobody_enrolled_more", {}, ("enrol", "first_run_enrol")
            )
        else:
            self.news.hide()

    def _act(self, name: str) -> None:
        """What the user wants done here stays here; the station's affairs are the application's."""
        if name == "enrol_again":
            people = sorted(self._station.report.to_enrol_again)
            self._ways.go("enrol" if len(people) == 1 else "people", next(iter(people), None))
        elif name == "enrol":
            self._ways.go("enrol")
        elif name in {"add_pi", "add_webcam"}:
            self.desk.add(name.removeprefix("add_"))
        else:
            self._ways.acted.emit(name)

    def _wire(self) -> None:
        self._station.polled.connect(self._poll)
        self.curtain.toggled.connect(self.desk.card.draw_curtain)
        self.add.clicked.connect(lambda: self.desk.add("webcam"))
        self.grid.door_asked.connect(lambda asked: self.desk.act(*asked))
        for source in (self.trouble, self.lan, self.news, self.notice, self.empty):
            source.acted.connect(self._act)
        self.landmarks.setChecked(True)
        self.full_bar.landmarks.setChecked(True)
        for button in (self.landmarks, self.full_bar.landmarks):
            button.toggled.connect(self._show_landmarks)
        self.curtain.toggled.connect(self.grid.draw_curtain)
        self.grid.curtains_changed.connect(self._say_curtains)
        self._wire_full()
        self.panel_button.setChecked(True)
        self.panel_button.toggled.connect(lambda _: self._show_page())
        acts = (("L", self.landmarks.click), ("C", self._press_curtain), ("V", self.panel_button.click))
        for key, act in acts:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _wire_full(self) -> None:
        self._escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._escape.activated.connect(self.close_door)
        self.grid.opened.connect(lambda camera_id: self.open_door(CameraId(camera_id)))
        self.full.left.connect(self.close_door)
        self.full_bar.back.clicked.connect(self.close_door)
        self.full_bar.curtain.toggled.connect(self._draw_curtain_of_opened)
        self.full.curtain_lifted.connect(self.full_bar.curtain.click)

    def _lay_out(self) -> None:
        for page in (self.grid, self.full, self.notice, self.empty):
            self._pages.addWidget(page)
        left = QVBoxLayout()
        left.setContentsMargins(16, 0, 14, 16)
        left.setSpacing(12)
        left.addWidget(self.trouble)
        left.addWidget(self.lan)
        left.addWidget(self.news)
        left.addWidget(self.desk.card)
        left.addWidget(self._pages, stretch=1)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addLayout(left, stretch=1)
        body.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self.full_bar)
        column.addLayout(body, stretch=1)


def _now() -> dt.datetime:
    """Local and aware: today is the reader's day."""
    return dt.datetime.now().astimezone()
