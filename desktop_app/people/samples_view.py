"""A person's samples, five across, each with what it is worth (board.md 3, People)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.fonts import font
from desktop_app.icons import paint_icon
from desktop_app.people.pictures import SamplePictures, paint_face
from desktop_app.people.sample_words import WORTH_LOOKS, SampleCell
from desktop_app.plain_tips import plain_tip
from desktop_app.theme import current_theme
from offload_server.household.likeness import SampleWorth
from offload_server.household.records import SampleId

ACROSS: Final = 5
SHOWN_AT_FIRST: Final = 10
_SIDE_PX: Final = 62
_CELL_PX: Final = 90
_Index = QModelIndex | QPersistentModelIndex


class SamplesModel(QAbstractListModel):
    """The samples that are shown, oldest first."""

    def __init__(self, pictures: SamplePictures) -> None:
        super().__init__()
        self.pictures = pictures
        self._cells: tuple[SampleCell, ...] = ()
        pictures.came.connect(self._repaint)

    def show_cells(self, cells: tuple[SampleCell, ...]) -> None:
        if [each.sample_id for each in cells] == [each.sample_id for each in self._cells]:
            self._cells = cells
            self._repaint()
            return
        self.beginResetModel()
        self._cells = cells
        self.endResetModel()

    def cell(self, row: int) -> SampleCell | None:
        return self._cells[row] if 0 <= row < len(self._cells) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        return 0 if parent.isValid() else len(self._cells)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.cell(index.row()) if index.isValid() else None
        if cell is None:
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip("\n".join(cell.facts))
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return cell.sentence
        return cell if role == Qt.ItemDataRole.UserRole else None

    def _repaint(self) -> None:
        self.dataChanged.emit(self.index(0), self.index(max(0, self.rowCount() - 1)))


class SamplesView(QListView):
    """``chosen_changed`` when another sample (or none) is marked; ``remove_asked`` by Delete."""

    chosen_changed = Signal()
    remove_asked = Signal()

    def __init__(self, pictures: SamplePictures) -> None:
        super().__init__()
        self.samples = SamplesModel(pictures)
        self.setModel(self.samples)
        self.setItemDelegate(_Painter(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setStyleSheet("QListView { background: transparent; }")  # it lies on a card, or on the page
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen_changed.emit())
        self.samples.modelReset.connect(self._fit)
        self.samples.modelReset.connect(self.chosen_changed.emit)

    @property
    def chosen(self) -> SampleCell | None:
        """The marked sample."""
        return self.samples.cell(self.currentIndex().row())

    def choose(self, sample_id: SampleId | None) -> None:
        """Mark a sample, or none."""
        rows = range(self.samples.rowCount())
        row = next((row for row in rows if (each := self.samples.cell(row)) and each.sample_id == sample_id), -1)
        self.setCurrentIndex(self.samples.index(row) if row >= 0 else QModelIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's
        if event.key() == Qt.Key.Key_Delete:  # never on to the panel, where it would ask to erase the person
            if self.chosen is not None and not event.isAutoRepeat():
                self.remove_asked.emit()
        elif event.key() == Qt.Key.Key_Escape and self.chosen is not None:
            self.setCurrentIndex(QModelIndex())
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        grid = QSize(max(1, (self.width() - 1) // ACROSS), _CELL_PX)  # a row that fills the view to the last px wraps
        if self.gridSize() != grid:
            self.setGridSize(grid)
        self.setFixedHeight(max(1, -(-self.samples.rowCount() // ACROSS)) * _CELL_PX)


class _Painter(QStyledItemDelegate):
    def __init__(self, view: SamplesView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002, N802 - Qt's
        return self._view.gridSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        cell = self._view.samples.cell(index.row())
        if cell is None:
            return
        theme, area = current_theme(), QRectF(option.rect)
        picture = QRectF(round(area.center().x() - _SIDE_PX / 2), area.top() + 4, _SIDE_PX, _SIDE_PX)
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_face(painter, picture, 8, self._view.samples.pictures.get(cell.person_id, cell.sample_id))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if cell.worth is SampleWorth.LOOK_ALIKE:
            _ring(painter, picture, theme.ink("uncertain"))
        if state & QStyle.StateFlag.State_Selected:
            _ring(painter, picture, theme.accent.base)
        _paint_worth(painter, QRectF(area.left(), picture.bottom() + 4, area.width(), 16), cell)
        painter.restore()


def _ring(painter: QPainter, picture: QRectF, colour: str) -> None:
    painter.setPen(QPen(QColor(colour), 2))
    painter.drawRoundedRect(picture.adjusted(-2, -2, 2, 2), 9, 9)


def _paint_worth(painter: QPainter, at: QRectF, cell: SampleCell) -> None:
    icon, tone = WORTH_LOOKS[cell.worth]
    painter.setFont(font("caption", None, 11))
    painter.setPen(QColor(current_theme().ink(tone)))
    room = at.width() - 17
    text = painter.fontMetrics().elidedText(cell.label, Qt.TextElideMode.ElideRight, int(room))
    width = painter.fontMetrics().horizontalAdvance(text)
    left = round(at.center().x() - (width + 15) / 2)
    paint_icon(painter, icon, QRectF(left, at.top() + 2, 12, 12), tone)
    painter.drawText(QRectF(left + 15, at.top(), width + 2, at.height()), Qt.AlignmentFlag.AlignVCenter, text)
