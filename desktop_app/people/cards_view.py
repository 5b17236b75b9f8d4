"""The cards: everybody, and a place for the next one (board.md 3, People)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.fonts import font
from desktop_app.icons import paint_icon
from desktop_app.painting.strip import COMPACT_HEIGHT_PX, paint_strip
from desktop_app.people.person_words import PersonCard
from desktop_app.people.pictures import SamplePictures, draw_elided, paint_face
from desktop_app.plain_tips import plain_tip
from desktop_app.speech import Speech
from desktop_app.theme import current_theme
from desktop_app.typed_signal import TypedSignal
from pipeline.types import PersonId

CARD_HEIGHT_PX: Final = 146
_LEAST_WIDTH_PX: Final = 240
_GAP_PX: Final = 12
_PORTRAIT_PX: Final = 64
_PADDING_PX: Final = 14
_BESIDE_PX: Final = 10
_FOCUS_RADIUS_PX: Final = 7
"""The ring lies on the card's edge, whose corners have 10."""
_Index = QModelIndex | QPersistentModelIndex


def columns_for(width_px: int) -> int:
    """At most three cards beside one another, each at least 240 wide."""
    return max(1, min(3, (width_px + _GAP_PX) // (_LEAST_WIDTH_PX + _GAP_PX)))


class CardsModel(QAbstractListModel):
    """The cards that are shown; after the last comes the empty one for whoever is enrolled next, unless searching."""

    def __init__(self, speech: Speech, pictures: SamplePictures) -> None:
        super().__init__()
        self._speech = speech
        self._pictures = pictures
        self._cards: tuple[PersonCard, ...] = ()
        self._has_place = True
        pictures.came.connect(self._repaint)

    def show_cards(self, cards: tuple[PersonCard, ...], *, has_place: bool) -> None:
        """Draw these; rows keep their place while nobody comes or goes."""
        same = [card.person_id for card in cards] == [card.person_id for card in self._cards]
        if same and has_place == self._has_place:
            self._cards = cards
            self._repaint()
            return
        self.beginResetModel()
        self._cards, self._has_place = cards, has_place
        self.endResetModel()

    @property
    def cards(self) -> tuple[PersonCard, ...]:
        """In their order, without the empty one."""
        return self._cards

    def card(self, row: int) -> PersonCard | None:
        """None for the empty one."""
        return self._cards[row] if 0 <= row < len(self._cards) else None

    def row_of(self, person_id: PersonId | None) -> int:
        """-1 when this person has no card."""
        return next((row for row, card in enumerate(self._cards) if card.person_id == person_id), -1)

    @property
    def pictures(self) -> SamplePictures:
        return self._pictures

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        return 0 if parent.isValid() else len(self._cards) + self._has_place

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        card = self.card(index.row())
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            sentence = card.sentence if card is not None else self._speech.words.say("people_enrol")
            return plain_tip(sentence) if role == Qt.ItemDataRole.ToolTipRole else sentence
        return card if role == Qt.ItemDataRole.UserRole else None

    def _repaint(self) -> None:
        self.dataChanged.emit(self.index(0), self.index(max(0, self.rowCount() - 1)))


class CardsView(QListView):
    """``opened`` (PersonId) by a click or Enter; ``enrol_asked`` from the empty card; ``erase_asked`` by Delete.

    As high as its cards: the page scrolls, not the view. Moving with the arrows opens nothing by itself where the
    panel is a drawer: see ``moved``.
    """

    opened = TypedSignal(str)
    moved = TypedSignal(str)
    enrol_asked = Signal()
    erase_asked = Signal()

    def __init__(self, speech: Speech, pictures: SamplePictures) -> None:
        super().__init__()
        self._speech = speech
        self.cards = CardsModel(speech, pictures)
        self.setModel(self.cards)
        self.setItemDelegate(_Painter(speech, self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setProperty("focusRadius", _FOCUS_RADIUS_PX)
        self.setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setStyleSheet("QListView { background: transparent; }")  # it lies on a card, or on the page
        self.clicked.connect(lambda index: self._open(index.row()))
        self.selectionModel().currentChanged.connect(self._tell_moved)
        self.cards.modelReset.connect(self._fit)

    def choose(self, person_id: PersonId | None) -> None:
        """Mark the card of this person, if there is one; nobody's otherwise."""
        row = self.cards.row_of(person_id)
        self.setCurrentIndex(self.cards.index(row) if row >= 0 else QModelIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's
        super().resizeEvent(event)
        self._fit()

    def visualRect(self, index: _Index) -> QRect:  # noqa: N802 - Qt's
        """The card without the gap after it: what is painted, and what the focus ring stands around."""
        return super().visualRect(index).adjusted(0, 0, -_GAP_PX, -_GAP_PX)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.setCurrentIndex(self.cards.index(0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._open(self.currentIndex().row())
            case Qt.Key.Key_Delete if self.cards.card(self.currentIndex().row()) is not None:
                self.erase_asked.emit()
            case _:
                super().keyPressEvent(event)

    def _open(self, row: int) -> None:
        card = self.cards.card(row)
        if card is not None:
            self.opened.emit(card.person_id)
        elif row >= 0:
            self.enrol_asked.emit()

    def _tell_moved(self, current: QModelIndex) -> None:
        card = self.cards.card(current.row())
        if card is not None:
            self.moved.emit(card.person_id)

    def _fit(self) -> None:
        """Cells that fill the width, and a height for all rows."""
        columns = columns_for(self.width() - _GAP_PX)
        width = max(1, (self.width() - 1) // columns)  # a row that fills the view to the last px wraps
        if self.gridSize() != QSize(width, CARD_HEIGHT_PX + _GAP_PX):
            self.setGridSize(QSize(width, CARD_HEIGHT_PX + _GAP_PX))
        rows = -(-self.cards.rowCount() // columns)
        self.setFixedHeight(max(1, rows) * (CARD_HEIGHT_PX + _GAP_PX))


class _Painter(QStyledItemDelegate):
    def __init__(self, speech: Speech, view: CardsView) -> None:
        super().__init__(view)
        self._speech = speech
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002, N802 - Qt's
        return self._view.gridSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        state: QStyle.StateFlag = option.state
        at = QRectF(option.rect)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = self._view.cards.card(index.row())
        if card is None:
            self._paint_place(painter, at, hovered=hovered, chosen=chosen)
        else:
            ground = "selected" if chosen else "hover" if hovered else "card"
            _paint_card(painter, at, card, ground, self._view.cards.pictures)
        painter.restore()

    def _paint_place(self, painter: QPainter, at: QRectF, *, hovered: bool, chosen: bool) -> None:
        """The dashed card for whoever is enrolled next."""
        theme, words = current_theme(), self._speech.words
        line = theme.accent.base if chosen else theme.line.control
        painter.setPen(QPen(QColor(line), 1, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(theme.surface.hover) if hovered else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(at.adjusted(0.5, 0.5, -0.5, -0.5), theme.radius["tile"], theme.radius["tile"])
        middle = at.center()
        paint_icon(painter, "user-round-plus", QRectF(round(middle.x()) - 12, round(middle.y()) - 38, 24, 24), "accent")
        painter.setPen(QColor(theme.text.tertiary))
        painter.setFont(font("caption"))
        below = QRectF(at.left(), middle.y() + 16, at.width(), 18)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words.say("people_enrol_more"))
        painter.setPen(QColor(theme.accent.text))
        painter.setFont(font("ui", 600))
        word = QRectF(at.left(), middle.y() - 8, at.width(), 20)
        painter.drawText(word, Qt.AlignmentFlag.AlignCenter, words.say("people_enrol"))


def _paint_card(painter: QPainter, at: QRectF, card: PersonCard, ground: str, pictures: SamplePictures) -> None:
    theme = current_theme()
    painter.setPen(QColor(theme.accent.base if ground == "selected" else theme.line.subtle))
    painter.setBrush(QColor(getattr(theme.surface, ground)))
    painter.drawRoundedRect(at.adjusted(0.5, 0.5, -0.5, -0.5), theme.radius["tile"], theme.radius["tile"])
    inner = at.adjusted(_PADDING_PX, _PADDING_PX, -_PADDING_PX, 0)
    portrait = QRectF(inner.left(), inner.top(), _PORTRAIT_PX, _PORTRAIT_PX)
    paint_face(painter, portrait, 12, pictures.get(card.person_id, card.portrait), dimmed=card.is_dimmed)
    left = portrait.right() + _BESIDE_PX
    for text, style, weight, ink, top, height in (
        (card.figures, "caption", None, theme.text.tertiary, 42, 18),
        (card.seen, "caption", None, theme.text.secondary, 25, 18),
        (card.name, "heading", 600, theme.text.primary, 2, 24),
    ):
        painter.setPen(QColor(ink))
        painter.setFont(font(style, weight))
        draw_elided(painter, QRectF(left, inner.top() + top, inner.right() + 4 - left, height), text)
    strip = QRectF(inner.left(), inner.top() + 76, inner.width(), COMPACT_HEIGHT_PX)
    paint_strip(painter, strip, card.strip, theme, ground)
    remark = QRectF(inner.left(), inner.top() + 99, inner.width(), 18)
    paint_icon(painter, card.remark.icon, QRectF(remark.left(), remark.top() + 2, 14, 14), card.remark.tone)
    painter.setPen(QColor(theme.ink(card.remark.tone)))
    painter.setFont(font("caption"))
    draw_elided(painter, remark.adjusted(19, 0, 0, 0), card.remark.text)
