"""The Events screen: every decision, with its reason (board.md 3)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
from pathlib import Path

from PySide6.QtCore import QDir, Qt
from PySide6.QtGui import QImage, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop_app.events.body import Body
from desktop_app.events.choice import EventChoice
from desktop_app.events.details import EventDetails
from desktop_app.events.exporting import Advance, Exporting
from desktop_app.events.filter_bar import FilterBar
from desktop_app.events.notice import NONE_MATCH, Notice
from desktop_app.events.reading import read_picture
from desktop_app.events.record_view import RecordView
from desktop_app.speech import Speech, SpokenButton
from desktop_app.station import Station
from desktop_app.station_state import Phase, StationState
from desktop_app.wall.wall_model import WallReport
from desktop_app.window.top_bar import TopBar
from desktop_app.window.ways import Ways
from offload_server.errors import NotFoundError
from offload_server.household.records import EventCounts, EventId, EventRecord
from pipeline.types import PersonId

logger = logging.getLogger(__name__)


class EventsScreen(QWidget):
    """Reads nothing before it is shown for the first time."""

    def __init__(self, speech: Speech, station: Station, ways: Ways) -> None:
        super().__init__()
        self._speech, self._station, self._ways = speech, station, ways
        self._report = WallReport((), {})
        self.export = SpokenButton(speech, "events_export", icon_name="download")
        self.panel_button = SpokenButton(
            speech, "events_panel", kind="quiet", icon_name="panel-right", key="V", checkable=True
        )
        self.top_bar = TopBar(speech, "events_screen", (self.panel_button, self.export))
        self.filters = FilterBar(speech)
        self.record = RecordView(speech, station.bridge)
        self.details = EventDetails(speech)
        self.exporting = Exporting(station.bridge, ways, self)
        self.dialog: QFileDialog | None = None
        self._lay_out()
        self._wire()
        self.show_state(station.state)

    def show_state(self, state: StationState) -> None:
        """Without a server there is no record."""
        is_running = state.phase is Phase.RUNNING
        self.filters.setEnabled(is_running)
        self.export.setEnabled(is_running)
        if not is_running:
            self.exporting.forget()
            self.record.forget()

    def show_report(self, report: WallReport) -> None:
        """Names changed, doors came or went: what the rows say of them is read anew."""
        before, self._report = self._report, report
        self.filters.show_report(report)
        self.details.show_report(report)
        if _said_of(before) == _said_of(report) or not self._station.bridge.is_attached:
            return
        choice = _without_the_gone(self.filters.choice, report)
        if choice != self.filters.choice:
            self._begin(choice)
        else:
            self.record.refresh()

    def open_about(self, about: object) -> None:
        """A PersonId filters by whom was recognised; an EventId is looked up among all events."""
        if not isinstance(about, str):
            return
        if about in self._report.names:
            self._begin(EventChoice(person_id=PersonId(about)))
        else:
            self._begin(EventChoice(), seek=EventId(about))

    def show_event(self, event: EventRecord) -> None:
        """A decision was recorded."""
        self.record.add(event)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """For the sheet on F1."""
        return (
            ("Ctrl+F", "events_key_search"),
            ("↑ ↓", "events_key_rows"),
            ("Enter", "events_key_open"),
            ("V", "events_panel"),
        )

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if not self.record.is_listed and not self.record.reader.is_listing:
            self._begin(self.filters.choice)
        else:
            self.record.refresh_if_old()

    def _begin(self, choice: EventChoice, seek: EventId | None = None) -> None:
        self.filters.show_choice(choice)
        if self._station.bridge.is_attached:
            self.record.begin(choice, seek=seek)

    def _begin_with(self, choice: EventChoice) -> None:
        self._begin(choice)

    def _started(self) -> None:
        if self.isVisible():
            self._begin(self.filters.choice)

    def _show_counts(self, counts: EventCounts) -> None:
        self.filters.show_counts(counts)
        self.top_bar.say("events_one" if counts.total == 1 else "events_count", events=counts.total)

    def _tell(self, event: object) -> None:
        told = event if isinstance(event, EventRecord) else None
        self.details.show_event(told)
        self.details.invite(is_possible=self.record.model.rowCount() > 0)
        if told is None or not told.has_snapshot or not self._station.bridge.is_attached:
            return

        def fail(error: BaseException) -> None:
            if not isinstance(error, NotFoundError):  # that is one that was erased meanwhile
                logger.warning("no picture for event %s: %s", told.id, error)
            self.details.show_picture(told.id, None)

        def take(image: QImage) -> None:
            self.details.show_picture(told.id, image)

        bridge = self._station.bridge
        bridge.call(read_picture, bridge.house, told.id).then(take, fail)

    def _act(self, notice: Notice) -> None:
        self._begin(EventChoice() if notice is NONE_MATCH else self.filters.choice)

    def _open_details(self) -> None:
        if not self.body.is_wide or not self.panel_button.isChecked():
            self.panel_button.toggle()

    def _fold(self) -> None:
        self.panel_button.setChecked(self.body.is_wide)

    def _close_drawer(self) -> None:
        if not self.body.is_wide:
            self.panel_button.setChecked(False)

    def _ask_for_file(self) -> None:
        if self.exporting.is_running:
            self.exporting.stop()
            return
        words = self._speech.words
        dialog = QFileDialog(self, words.say("events_export_to"), QDir.homePath(), "CSV (*.csv)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(words.say("events_export_file", date=dt.datetime.now().astimezone().date().isoformat()))
        dialog.fileSelected.connect(self._export_to)
        self.dialog = dialog
        dialog.open()

    def _export_to(self, file: str) -> None:
        self.exporting.begin(Path(file), self.record.reader.wanted, self._speech.words)

    def _show_progress(self, advance: Advance) -> None:
        words = self._speech.words
        said = words.say("events_exporting", written=advance.written, events=advance.total)
        self.export.setText(f" {said}")

    def _wire(self) -> None:
        self.filters.changed.connect(self._begin_with)
        self.record.counted.connect(self._show_counts)
        self.record.told.connect(self._tell)
        self.record.opened.connect(self._open_details)
        self.record.acted.connect(self._act)
        self.record.gone.connect(lambda: self._ways.say("events_gone"))
        self.details.person_asked.connect(lambda event: self._ways.go("people", event.person_id))
        self.details.live_asked.connect(lambda event: self._ways.go("live", event.camera_id))
        self.panel_button.toggled.connect(self.body.show_panel)
        self.body.folded.connect(self._fold)
        self.export.clicked.connect(self._ask_for_file)
        self.exporting.advanced.connect(self._show_progress)
        self.exporting.ended.connect(self.export.retranslate)
        self._station.started.connect(self._started)
        self._station.begun_anew.connect(self.record.forget)
        self._station.bridge.event_recorded.connect(self.show_event)
        for key, act in (
            ("Ctrl+F", self.filters.search.setFocus),
            ("V", self.panel_button.toggle),
            ("Esc", self._close_drawer),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        main = QWidget()
        left = QVBoxLayout(main)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.filters)
        left.addWidget(self.record, stretch=1)
        self.body = Body(main, self.details)
        self.details.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self.body, stretch=1)
        self.top_bar.say("events_about")


def _without_the_gone(choice: EventChoice, report: WallReport) -> EventChoice:
    """Nobody filters by a person who was erased, or by a door that was removed."""
    doors = {door.camera_id for door in report.doors}
    return dataclasses.replace(
        choice,
        person_id=choice.person_id if choice.person_id in report.names else None,
        camera_id=choice.camera_id if choice.camera_id in doors else None,
    )


def _said_of(report: WallReport) -> tuple[object, ...]:
    """What rows say of doors and people: who is connected is none of it."""
    return tuple((door.camera_id, door.name) for door in report.doors), tuple(sorted(report.names.items()))
