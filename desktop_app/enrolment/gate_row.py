"""The six gates under the ring: icon, word, value (board enrol)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.enrolment.faces_model import GateLine
from desktop_app.enrolment.words import GATE_CODES, gate_heard, gate_value
from desktop_app.fonts import figure_font, font
from desktop_app.icons import paint_icon
from desktop_app.theme import current_theme
from resources.catalogue import Catalogue

_LINE_PX: Final = 24
_GAP_PX: Final = 22.0
_ICON_PX: Final = 16.0
_INNER_PX: Final = 6.0


class GateRow(QWidget):
    """On one line, or on two where there is no room."""

    def __init__(self, words: Catalogue) -> None:
        super().__init__()
        self._words = words
        self._lines: tuple[GateLine, ...] = ()
        self.setFixedHeight(_LINE_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_gates(self, lines: tuple[GateLine, ...], words: Catalogue) -> None:
        if lines != self._lines or words is not self._words:
            self._lines, self._words = lines, words
            self.setAccessibleName(". ".join(gate_heard(line, words) for line in lines))
            self._make_room()
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(560, self.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's
        return QSize(240, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's
        super().resizeEvent(event)
        self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        painter = QPainter(self)
        for number, row in enumerate(self._rows()):
            x = round((self.width() - self._width(row)) / 2)
            for line in row:
                self._paint_gate(painter, line, x, number * _LINE_PX)
                x += round(self._gate_width(line) + _GAP_PX)
        painter.end()

    def _paint_gate(self, painter: QPainter, line: GateLine, x: float, top: float) -> None:
        theme = current_theme()
        icon, role = ("circle-check", "recognised") if line.passed else ("circle-dashed", "poor_view")
        paint_icon(painter, icon, QRectF(x, top + 4, _ICON_PX, _ICON_PX), role)
        x += _ICON_PX + _INNER_PX
        for text, face, colour in (
            (self._words.say(GATE_CODES[line.gate]), font("caption"), theme.text.secondary),
            (gate_value(line, self._words), figure_font("caption", 600), theme.text.primary),
        ):
            wide = QFontMetricsF(face).horizontalAdvance(text)
            painter.setFont(face)
            painter.setPen(QColor(colour))
            painter.drawText(QRectF(x, top, wide + 2, _LINE_PX), Qt.AlignmentFlag.AlignVCenter, text)
            x += wide + _INNER_PX

    def _gate_width(self, line: GateLine) -> float:
        word = QFontMetricsF(font("caption")).horizontalAdvance(self._words.say(GATE_CODES[line.gate]))
        value = QFontMetricsF(figure_font("caption", 600)).horizontalAdvance(gate_value(line, self._words))
        return _ICON_PX + 2 * _INNER_PX + word + value

    def _width(self, row: tuple[GateLine, ...]) -> float:
        return sum(map(self._gate_width, row)) + _GAP_PX * max(0, len(row) - 1)

    def _rows(self) -> tuple[tuple[GateLine, ...], ...]:
        if self._width(self._lines) <= self.width() or len(self._lines) < 2:
            return (self._lines,)
        half = (len(self._lines) + 1) // 2
        return self._lines[:half], self._lines[half:]

    def _make_room(self) -> None:
        self.setFixedHeight(_LINE_PX * len(self._rows()))
