"""The rows of the table for Qt: only those that are here have words, the others are placeholders."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage, QPixmap

from desktop_app.events.columns import Column
from desktop_app.events.event_row import EventRow, event_row
from desktop_app.events.paging import Added, Paging
from desktop_app.painting.strip_words import sentence
from desktop_app.plain_tips import plain_tip
from desktop_app.speech import Speech
from offload_server.household.records import EventId, EventList, EventRecord

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE: Final = Qt.ItemDataRole.UserRole
_KEPT_WORDS: Final = 600
_KEPT_PICTURES: Final = 400
_EXPECTED_ROWS: Final = 12
_ROOT: Final = QModelIndex()
_SPOKEN: Final = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)


class EventTableModel(QAbstractTableModel):
    """Shows a ``Paging``; words of rows and their small pictures are made when they are first drawn."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self.paging = Paging()
        self._rows: OrderedDict[EventId, EventRow] = OrderedDict()
        self._pictures: OrderedDict[EventId, QPixmap | None] = OrderedDict()
        speech.changed.connect(self._speak)

    def begin(self, listed: EventList) -> None:
        """Show another list."""
        self.beginResetModel()
        self.paging.begin(listed)
        self._rows.clear()
        self.endResetModel()

    def expect(self) -> None:
        """A list is being read: placeholders until it is here."""
        self.beginResetModel()
        self.paging.expect(_EXPECTED_ROWS)
        self.endResetModel()

    def clear(self) -> None:
        """No row, no word and no picture stays."""
        self._pictures.clear()
        self._rows.clear()
        self.beginResetModel()
        self.paging.expect(0)
        self.endResetModel()

    def put(self, page: int, events: tuple[EventRecord, ...]) -> bool:
        """A page has come; as ``Paging.put``."""
        is_whole = self.paging.put(page, events)
        first = self.paging.first_row_of(page)
        if events:
            self._changed(first, first + len(events) - 1)
        return is_whole

    def add(self, event: EventRecord, *, is_wanted: bool) -> Added | None:
        """A decision was recorded."""
        added = self.paging.add(event, is_wanted=is_wanted)
        if added is not None and added.replaced:
            self._changed(added.row, added.row)
        elif added is not None:
            self.beginInsertRows(QModelIndex(), added.row, added.row)
            self.endInsertRows()
        return added

    def picture(self, event: EventRecord) -> QPixmap | None:
        """The small picture of an event, if it has come."""
        return self._pictures.get(event.id)

    def lacks_picture(self, event: EventRecord) -> bool:
        """Whether it is to be fetched."""
        return event.has_snapshot and event.id not in self._pictures

    def show_picture(self, event_id: EventId, picture: QImage | None) -> None:
        """It has come (None: there is none any more)."""
        missing = picture is None or picture.isNull()
        self._pictures[event_id] = None if missing or picture is None else QPixmap.fromImage(picture)
        while len(self._pictures) > _KEPT_PICTURES:
            self._pictures.popitem(last=False)
        row = self.paging.row_of(event_id)
        if row is not None:
            self._changed(row, row)

    def row(self, number: int) -> EventRow | None:
        """The words of a row; None while it is not here."""
        event = self.paging.at(number)
        if event is None:
            return None
        known = self._rows.get(event.id)
        if known is None:
            known = self._rows[event.id] = event_row(event, self._speech.words)
            if len(self._rows) > _KEPT_WORDS:
                self._rows.popitem(last=False)
        return known

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's
        return 0 if parent.isValid() else len(self.paging)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or (role not in _SPOKEN and role != ROW_ROLE):
            return None
        row = self.row(index.row())
        if role == ROW_ROLE:
            return row
        if row is None:
            return self._speech.words.say("events_loading") if role == Qt.ItemDataRole.AccessibleTextRole else None
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == Column.TIME:
            return row.heard
        text = self._text(row, Column(index.column()))
        return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text

    def headerData(  # noqa: N802 - Qt's
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = Column(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column is Column.VALUE else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if column is Column.VALUE:
            return self._unit()
        word = self._speech.words.say(column.code) if column.code else ""
        return f"{word} ↓" if column is Column.TIME else word

    def _text(self, row: EventRow, column: Column) -> str:
        strip = sentence(row.strip, self._speech.words) if column is Column.STRIP else ""
        return {
            Column.TIME: row.time,
            Column.DECISION: row.title,
            Column.DOOR: row.door,
            Column.STRIP: strip,
            Column.VALUE: row.value,
            Column.WHY: row.why,
        }.get(column, "")

    def _unit(self) -> str:
        """Of the distances: one household has one recogniser at a time."""
        units = (row.strip.unit for number in range(min(len(self.paging), 20)) if (row := self.row(number)))
        return next((unit for unit in units if unit), "L2")

    def _changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))

    def _speak(self) -> None:
        self._rows.clear()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        if len(self.paging):
            self._changed(0, len(self.paging) - 1)
