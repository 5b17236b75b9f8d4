"""The texts of the full strip: none under the eave, none outside, none over another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from desktop_app.fonts import figure_font, font
from desktop_app.painting.marks import Ground, pen
from desktop_app.painting.strip_model import GATE_SHARE, Mark, Sign, StripForm, StripLabels, StripModel, position_px

_MIDDLE: Final = 38.0
_SECOND: Final = 66.0
_LABEL_BASE: Final = _MIDDLE - 13
_POST_KEEPOUT: Final = 13.0
_GAP: Final = 6.0
_TICK_STEP_CHOICES: Final = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)


@dataclass(frozen=True)
class _Span:
    left: float
    right: float

    def hits(self, other: _Span, gap: float = _GAP) -> bool:
        return self.left < other.right + gap and other.left < self.right + gap


def paint_labels(painter: QPainter, width: float, model: StripModel, on: Ground) -> None:
    """Names and values above, axis and threshold below."""
    labels = model.labels or StripLabels()
    axis_base = 98.0 if model.second else 80.0
    if model.threshold and model.form is not StripForm.NOBODY and model.second is None:
        _paint_axis(painter, width, model, on)
    _paint_threshold(painter, width, axis_base, labels.threshold, on)
    if model.form is StripForm.NOBODY:
        _text(painter, (0, _LABEL_BASE - 4), labels.nearest, font("ui"), on.ink_secondary)
    taken = _paint_nearest(painter, width, model, labels, on)
    _paint_runner_up(painter, width, model, taken, on)
    if taken is not None:
        _paint_margin(painter, width, model, taken, on)
    if model.second is not None:
        _paint_second(painter, width, model, taken, on)


def paint_gauge_labels(painter: QPainter, width: float, model: StripModel, on: Ground) -> None:
    """What is missing, and by how much, above a gauge whose line runs at 8.5 px."""
    labels = model.labels or StripLabels()
    face = figure_font("ui", 600)
    left = width - _wide(face, labels.gauge)
    name = QFontMetricsF(font("ui")).elidedText(labels.nearest, Qt.TextElideMode.ElideRight, max(0.0, left - 12))
    _text(painter, (0, -8), name, font("ui"), on.ink)
    _text(painter, (left, -8), labels.gauge, face, on.mark(Sign.POOR_VIEW))


def _text(painter: QPainter, at: tuple[float, float], text: str, face: QFont, colour: QColor) -> None:
    painter.setFont(face)
    painter.setPen(colour)
    painter.drawText(QPointF(*at), text)


def _wide(face: QFont, text: str) -> float:
    return QFontMetricsF(face).horizontalAdvance(text)


def _paint_axis(painter: QPainter, width: float, model: StripModel, on: Ground) -> None:
    threshold, face = model.threshold or 1.0, figure_font("micro", 400)
    gate_x, top = GATE_SHARE * width, _MIDDLE + 10
    step = _tick_step(threshold, width)
    unit_left = width - _wide(figure_font("micro", 600), model.unit) - 18
    decimals = 2 if step < 0.1 else 1
    value = 0.0
    while (x := position_px(value, threshold, width)) < width - 3:
        if abs(x - gate_x) > 4:
            painter.setPen(pen(on.ink_tertiary, 1, alpha=0.6))
            painter.drawLine(QPointF(max(x, 0.5), top), QPointF(max(x, 0.5), top + 4))
        text = f"{value:.{decimals}f}" if value else "0"
        half = _wide(face, text) / 2
        if x + half < unit_left and abs(x - gate_x) > 46 + half:
            _text(painter, (max(x - half, 0 if value else 3), 80), text, face, on.ink_tertiary)
        value += step
    unit_face = figure_font("micro", 600)
    _text(painter, (width - _wide(unit_face, model.unit), 80), model.unit, unit_face, on.ink_secondary)


def _tick_step(threshold: float, width: float) -> float:
    """The smallest round step whose numbers stand at least 56 px apart."""
    for step in _TICK_STEP_CHOICES:
        if GATE_SHARE * width * step / threshold >= 56:
            return step
    return threshold


def _paint_threshold(painter: QPainter, width: float, base: float, text: str, on: Ground) -> None:
    face = figure_font("caption", 600)
    left = round(GATE_SHARE * width) - _wide(face, text) / 2
    _text(painter, (max(0.0, min(left, width - _wide(face, text))), base), text, face, on.ink)


def _paint_nearest(painter: QPainter, width: float, model: StripModel, labels: StripLabels, on: Ground) -> _Span | None:
    """Left of the gate the label ends at its disc, right of it it starts there."""
    if model.nearest is None or not model.threshold or model.form is StripForm.NOBODY:
        return None
    name_face, value_face = font("ui", 600), figure_font("heading", 700)
    if model.form is StripForm.PROVISIONAL:
        name_face = font("ui", 400)
    value = f"{model.nearest.distance:.2f}"
    value_width = _wide(value_face, value)
    gate_x = round(GATE_SHARE * width)
    x = position_px(model.nearest.distance, model.threshold, width, 8)
    room = (gate_x if x <= gate_x else width - gate_x) - _POST_KEEPOUT - value_width - _GAP
    name = QFontMetricsF(name_face).elidedText(labels.nearest, Qt.TextElideMode.ElideRight, max(0.0, room))
    name_width = _wide(name_face, name)
    whole = name_width + _GAP + value_width
    if x <= gate_x:
        left = max(0.0, min(x + 7, gate_x - _POST_KEEPOUT) - whole)
    else:
        left = min(max(x - 7, gate_x + _POST_KEEPOUT), width - whole)
    _text(painter, (left, _LABEL_BASE), name, name_face, on.ink)
    _text(painter, (left + name_width + _GAP, _LABEL_BASE), value, value_face, on.mark(model.sign))
    return _Span(left, left + whole)


def _paint_runner_up(painter: QPainter, width: float, model: StripModel, taken: _Span | None, on: Ground) -> None:
    """Left out where it would not fit: the diamond stays."""
    runner: Mark | None = model.runner_up
    if runner is None or not runner.name or not model.threshold or model.form is not StripForm.PLAIN:
        return
    name_face, value_face = font("caption", 400), figure_font("caption", 400)
    value = f"{runner.distance:.2f}"
    name_width = _wide(name_face, runner.name)
    whole = name_width + 5 + _wide(value_face, value)
    x = position_px(runner.distance, model.threshold, width, 8)
    left = min(x + 11, width - whole)
    span = _Span(left, left + whole)
    gate_x = GATE_SHARE * width
    if (taken and span.hits(taken)) or span.hits(_Span(gate_x - _POST_KEEPOUT, gate_x + _POST_KEEPOUT), 0):
        return
    _text(painter, (left, _LABEL_BASE), runner.name, name_face, on.ink_secondary)
    _text(painter, (left + name_width + 5, _LABEL_BASE), value, value_face, on.ink_secondary)


def _paint_margin(painter: QPainter, width: float, model: StripModel, taken: _Span, on: Ground) -> None:
    """The bracket from disc to gate, with how far inside the nearest stands."""
    labels = model.labels or StripLabels()
    if not labels.margin or model.nearest is None or not model.threshold or model.sign is not Sign.RECOGNISED:
        return
    gate_x = round(GATE_SHARE * width)
    left = max(position_px(model.nearest.distance, model.threshold, width, 8) + 12, taken.right + 8)
    right = gate_x - 10.0
    face = figure_font("micro", 600)
    if right - left < _wide(face, labels.margin) + 2:
        return
    base, colour = _MIDDLE - 10, on.mark(model.sign)
    painter.setPen(pen(colour, 1.3))
    painter.drawLine(QPointF(left, base), QPointF(right, base))
    for x in (left, right):
        painter.drawLine(QPointF(x, base - 3), QPointF(x, base + 3))
    _text(painter, ((left + right - _wide(face, labels.margin)) / 2, base - 6), labels.margin, face, colour)


def _paint_second(painter: QPainter, width: float, model: StripModel, taken: _Span | None, on: Ground) -> None:
    lane, labels = model.second, model.labels or StripLabels()
    if lane is None:
        return
    small, note_face, value_face = font("micro", 400), font("caption", 400), figure_font("ui", 700)
    if taken is None or not _Span(0, _wide(small, labels.first_lane)).hits(taken):
        _text(painter, (0, _LABEL_BASE), labels.first_lane, small, on.ink_secondary)
    _text(painter, (0, _SECOND + 20), labels.second_lane, small, on.ink_secondary)
    value = f"{lane.distance:.2f}"
    left = width - _wide(value_face, value)
    _text(painter, (left, _SECOND + 20), value, value_face, on.mark(lane.sign))
    left -= 5 + _wide(note_face, labels.second_note)
    _text(painter, (left, _SECOND + 20), labels.second_note, note_face, on.ink_secondary)
