"""All samples of a report on one strip: own discs, others' diamonds, a look-alike's filled (board enrol-report).

The scale is that of the distance strip: left is alike, the gate stands at 66 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPolygonF

from desktop_app.enrolment.report_model import Chart, MarkSort, SampleMark
from desktop_app.fonts import figure_font, font
from desktop_app.painting.marks import Ground, faded, ground_of, paint_gate, pen
from desktop_app.painting.strip_model import GATE_SHARE, Sign, position_px
from desktop_app.tokens import Theme

CHART_HEIGHT_PX: Final = 136
_TRACK = (74.0, 10.0)
_ROW_PX: Final = 12.0
_LOWEST: Final = 64.0
_AXIS: Final = 126.0
_RADIUS: Final = 4.5


@dataclass(frozen=True, slots=True)
class ChartWords:
    """The texts of a chart in the reader's language; empty ones are left out."""

    threshold: str
    own: str
    others: str
    look_alike: str
    unit: str
    spare: str


def paint_chart(painter: QPainter, rect: QRectF, chart: Chart, words: ChartWords, theme: Theme) -> None:
    """Paint into ``rect``, ``CHART_HEIGHT_PX`` high, on a card."""
    painter.save()
    painter.translate(rect.topLeft())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    on, width = ground_of(theme.name, "card"), rect.width()
    gate_x = round(GATE_SHARE * width)
    _paint_track(painter, width, gate_x, on)
    for mark in sorted(chart.marks, key=lambda each: each.sort is MarkSort.LOOK_ALIKE):
        _paint_mark(painter, mark, position_px(mark.distance, chart.threshold, width, 6), on)
    if chart.spare is not None and chart.farthest_own is not None:
        _paint_spare(painter, position_px(chart.farthest_own, chart.threshold, width, 6), gate_x, words.spare, on)
    paint_gate(painter, gate_x, on, top=18, bottom=98, eave=18)
    _paint_names(painter, width, chart, words, on)
    _paint_axis(painter, width, chart, words, on)
    painter.restore()


def _paint_track(painter: QPainter, width: float, gate_x: float, on: Ground) -> None:
    top, height = _TRACK
    painter.setPen(Qt.PenStyle.NoPen)
    for left, right, colour in ((0.0, gate_x, on.track), (gate_x, width, faded(on.track, 0.42))):
        painter.setClipRect(QRectF(left, top - 1, right - left, height + 2))
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(0, top, width, height), height / 2, height / 2)
    painter.setClipping(False)


def _paint_mark(painter: QPainter, mark: SampleMark, x: float, on: Ground) -> None:
    y = _LOWEST - mark.row * _ROW_PX
    if mark.sort is MarkSort.OWN:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(on.mark(Sign.RECOGNISED), 0.9))
        painter.drawEllipse(QPointF(x, y), _RADIUS, _RADIUS)
        return
    filled = mark.sort is MarkSort.LOOK_ALIKE
    painter.setPen(Qt.PenStyle.NoPen if filled else pen(on.ink_secondary, 1.7))
    painter.setBrush(on.mark(Sign.UNCERTAIN) if filled else Qt.BrushStyle.NoBrush)
    painter.drawPolygon(QPolygonF([QPointF(x, y - 5), QPointF(x + 5, y), QPointF(x, y + 5), QPointF(x - 5, y)]))


def _paint_spare(painter: QPainter, farthest: float, gate_x: float, text: str, on: Ground) -> None:
    """The room between the farthest own sample and the gate, where there is room to write it."""
    left, right, y = farthest + 8, gate_x - 8, 90.0
    face = font("micro", 600)
    if right - left < 8:
        return
    painter.setPen(pen(on.mark(Sign.RECOGNISED), 1.3))
    for start, end in (((left, y), (right, y)), ((left, y - 3), (left, y + 3)), ((right, y - 3), (right, y + 3))):
        painter.drawLine(QPointF(*start), QPointF(*end))
    if QFontMetricsF(face).horizontalAdvance(text) < right - left - 4:
        _write(painter, (left + right) / 2, 104, text, face, on.mark(Sign.RECOGNISED))
    else:
        wide = QFontMetricsF(face).horizontalAdvance(text)
        _write(painter, left - wide / 2 - 6, 104, text, face, on.mark(Sign.RECOGNISED))


def _paint_names(painter: QPainter, width: float, chart: Chart, words: ChartWords, on: Ground) -> None:
    face = font("ui", 600)
    for sort, text, colour, base in (
        (MarkSort.OWN, words.own, on.mark(Sign.RECOGNISED), 22.0),
        (MarkSort.OTHER, words.others, on.ink_secondary, 22.0),
        (MarkSort.LOOK_ALIKE, words.look_alike, on.mark(Sign.UNCERTAIN), 38.0 if chart.has_others else 22.0),
    ):
        places = [position_px(m.distance, chart.threshold, width, 6) for m in chart.marks if m.sort is sort]
        if not places or not text:
            continue
        half = QFontMetricsF(face).horizontalAdvance(text) / 2
        middle = min(max(sum(places) / len(places), half), width - half)
        gate_x = GATE_SHARE * width
        if sort is MarkSort.OWN:
            middle = max(half, min(middle, gate_x - 14 - half))
        elif middle - half < gate_x + 16:
            middle = min(gate_x + 16 + half, width - half)
        _write(painter, middle, base, text, face, colour)


def _paint_axis(painter: QPainter, width: float, chart: Chart, words: ChartWords, on: Ground) -> None:
    face, gate_x = figure_font("micro", 400), GATE_SHARE * width
    painter.setFont(face)
    painter.setPen(on.ink_tertiary)
    painter.drawText(QPointF(0, _AXIS), "0")
    step = _step(chart.threshold)
    unit_left = width - QFontMetricsF(face).horizontalAdvance(words.unit)
    value = step
    while (x := position_px(value, chart.threshold, width)) < unit_left - 24:
        if abs(x - gate_x) > 76:
            _write(painter, x, _AXIS, f"{value:.1f}" if step >= 0.1 else f"{value:.2f}", face, on.ink_tertiary)
        value += step
    painter.setFont(face)
    painter.drawText(QPointF(unit_left, _AXIS), words.unit)
    _write(painter, gate_x, _AXIS, words.threshold, figure_font("caption", 600), on.ink)


def _step(threshold: float) -> float:
    """Three or four numbers on the axis."""
    wanted = threshold / GATE_SHARE / 4.2
    return next((step for step in (0.05, 0.1, 0.2, 0.4, 0.5, 1.0, 2.0, 5.0) if step >= wanted), 10.0)


def _write(painter: QPainter, middle: float, base: float, text: str, face: QFont, colour: QColor) -> None:  # noqa: PLR0917 - a text at a place
    painter.setFont(face)
    painter.setPen(colour)
    painter.drawText(QPointF(middle - QFontMetricsF(face).horizontalAdvance(text) / 2, base), text)
