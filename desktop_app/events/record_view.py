"""The list of the Events screen: reads what is near the view, takes in news, and says what stands in place of rows."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.bridge import Bridge
from desktop_app.events.choice import EventChoice
from desktop_app.events.newer_pill import NewerPill
from desktop_app.events.notice import NONE_MATCH, NOT_RUNNING, NOTHING_YET, NOTICES, UNREADABLE, Notice, NoticeView
from desktop_app.events.reading import read_place
from desktop_app.events.record_reader import Page, RecordReader
from desktop_app.events.row_painter import SNAPSHOT_PX
from desktop_app.events.snapshot_loader import SmallPicture, SnapshotLoader
from desktop_app.events.table import EventTable
from desktop_app.events.table_model import EventTableModel
from desktop_app.speech import Speech
from desktop_app.typed_signal import TypedSignal
from offload_server.household.event_matching import is_wanted
from offload_server.household.records import EventCounts, EventId, EventList, EventRecord

_SETTLED_MS = 60
"""Pictures are fetched for rows that stay in view so long, not for those that scroll by."""
_MANY_NEWER = 300
"""With so many rows on top of the list it is read anew at the next occasion."""


class RecordView(QWidget):
    """``counted`` follows every change of the list, ``told`` which event is to be told in full (None: none)."""

    counted = TypedSignal(EventCounts)
    told = TypedSignal(object)
    opened = Signal()
    gone = Signal()
    acted = TypedSignal(Notice)

    def __init__(self, speech: Speech, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._choice = EventChoice()
        self._listed_on: dt.date | None = None
        self._met: list[EventRecord] = []
        self._sought: EventId | None = None
        self._keeps_place = False
        self.model = EventTableModel(speech)
        self.table = EventTable(speech, self.model)
        self.pill = NewerPill(speech, self.table)
        self.reader = RecordReader(bridge, self)
        self.snapshots = SnapshotLoader(bridge, self._take_snapshot)
        self.notices = {notice: NoticeView(speech, notice) for notice in NOTICES}
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._lay_out()
        self._wire()

    @property
    def is_listed(self) -> bool:
        """Whether a list was read."""
        return self._listed_on is not None

    @property
    def notice_shown(self) -> Notice | None:
        """What stands in place of the table."""
        shown = self._pages.currentWidget()
        return shown.notice if isinstance(shown, NoticeView) else None

    def begin(self, choice: EventChoice, *, keeps_place: bool = False, seek: EventId | None = None) -> None:
        """Read the list of ``choice``; the view goes to its top, stays where it is, or goes to an event."""
        self._choice, self._keeps_place, self._sought = choice, keeps_place, seek
        self._met = []
        self.reader.begin(choice)
        if not self.is_listed and self.reader.is_listing:
            self.model.expect()
            self._pages.setCurrentWidget(self.table)

    def refresh(self) -> None:
        """What the list is made of may have changed: names, days, or a great deal on top."""
        if self.is_listed:
            self.begin(self._choice, keeps_place=True)

    def refresh_if_old(self) -> None:
        """Read anew what the day or many new events have made old."""
        if self.is_listed and (self._is_of_another_day() or self.model.paging.newer > _MANY_NEWER):
            self.refresh()

    def add(self, event: EventRecord) -> None:
        """A decision was recorded."""
        if self.reader.is_listing:
            self._met.append(event)
        if not self.is_listed:
            return
        self._take_in(event)
        self.reader.count_soon()
        if self.table.is_at_top:
            self.refresh_if_old()

    def forget(self) -> None:
        """The server is gone or another one: nothing of its list stays."""
        self.reader.stop()
        self.snapshots.stop()
        self._listed_on = None
        self._met = []
        self.model.clear()
        self.pill.show_newer(0)
        self.told.emit(None)
        self._pages.setCurrentWidget(self.notices[NOT_RUNNING])

    def _take_list(self, listed: EventList) -> None:
        scrolled, chosen = self.table.verticalScrollBar().value(), self.table.row_chosen
        before = self.model.paging.at(chosen) if chosen >= 0 else None
        self._listed_on = dt.datetime.now().astimezone().date()
        self.model.begin(listed)
        first = {event.id for event in listed.first}
        met, self._met = [event for event in self._met if event.id not in first], []
        for event in met:
            self._take_in(event)
        self.pill.show_newer(0)
        self._show_page()
        self.counted.emit(listed.counts)
        if self._sought is not None:
            self._seek(self._sought)
        elif self._keeps_place and before is not None:
            self.table.verticalScrollBar().setValue(scrolled)
            self._choose_again(before)
        else:
            self.table.scrollToTop()
            self._choose_first()
        self._look()

    def _choose_again(self, before: EventRecord) -> None:
        row = self.model.paging.row_of(before.id)
        if row is not None:
            scrolled = self.table.verticalScrollBar().value()
            self.table.choose(row)
            self.table.verticalScrollBar().setValue(scrolled)

    def _choose_first(self) -> None:
        if self.model.rowCount():
            self.table.choose(0)
        else:
            self.told.emit(None)

    def _seek(self, event_id: EventId) -> None:
        call = self._bridge.call(read_place, self._bridge.house, self.reader.wanted, self.reader.as_of, event_id)
        call.then(self._go_to, lambda _: self._not_found())
        self._sought = None

    def _go_to(self, place: int) -> None:
        row = place + self.model.paging.newer
        self.table.choose(row)
        self.table.scrollTo(self.model.index(row, 0), EventTable.ScrollHint.PositionAtCenter)

    def _not_found(self) -> None:
        self.gone.emit()
        self._choose_first()

    def _take_page(self, page: Page) -> None:
        if not self.model.put(page.number, page.rows):
            self.refresh()  # what is old was deleted meanwhile
            return
        first, chosen = self.model.paging.first_row_of(page.number), self.table.row_chosen
        if first <= chosen < first + len(page.rows):
            self._tell(chosen)
        self._look()

    def _take_in(self, event: EventRecord) -> None:
        added = self.model.add(event, is_wanted=is_wanted(event, self.reader.wanted))
        if added is None:
            return
        if added.replaced:
            if added.row == self.table.row_chosen:
                self._tell(added.row)
            self._settled.start()
            return
        self.table.make_room()
        self.pill.show_newer(0 if self.table.is_at_top else self.pill.newer + 1)
        self._show_page()
        self._settled.start()

    def _take_snapshot(self, picture: SmallPicture) -> None:
        self.model.show_picture(picture.event_id, picture.image)

    def _tell(self, row: int) -> None:
        self.told.emit(self.model.paging.at(row))

    def _look(self) -> None:
        """The page that is missing here is fetched, then the pictures."""
        if self.table.is_at_top:
            self.pill.show_newer(0)
        first, last = self.table.rows_in_view()
        page = self.model.paging.missing(first, last)
        if page is not None and self.is_listed:
            self.reader.fetch(page)
        self._settled.start()

    def _fetch_pictures(self) -> None:
        first, last = self.table.rows_in_view()
        events = (self.model.paging.at(row) for row in range(first, last + 1))
        lacking = [event for event in events if event is not None and self.model.lacks_picture(event)]
        self.snapshots.want(lacking, round(SNAPSHOT_PX * self.devicePixelRatioF()))

    def _fail(self) -> None:
        if not self.is_listed or not self.model.rowCount():
            self._pages.setCurrentWidget(self.notices[UNREADABLE])

    def _show_page(self) -> None:
        if self.model.rowCount():
            self._pages.setCurrentWidget(self.table)
        else:
            self._pages.setCurrentWidget(self.notices[NOTHING_YET if self._choice.is_everything else NONE_MATCH])

    def _is_of_another_day(self) -> bool:
        return (
            self._choice.days.span not in {"any", "days"} and self._listed_on != dt.datetime.now().astimezone().date()
        )

    def _wire(self) -> None:
        self.reader.listed.connect(self._take_list)
        self.reader.paged.connect(self._take_page)
        self.reader.counted.connect(self.counted.emit)
        self.reader.failed.connect(self._fail)
        self.table.looked.connect(self._look)
        self.table.chosen.connect(self._tell)
        self.table.opened.connect(self.opened.emit)
        self._settled.timeout.connect(self._fetch_pictures)
        self.pill.clicked.connect(self.table.scrollToTop)
        for notice, view in self.notices.items():
            view.acted.connect(lambda notice=notice: self.acted.emit(notice))

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        for page in (self.table, *self.notices.values()):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self._pages.setCurrentWidget(self.notices[NOT_RUNNING])
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
