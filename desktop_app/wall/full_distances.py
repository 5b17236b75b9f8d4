"""Distance to everybody: a row a person, nearest first, and one gate through all rows (board.md 3, sheet-strip)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.fonts import figure_font, font
from desktop_app.painting.marks import DiscForm, Ground, faded, ground_of, paint_diamond, paint_disc, pen
from desktop_app.painting.strip_model import GATE_SHARE, Mark, Sign, position_px
from desktop_app.speech import Speech, SpokenLabel
from desktop_app.theme import current_theme
from desktop_app.wall.full_decision import label
from desktop_app.wall.full_model import Distances, FullFace
from desktop_app.wall.full_words import distances_heard, distances_text, nobody_compared_text

ROW_PX: Final = 34
FEW: Final = 5
"""More rows than these stand behind "show all", so that the crops of the visit stay in sight."""
_NAME_SHARE: Final = 0.3
_VALUE_PX: Final = 46.0


class DistanceRows(QWidget):
    """Paints the rows; knows no words but the names."""

    def __init__(self) -> None:
        super().__init__()
        self._people: tuple[Mark, ...] = ()
        self._threshold = 1.0
        self._sign: Sign | None = None
        self._unnamed = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_people(self, people: tuple[Mark, ...], threshold: float, sign: Sign | None, unnamed: str) -> None:
        """``sign`` colours the nearest; ``unnamed`` stands for somebody whose name is gone."""
        self._people, self._threshold, self._sign, self._unnamed = people, threshold, sign, unnamed
        self.setFixedHeight(ROW_PX * max(1, len(people)))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(324, ROW_PX * max(1, len(self._people)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = ground_of(current_theme().name, "card")
        left = round(self.width() * _NAME_SHARE) + 10
        bar = QRectF(left, 0, self.width() - left - _VALUE_PX, self.height())
        for index, person in enumerate(self._people):
            row = QRectF(0, index * ROW_PX, self.width(), ROW_PX)
            self._paint_words(painter, row, person, bar.left() - 10, is_nearest=index == 0)
            self._paint_bar(painter, row, person, bar, on, is_nearest=index == 0)
        if self._people:
            _paint_gate(painter, round(bar.left() + GATE_SHARE * bar.width()), self.height(), on)
        for index, person in enumerate(self._people):
            self._paint_mark(painter, index, person, bar, on)
        painter.end()

    def _paint_words(self, painter: QPainter, row: QRectF, person: Mark, room_px: float, *, is_nearest: bool) -> None:
        theme, weight = current_theme(), 600 if is_nearest else 400
        middle = Qt.AlignmentFlag.AlignVCenter
        face = font("ui", weight)
        name = QFontMetricsF(face).elidedText(person.name or self._unnamed, Qt.TextElideMode.ElideRight, room_px)
        painter.setFont(face)
        painter.setPen(QColor(theme.text.primary if is_nearest else theme.text.secondary))
        painter.drawText(row, Qt.AlignmentFlag.AlignLeft | middle, name)
        painter.setFont(figure_font("ui", weight))
        if is_nearest and self._sign is not None:
            painter.setPen(QColor(theme.state[self._sign].mark))
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | middle, f"{person.distance:.2f}")

    def _paint_bar(
        self, painter: QPainter, row: QRectF, person: Mark, bar: QRectF, on: Ground, *, is_nearest: bool
    ) -> None:
        middle = row.center().y()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(on.track, 1.0 if is_nearest else 0.7))
        painter.drawRoundedRect(QRectF(bar.left(), middle - 1.5, bar.width(), 3), 1.5, 1.5)
        x = position_px(person.distance, self._threshold, bar.width(), 5)
        colour = on.mark(self._sign) if is_nearest and self._sign is not None else faded(on.ink_tertiary, 0.55)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(bar.left(), middle - 3, x, 6), 3, 3)

    def _paint_mark(self, painter: QPainter, index: int, person: Mark, bar: QRectF, on: Ground) -> None:
        x = bar.left() + position_px(person.distance, self._threshold, bar.width(), 5)
        centre = QPointF(x, index * ROW_PX + ROW_PX / 2)
        if index:
            paint_diamond(painter, centre, 4, on)
        else:
            colour = on.mark(self._sign) if self._sign is not None else on.ink_secondary
            form = DiscForm.RING if self._sign is Sign.UNCERTAIN else DiscForm.SOLID
            paint_disc(painter, centre, 5.5, colour, on, form=form)


def _paint_gate(painter: QPainter, x: float, height: float, on: Ground) -> None:
    """One post through all rows, its eave above the first."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen(on.halo, 5))
    painter.drawLine(QPointF(x, 0), QPointF(x, height))
    painter.setPen(pen(on.ink, 2))
    painter.drawLine(QPointF(x, 3), QPointF(x, height - 3))
    roof = QPainterPath(QPointF(x - 6, 4.2))
    roof.quadTo(QPointF(x, 1.2), QPointF(x + 6, 4.2))
    painter.setPen(pen(on.ink, 2.2, cap=Qt.PenCapStyle.RoundCap))
    painter.drawPath(roof)


class DistancesCard(QFrame):
    """A passive view of the distances of a ``FullFace``."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self._speech = speech
        self._face: FullFace | None = None
        self._shows_all = False
        self._unit = SpokenLabel(speech, role="caption", tone="tertiary")
        self.rows = DistanceRows()
        self.note = label("caption", "tertiary")
        self.note.setWordWrap(True)
        self.more = QPushButton()
        self.more.setProperty("kind", "quiet")
        self.more.setProperty("extent", "small")
        self.more.setAccessibleName(speech.words.say("full_everybody"))  # until there is somebody to show
        self.more.clicked.connect(self._show_more)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 10)
        column.setSpacing(4)
        heading = QHBoxLayout()
        heading.addWidget(SpokenLabel(speech, "full_everybody", role="heading"))
        heading.addStretch(1)
        heading.addWidget(self._unit)
        column.addLayout(heading)
        column.addWidget(self.rows)
        column.addWidget(self.more, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.note)

    def show_face(self, face: FullFace) -> None:
        """Show whom the face was compared with."""
        self._face = face
        distances, words = face.distances, self._speech.words
        self.rows.setVisible(distances is not None)
        self.more.setVisible(distances is not None and len(distances.people) > FEW)
        if distances is None:
            self._unit.say("")
            self.note.setText(nobody_compared_text(face, words))
            return
        self._unit.say("full_smaller", unit=distances.unit)
        self.note.setText(distances_text(distances, words))
        people = distances.people if self._shows_all else distances.people[:FEW]
        self.rows.show_people(people, distances.threshold, _sign(face, distances), words.say("tile_name_unknown"))
        self.rows.setAccessibleName(words.say("full_everybody"))
        self.rows.setAccessibleDescription(distances_heard(distances, words))
        word = (
            words.say("full_show_fewer") if self._shows_all else words.say("full_show_all", count=len(distances.people))
        )
        self.more.setText(word)
        self.more.setAccessibleName(word)

    def _show_more(self) -> None:
        self._shows_all = not self._shows_all
        if self._face is not None:
            self.show_face(self._face)


def _sign(face: FullFace, distances: Distances) -> Sign | None:
    """The colour of the nearest: the decision's, or while gathering the side of the gate on which they stand."""
    if face.sign in {None, Sign.POOR_VIEW}:
        return Sign.RECOGNISED if distances.people[0].distance <= distances.threshold else Sign.UNKNOWN
    return face.sign
