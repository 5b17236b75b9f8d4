"""How a cell looks. Nothing in it moves, and a row that is not here yet is a skeleton (board.md 4 and 5)."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.events.columns import ROW_PX, Column
from desktop_app.events.day_words import day_text
from desktop_app.events.event_row import NO_VALUE, EventRow
from desktop_app.events.table_model import ROW_ROLE, EventTableModel, Index
from desktop_app.fonts import figure_font, font
from desktop_app.icons import paint_icon
from desktop_app.painting.strip import paint_strip
from desktop_app.speech import Speech
from desktop_app.theme import current_theme

SNAPSHOT_PX: Final = 40
_STRIP_PX: Final = 176
_LEFT_PX: Final = 12
_SKELETON_WIDTHS: Final = {
    Column.TIME: 54,
    Column.DECISION: 104,
    Column.DOOR: 72,
    Column.STRIP: _STRIP_PX,
    Column.VALUE: 28,
    Column.WHY: 120,
}


def left_of(column: Column) -> int:
    """Where the words of a column begin; the first one keeps to the page's padding."""
    return 16 if column is Column.TIME else _LEFT_PX


class RowPainter(QStyledItemDelegate):
    """Paints cells from ``EventRow``; ``hovered_row`` is the one under the mouse."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self.hovered_row = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802 - Qt's
        return QSize(Column(index.column()).width_px, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, theme, column = index.model(), current_theme(), Column(index.column())
        state: QStyle.StateFlag = option.state
        ground = "hover" if index.row() == self.hovered_row else "window"
        if state & QStyle.StateFlag.State_Selected:
            ground = "selected"
        painter.save()
        painter.translate(option.rect.topLeft())
        width = option.rect.width()
        painter.fillRect(QRectF(0, 0, width, ROW_PX), QColor(getattr(theme.surface, ground)))
        painter.fillRect(QRectF(0, ROW_PX - 1, width, 1), QColor(theme.line.subtle))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = index.data(ROW_ROLE)
        if isinstance(row, EventRow) and isinstance(model, EventTableModel):
            if column is Column.SNAPSHOT:
                event = model.paging.at(index.row())
                paint_snapshot(
                    painter, QRectF(8, 6, SNAPSHOT_PX, SNAPSHOT_PX), None if event is None else model.picture(event)
                )
            else:
                self._paint_cell(painter, column, row, width, ground)
        else:
            _paint_skeleton(painter, column, width)
        painter.restore()

    def _paint_cell(self, painter: QPainter, column: Column, row: EventRow, width: int, ground: str) -> None:
        theme = current_theme()
        match column:
            case Column.TIME:
                self._paint_time(painter, row)
            case Column.DECISION:
                paint_icon(painter, theme.state_icon[row.sign], QRectF(_LEFT_PX, 18, 16, 16), row.sign)
                _write(painter, QRectF(_LEFT_PX + 22, 0, width - _LEFT_PX - 28, ROW_PX), row.title, "primary", 600)
            case Column.DOOR:
                _write(painter, QRectF(_LEFT_PX, 0, width - _LEFT_PX - 6, ROW_PX), row.door, "secondary")
            case Column.STRIP:
                paint_strip(painter, QRectF(_LEFT_PX, 17, _STRIP_PX, 17), row.strip, theme, ground)
            case Column.VALUE:
                role = "tertiary" if row.value == NO_VALUE else "primary"
                painter.setFont(figure_font("ui", 600))
                painter.setPen(QColor(theme.ink(role)))
                right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(QRectF(0, 0, width - _LEFT_PX, ROW_PX - 1), right, row.value)
            case Column.WHY:
                _write(painter, QRectF(_LEFT_PX, 0, width - 2 * _LEFT_PX, ROW_PX), row.why, "secondary")
            case Column.SNAPSHOT:
                pass

    def _paint_time(self, painter: QPainter, row: EventRow) -> None:
        day = day_text(row.day, dt.datetime.now().astimezone().date(), self._speech.words)
        painter.setPen(QColor(current_theme().text.secondary))
        painter.setFont(figure_font("ui", 400))
        left = left_of(Column.TIME)
        place = QRectF(left, 8 if day else 0, 72, 18 if day else ROW_PX - 1)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, row.time)
        if day:
            painter.setFont(font("micro", 400))
            painter.setPen(QColor(current_theme().text.tertiary))
            shown = _elided(day, "micro", 400, 70)
            painter.drawText(
                QRectF(left, 26, 70, 16), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown
            )


def paint_snapshot(painter: QPainter, at: QRectF, picture: QPixmap | None, radius: float = 6) -> None:
    """A picture with round corners; the shape of a person where there is none."""
    outline = QPainterPath()
    outline.addRoundedRect(at, radius, radius)
    painter.fillPath(outline, QColor(current_theme().surface.skeleton))
    if picture is None:
        side = min(at.width(), at.height()) * 0.5
        middle = QRectF(at.center().x() - side / 2, at.center().y() - side / 2, side, side)
        paint_icon(painter, "user-round", middle, "tertiary")
        return
    painter.save()
    painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(at, picture, QRectF(picture.rect()))
    painter.restore()


def _paint_skeleton(painter: QPainter, column: Column, width: int) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(current_theme().surface.skeleton))
    if column is Column.SNAPSHOT:
        painter.drawRoundedRect(QRectF(8, 6, SNAPSHOT_PX, SNAPSHOT_PX), 6, 6)
        return
    left = left_of(column)
    painter.drawRoundedRect(QRectF(left, 21, max(0, min(_SKELETON_WIDTHS[column], width - left)), 10), 5, 5)


def _write(painter: QPainter, at: QRectF, text: str, role: str, weight: int = 400) -> None:
    painter.setFont(font("ui", weight))
    painter.setPen(QColor(current_theme().ink(role)))
    shown = _elided(text, "ui", weight, int(at.width()))
    painter.drawText(at.adjusted(0, 0, 0, -1), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


@functools.lru_cache(maxsize=1_000)
def _elided(text: str, style: str, weight: int, width_px: int) -> str:
    """Measuring a text costs as much as drawing it, and the same few come again in every frame."""
    return QFontMetrics(font(style, weight)).elidedText(text, Qt.TextElideMode.ElideRight, width_px)
