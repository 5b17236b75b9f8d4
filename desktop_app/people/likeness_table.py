"""Who looks like whom: a triangle of pairs; close ones violet, with an icon (board.md 3, People)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from desktop_app.fonts import figure_font, font
from desktop_app.icons import paint_icon
from desktop_app.people.likeness_grid import LikenessGrid, PairCell
from desktop_app.people.people_model import Member
from desktop_app.people.pictures import SamplePictures, draw_elided, paint_face
from desktop_app.plain_tips import plain_tip
from desktop_app.speech import Speech, SpokenLabel
from desktop_app.theme import current_theme

_NAMES_PX: Final = 112
_HEAD_PX: Final = 24
_ROW_PX: Final = 42
_WIDEST_PX: Final = 150
_NAMED_PX: Final = 72
"""A column narrower than this shows the portrait alone."""


class LikenessCard(QFrame):
    """The table with its heading; hidden while there are fewer than two people to compare."""

    def __init__(self, speech: Speech, pictures: SamplePictures) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.table = LikenessTable(pictures)
        self._unit = SpokenLabel(speech, role="caption", tone="tertiary")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(10)
        line = QHBoxLayout()
        line.addWidget(SpokenLabel(speech, "people_table", "heading"))
        line.addStretch(1)
        line.addWidget(self._unit)
        column.addLayout(line)
        column.addWidget(self.table)

    def show_grid(self, grid: LikenessGrid) -> None:
        """Draw these pairs."""
        self._unit.say("people_table_unit", unit=grid.unit)
        self.table.show_grid(grid)
        self.setVisible(bool(grid.cells))


class LikenessTable(QWidget):
    """Painted; each pair says its sentence in a tooltip, all close ones in the accessible description."""

    def __init__(self, pictures: SamplePictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._grid = LikenessGrid()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        pictures.came.connect(self.update)

    def show_grid(self, grid: LikenessGrid) -> None:
        self._grid = grid
        self.setAccessibleDescription(grid.sentence)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(_NAMES_PX + _WIDEST_PX, _HEAD_PX + _ROW_PX * max(0, len(self._grid.members) - 1))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self._cell_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), plain_tip(cell.sentence if cell is not None else ""), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        members = self._grid.members
        for column, member in enumerate(members[:-1]):
            self._paint_head(painter, member, _NAMES_PX + column * self._column_px)
        for row, member in enumerate(members[1:]):
            self._paint_name(painter, member, _HEAD_PX + row * _ROW_PX)
        for cell in self._grid.cells:
            _paint_cell(painter, self._place(cell), cell)
        painter.end()

    @property
    def _column_px(self) -> float:
        columns = max(1, len(self._grid.members) - 1)
        return min(_WIDEST_PX, (self.width() - _NAMES_PX) / columns)

    def _place(self, cell: PairCell) -> QRectF:
        left, top = _NAMES_PX + cell.column * self._column_px, _HEAD_PX + cell.row * _ROW_PX
        return QRectF(round(left) + 3, top + 3, round(self._column_px) - 6, _ROW_PX - 6)

    def _cell_at(self, at: QPointF) -> PairCell | None:
        return next((cell for cell in self._grid.cells if self._place(cell).contains(at)), None)

    def _paint_head(self, painter: QPainter, member: Member, left: float) -> None:
        painter.setFont(font("ui"))
        room = self._column_px - 26 - 8
        named = self._column_px >= _NAMED_PX
        text = min(room, painter.fontMetrics().horizontalAdvance(member.person.name)) if named else -6.0
        start = round(left + (self._column_px - 26 - text) / 2)
        self._paint_portrait(painter, member, QRectF(start, 0, 20, 20))
        if named:
            painter.setPen(QColor(current_theme().text.secondary))
            draw_elided(painter, QRectF(start + 26, 0, text + 1, 20), member.person.name)

    def _paint_name(self, painter: QPainter, member: Member, top: float) -> None:
        self._paint_portrait(painter, member, QRectF(0, top + (_ROW_PX - 24) / 2, 24, 24))
        painter.setPen(QColor(current_theme().text.secondary))
        painter.setFont(font("ui"))
        draw_elided(painter, QRectF(32, top, _NAMES_PX - 40, _ROW_PX), member.person.name)

    def _paint_portrait(self, painter: QPainter, member: Member, at: QRectF) -> None:
        paint_face(painter, at, at.width() / 2, self._pictures.get(member.id, member.portrait))


def _paint_cell(painter: QPainter, at: QRectF, cell: PairCell) -> None:
    theme = current_theme()
    close = theme.state["uncertain"]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(close.soft if cell.is_close else theme.surface.window))
    painter.drawRoundedRect(at, 6, 6)
    painter.setFont(figure_font("ui", 700 if cell.is_close else 500))
    painter.setPen(QColor(close.mark if cell.is_close else theme.text.secondary))
    text = f"{cell.distance:.2f}"
    if not cell.is_close:
        painter.drawText(at, Qt.AlignmentFlag.AlignCenter, text)
        return
    width = painter.fontMetrics().horizontalAdvance(text)
    left = round(at.center().x() - (width + 19) / 2)
    paint_icon(painter, "scale", QRectF(left, round(at.center().y()) - 7, 14, 14), "uncertain")
    painter.drawText(QRectF(left + 19, at.top(), width + 2, at.height()), Qt.AlignmentFlag.AlignVCenter, text)
