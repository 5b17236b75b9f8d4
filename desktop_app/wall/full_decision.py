"""The first card of the full view: who it is, the whole strip, and why; and what stands there for nobody."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_app.fonts import font
from desktop_app.icons import icon, paint_icon
from desktop_app.painting.strip_widget import StripWidget
from desktop_app.plain_tips import plain_tip
from desktop_app.speech import Speech
from desktop_app.theme import current_theme
from desktop_app.typed_signal import TypedSignal
from desktop_app.wall.full_model import FullModel
from desktop_app.wall.full_words import (
    EmptyText,
    Line,
    chip_of_face,
    empty_text,
    lines_of,
    number_text,
    title_of,
    visit_text,
)
from desktop_app.wall.tile_frame import HEADER_PX, paint_chip
from desktop_app.wall.tile_words import Chip

_LINES = 3
_CHIP_PX = 22
_MARGIN_PX = 16
_HEADING_GAP_PX = 6


class StateChip(QWidget):
    """Icon and word of a state, painted."""

    def __init__(self) -> None:
        super().__init__()
        self._chip: Chip | None = None
        self.setFixedHeight(_CHIP_PX)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_chip(self, chip: Chip) -> None:
        if chip != self._chip:
            self._chip = chip
            self.setAccessibleName(chip.word)
            face = font("caption", 600 if chip.sign else 500)
            self.setFixedWidth(round(35 + QFontMetricsF(face).horizontalAdvance(chip.word)) + 1)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        if self._chip is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(0, (_CHIP_PX - HEADER_PX) / 2, self.width(), HEADER_PX)
        paint_chip(painter, self.width(), whole, self._chip, current_theme())
        painter.end()


class RoleIcon(QWidget):
    """A small icon whose name and colour change."""

    def __init__(self, side_px: int = 14) -> None:
        super().__init__()
        self._shown = ("info", "tertiary")
        self._side_px = side_px
        self.setFixedSize(QSize(side_px, side_px + 3))

    def show_icon(self, name: str, role: str) -> None:
        if (name, role) != self._shown:
            self._shown = (name, role)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        painter = QPainter(self)
        paint_icon(painter, self._shown[0], QRectF(0, 2, self._side_px, self._side_px), self._shown[1])
        painter.end()


class _SmallLine(QWidget):
    """An icon and a sentence that may take several lines."""

    def __init__(self) -> None:
        super().__init__()
        self.label = QLabel()
        self.label.setProperty("role", "caption")
        self.label.setProperty("tone", "secondary")
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self._icon = RoleIcon()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.label, stretch=1)

    def show_line(self, line: Line | None) -> None:
        self.setVisible(line is not None)
        if line is not None:
            self._icon.show_icon(line.icon, line.role)
            self.label.setText(line.text)


def card() -> QFrame:
    """An empty card of the panel."""
    made = QFrame()
    made.setProperty("surface", "card")
    return made


def label(role: str, tone: str = "") -> QLabel:
    """A line of text whose words change."""
    made = QLabel()
    made.setProperty("role", role)
    made.setProperty("tone", tone)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


class DecisionCard(QFrame):
    """A passive view of the face of a ``FullModel``; ``stepped`` -1 or 1: tell of another face in view."""

    stepped = TypedSignal(int)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self._speech = speech
        self._title = ""
        self._visits = ("", "")
        self.title = label("heading")
        self.chip = StateChip()
        self.visit = label("caption", "tertiary")
        self.visit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for shrinking in (self.title, self.visit):
            shrinking.setMinimumWidth(1)
        self.strip = StripWidget(speech.words, full=True)
        self.lines = tuple(_SmallLine() for _ in range(_LINES))
        self.number = label("caption", "tertiary")
        self.before, self.next = (
            self._step_button(name, by) for name, by in (("chevron-left", -1), ("chevron-right", 1))
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN_PX, 12, _MARGIN_PX, 12)
        column.setSpacing(4)
        self._faces = self._which_face()
        column.addWidget(self._faces)
        column.addLayout(self._heading())
        column.addSpacing(4)
        column.addWidget(self.strip)
        for line in self.lines:
            column.addWidget(line)

    def show_model(self, model: FullModel) -> None:
        """Show the face; ``model.face`` must be there."""
        face, words = model.face, self._speech.words
        if face is None:
            return
        several = face.count > 1
        visit = visit_text(face, words)
        self.number.setText(" · ".join(text for text in (number_text(face, words), visit) if text) if several else "")
        self.chip.show_chip(chip_of_face(model, face, words))
        self._visits = ("", "") if several else (visit, visit_text(face, words, short=True))
        self._faces.setVisible(several)
        self._title = title_of(face, words)
        self._fit_title()
        self.strip.set_words(words)
        self.strip.show_model(face.strip)
        lines = lines_of(face, words)
        for index, line in enumerate(self.lines):
            line.show_line(lines[index] if index < len(lines) else None)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit_title()

    def _fit_title(self) -> None:
        """Chip and name come first: what is said of the visit is shortened, then the name."""
        metrics, room = self.title.fontMetrics(), 0
        for visit in self._visits:
            self.visit.setText(visit)
            taken = self.chip.width() + self.visit.sizeHint().width() + 2 * _MARGIN_PX + 2 * _HEADING_GAP_PX
            room = max(60, self.width() - taken)
            if metrics.horizontalAdvance(self._title) <= room:
                break
        self.title.setText(metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, room))
        self.title.setToolTip(plain_tip(self._title))
        self.title.setVisible(bool(self._title))

    def _step_button(self, icon_name: str, by: int) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(icon_name, "secondary"))
        button.clicked.connect(lambda: self.stepped.emit(by))
        return button

    def _which_face(self) -> QWidget:
        """Of several faces in view: which one this is, and the way to the others."""
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        line.addWidget(self.number)
        line.addStretch(1)
        line.addWidget(self.before)
        line.addWidget(self.next)
        self._speech.changed.connect(self._name_steps)
        self._name_steps()
        return row

    def _name_steps(self) -> None:
        for button, code, key in ((self.before, "full_face_before", "←"), (self.next, "full_face_next", "→")):
            word = self._speech.words.say(code)
            button.setAccessibleName(word)
            button.setToolTip(f"{word}  {key}")

    def _heading(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(_HEADING_GAP_PX)
        line.addWidget(self.title)
        line.addWidget(self.chip)
        line.addWidget(self.visit, stretch=1)
        return line


class EmptyCard(QFrame):
    """In place of the cards while there is nobody to tell about."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self._speech = speech
        self._icon = RoleIcon(28)
        self.title = label("ui")
        self.more = label("caption", "secondary")
        self.more.setWordWrap(True)
        self.more.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 32, 24, 32)
        column.setSpacing(8)
        column.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.title, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.more)

    def show_model(self, model: FullModel) -> None:
        """Say why nobody is told about."""
        text: EmptyText = empty_text(model, self._speech.words)
        self._icon.show_icon(text.icon, "tertiary")
        self.title.setText(text.title)
        self.more.setText(text.more)
