"""Who came today: a list beside the wall (board.md 3, Live)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.fonts import font
from desktop_app.icons import paint_icon
from desktop_app.painting.strip import paint_strip
from desktop_app.plain_tips import plain_tip
from desktop_app.speech import Speech, SpokenLabel
from desktop_app.theme import current_theme
from desktop_app.wall.visit_row import VisitRow, visit_row
from desktop_app.wall.wall_model import MAX_VISITS
from desktop_app.window.status_bar import SmallIcon
from offload_server.household.records import EventId, EventRecord

_WIDTH_PX = 296
_ROW_PX = 74
_SNAPSHOT = QRectF(16, 11, 44, 44)
_STRIP_PX = 208
_Index = QModelIndex | QPersistentModelIndex
FetchSnapshot = Callable[[EventRecord], None]


class VisitsModel(QAbstractListModel):
    """Rows in the reader's language; ``fetch`` is asked for the picture of a row when the row is first drawn."""

    def __init__(self, speech: Speech, fetch: FetchSnapshot) -> None:
        super().__init__()
        self._speech = speech
        self._fetch = fetch
        self._events: tuple[EventRecord, ...] = ()
        self._rows: list[VisitRow] = []
        self._pictures: dict[EventId, QPixmap | None] = {}
        speech.changed.connect(self._speak)

    def show_events(self, events: tuple[EventRecord, ...]) -> None:
        """Newest first; pictures of rows that went are freed."""
        self.beginResetModel()
        self._events = events
        self._rows = [visit_row(event, self._speech.words) for event in events]
        kept = {event.id for event in events}
        self._pictures = {key: picture for key, picture in self._pictures.items() if key in kept}
        self.endResetModel()

    def show_snapshot(self, event_id: EventId, jpeg: bytes) -> None:
        """A picture that was asked for has come."""
        picture = QPixmap.fromImage(QImage.fromData(jpeg))
        self._pictures[event_id] = None if picture.isNull() else picture
        self.dataChanged.emit(self.index(0), self.index(max(0, len(self._rows) - 1)))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return plain_tip(row.sentence) if role == Qt.ItemDataRole.ToolTipRole else row.sentence
        return row if role == Qt.ItemDataRole.UserRole else None

    def picture(self, row: int) -> QPixmap | None:
        """The row's picture, if there is one and it has come."""
        event = self._events[row]
        if event.has_snapshot and event.id not in self._pictures:
            self._pictures[event.id] = None
            self._fetch(event)
        return self._pictures.get(event.id)

    def _speak(self) -> None:
        self.show_events(self._events)


class _Rows(QStyledItemDelegate):
    """Paints a row of 74 px: snapshot, who, when, strip, why."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002, N802 - Qt's
        return QSize(_WIDTH_PX - 1, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        model = index.model()
        if not isinstance(row, VisitRow) or not isinstance(model, VisitsModel):
            return
        theme = current_theme()
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        ground = "selected" if selected else "window"
        painter.save()
        painter.translate(option.rect.topLeft())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(0, 0, _WIDTH_PX, _ROW_PX), QColor(getattr(theme.surface, ground)))
        painter.fillRect(QRectF(0, _ROW_PX - 1, _WIDTH_PX, 1), QColor(theme.line.subtle))
        _paint_snapshot(painter, model.picture(index.row()))
        _paint_words(painter, row)
        paint_strip(painter, QRectF(72, 29, _STRIP_PX, 17), row.strip, theme, ground)
        painter.restore()


def _paint_snapshot(painter: QPainter, picture: QPixmap | None) -> None:
    outline = QPainterPath()
    outline.addRoundedRect(_SNAPSHOT, 8, 8)
    painter.fillPath(outline, QColor(current_theme().surface.skeleton))
    if picture is None:
        paint_icon(painter, "user-round", QRectF(28, 23, 20, 20), "tertiary")
        return
    side = min(picture.width(), picture.height())
    part = QRectF((picture.width() - side) / 2, (picture.height() - side) / 2, side, side)
    painter.save()
    painter.setClipPath(outline)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(_SNAPSHOT, picture, part)
    painter.restore()


def _paint_words(painter: QPainter, row: VisitRow) -> None:
    theme = current_theme()
    paint_icon(painter, theme.state_icon[row.sign], QRectF(72, 11, 16, 16), row.sign)
    painter.setPen(QColor(theme.text.tertiary))
    painter.setFont(font("caption"))
    painter.drawText(QRectF(200, 10, 80, 18), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.time)
    painter.setPen(QColor(theme.text.secondary))
    _draw_elided(painter, QRectF(72, 48, _STRIP_PX, 18), row.why)
    painter.setPen(QColor(theme.text.primary))
    painter.setFont(font("ui", 600))
    _draw_elided(painter, QRectF(94, 10, 122, 18), row.title)


def _draw_elided(painter: QPainter, area: QRectF, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class VisitsPanel(QFrame):
    """Fixed in width; a passive view over ``VisitsModel``."""

    def __init__(self, speech: Speech, fetch: FetchSnapshot) -> None:
        super().__init__()
        self._speech = speech
        self.setFixedWidth(_WIDTH_PX)
        self.model = VisitsModel(speech, fetch)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_Rows(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._count = QLabel()
        self._count.setProperty("tone", "tertiary")
        self._body = QStackedLayout()
        self._body.addWidget(self.view)
        self._body.addWidget(_nobody(speech))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._heading())
        column.addLayout(self._body, stretch=1)
        column.addLayout(self._legend())
        self.show_events(())
        speech.changed.connect(self._name)
        self._name()

    def show_events(self, events: tuple[EventRecord, ...]) -> None:
        """Today's visits, newest first."""
        self.model.show_events(events)
        self._count.setText(f"{len(events)}+" if len(events) >= MAX_VISITS else str(len(events) or ""))
        self._body.setCurrentIndex(0 if events else 1)

    def paintEvent(self, event: object) -> None:  # noqa: ARG002, N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(0, 0, 1, self.height(), QColor(current_theme().line.subtle))
        painter.fillRect(0, 44, self.width(), 1, QColor(current_theme().line.subtle))
        painter.end()

    def _name(self) -> None:
        self.view.setAccessibleName(self._speech.words.say("window_visits_today"))

    def _heading(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(16, 12, 12, 13)
        line.setSpacing(8)
        line.addWidget(SpokenLabel(self._speech, "window_visits_today", "heading"))
        line.addWidget(self._count)
        line.addStretch(1)
        return line

    def _legend(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(16, 12, 16, 16)
        line.setSpacing(6)
        line.addWidget(SmallIcon("ruler"))
        legend = SpokenLabel(self._speech, "window_visits_legend", "caption", "tertiary")
        legend.setWordWrap(True)
        line.addWidget(legend, stretch=1)
        return line


def _nobody(speech: Speech) -> QWidget:
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setSpacing(8)
    column.addStretch(1)
    column.addWidget(SmallIcon("inbox", "tertiary", 28), alignment=Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(SpokenLabel(speech, "window_visits_none"), alignment=Qt.AlignmentFlag.AlignHCenter)
    more = SpokenLabel(speech, "window_visits_none_more", "caption", "secondary")
    column.addWidget(more, alignment=Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(1)
    return widget
