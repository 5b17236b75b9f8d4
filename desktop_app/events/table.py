"""The table: 100,000 rows of one height, drawn by one delegate; what is read stays where it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop_app.events.columns import ROW_PX, Column
from desktop_app.events.row_painter import RowPainter, left_of
from desktop_app.events.table_model import EventTableModel
from desktop_app.fonts import font
from desktop_app.speech import Speech
from desktop_app.theme import current_theme
from desktop_app.typed_signal import TypedSignal

_HEADING_PX = 34


class _Heading(QHeaderView):
    """Painted, so that its words stand above those of the rows."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setFixedHeight(_HEADING_PX)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setStretchLastSection(True)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802, N803 - Qt's
        column, theme = Column(logicalIndex), current_theme()
        painter.fillRect(rect, QColor(theme.surface.window))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(theme.line.subtle))
        painter.setPen(QColor(theme.text.tertiary))
        painter.setFont(font("caption", 500))
        orientation, role = self.orientation(), Qt.ItemDataRole.TextAlignmentRole
        side = self.model().headerData(logicalIndex, orientation, role)
        word = self.model().headerData(logicalIndex, orientation, Qt.ItemDataRole.DisplayRole)
        painter.drawText(rect.adjusted(left_of(column), 0, -12, -2), side, word)


class EventTable(QTableView):
    """``looked`` says that other rows came into view, ``chosen`` which row is to be told in full, ``opened`` that it
    was asked for with Enter or a double-click."""

    looked = Signal()
    chosen = TypedSignal(int)
    opened = Signal()

    def __init__(self, speech: Speech, model: EventTableModel) -> None:
        super().__init__()
        self._speech = speech
        self._rows = model
        self._painter = RowPainter(speech)
        self.setModel(model)
        self.setItemDelegate(self._painter)
        self._set_up()
        self._set_up_heading()
        self.verticalScrollBar().valueChanged.connect(lambda _: self.looked.emit())
        self.selectionModel().currentRowChanged.connect(self._choose)
        self.doubleClicked.connect(lambda _: self.opened.emit())
        model.modelReset.connect(self.looked.emit)
        speech.changed.connect(self._name)
        self._name()

    def rows_in_view(self) -> tuple[int, int]:
        """The first and the last row that can be seen; (0, -1) when there is none."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        count = self._rows.rowCount()
        return (max(0, first), count - 1 if last < 0 else last) if count else (0, -1)

    @property
    def is_at_top(self) -> bool:
        return self.verticalScrollBar().value() == 0

    @property
    def row_chosen(self) -> int:
        """The row that is told in full; -1 when there is none."""
        return self.currentIndex().row()

    def choose(self, row: int) -> None:
        """Choose a row and bring it into view."""
        self.selectRow(row)

    def make_room(self) -> None:
        """A row came in at the top: whoever reads further down goes on reading there."""
        if not self.is_at_top:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + ROW_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
            return
        if event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End} and self._rows.rowCount():
            self.choose(0 if event.key() == Qt.Key.Key_Home else self._rows.rowCount() - 1)
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's
        super().leaveEvent(event)
        self._hover(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's
        super().resizeEvent(event)
        self.looked.emit()

    def _hover(self, row: int) -> None:
        if row != self._painter.hovered_row:
            self._painter.hovered_row = row
            self.viewport().update()

    def _choose(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(current.row())

    def _name(self) -> None:
        self.setAccessibleName(self._speech.words.say("events_table"))

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setCornerButtonEnabled(False)
        side = self.verticalHeader()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(ROW_PX)
        side.hide()

    def _set_up_heading(self) -> None:
        heading = _Heading()
        self.setHorizontalHeader(heading)
        heading.show()
        for column in Column:
            if column.width_px:
                heading.resizeSection(column, column.width_px)
