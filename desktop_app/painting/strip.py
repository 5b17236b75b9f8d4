"""The distance strip: one pure function for widgets, tiles, delegates and reports (board.md 4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from desktop_app.painting.marks import (
    DiscForm,
    Ground,
    faded,
    ground_of,
    paint_diamond,
    paint_disc,
    paint_gate,
    paint_hatch,
    pen,
)
from desktop_app.painting.strip_labels import paint_gauge_labels, paint_labels
from desktop_app.painting.strip_model import GATE_SHARE, Gauge, Mark, Sign, StripForm, StripModel, position_px
from desktop_app.tokens import Theme

COMPACT_HEIGHT_PX: Final = 17
FULL_HEIGHT_PX: Final = 88
FULL_TWO_LANES_HEIGHT_PX: Final = 106
BAR_HEIGHT_PX: Final = 4

_FAR_SIDE_ALPHA: Final = 0.42
_PROVISIONAL_ALPHA: Final = 0.55


def paint_strip(painter: QPainter, rect: QRectF, model: StripModel, theme: Theme, ground: str) -> None:
    """Paint ``model`` at the top left of ``rect``, as wide as it.

    The height chooses the form: full from 60 px, compact from 12 px (17 px are used), below that the bare bar of a very
    small tile. ``ground`` names what it lies on: a surface of the tokens or "picture".
    """
    painter.save()
    painter.translate(rect.topLeft())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    on = ground_of(theme.name, ground)
    if rect.height() >= 60:
        _paint_full(painter, rect.width(), model, on)
    elif rect.height() >= 12:
        _paint_compact(painter, rect.width(), model, on)
    else:
        _paint_bar(painter, rect.width(), rect.height(), model, on)
    painter.restore()


def _paint_compact(painter: QPainter, width: float, model: StripModel, on: Ground) -> None:
    middle, gate_x = 8.5, round(GATE_SHARE * width)
    if model.gauge is not None or model.form is StripForm.GAUGE:
        _paint_gauge(painter, width, model.gauge, on)
        return
    _paint_lane(painter, QRectF(0, middle - 3, width, 6), model, on)
    place = _Place(width, middle, disc=5.0, diamond=4.0, inset=7.0)
    _paint_markers(painter, model, on, place, lambda: paint_gate(painter, gate_x, on, top=1.5, bottom=16, eave=11))


@dataclass(frozen=True)
class _Place:
    """Where the markers stand: the line's middle and the radii, all px."""

    width: float
    middle: float
    disc: float
    diamond: float
    inset: float


def _paint_markers(painter: QPainter, model: StripModel, on: Ground, place: _Place, gate: Callable[[], None]) -> None:
    """Runner-up, gate, nearest; an uncertain runner-up comes last, as it may lie under the nearest."""
    if model.sign is not Sign.UNCERTAIN:
        _paint_runner_up(painter, model, on, place)
    gate()
    if model.nearest is not None and model.threshold and model.form is not StripForm.NOBODY:
        x = position_px(model.nearest.distance, model.threshold, place.width, place.inset)
        paint_disc(painter, QPointF(x, place.middle), place.disc, on.mark(model.sign), on, form=_disc_form(model))
    if model.sign is Sign.UNCERTAIN:
        _paint_runner_up(painter, model, on, place)


def _paint_runner_up(painter: QPainter, model: StripModel, on: Ground, place: _Place) -> None:
    if model.runner_up is None or not model.threshold or model.form in {StripForm.NOBODY, StripForm.STALE}:
        return
    x = position_px(model.runner_up.distance, model.threshold, place.width, place.inset)
    paint_diamond(painter, QPointF(x, place.middle), place.diamond, on)


def _disc_form(model: StripModel) -> DiscForm:
    if model.form is StripForm.PROVISIONAL:
        return DiscForm.GHOST
    if model.form is StripForm.STALE or model.sign is Sign.UNCERTAIN:
        return DiscForm.RING
    return DiscForm.BARRED if model.sign is Sign.ATTACK else DiscForm.SOLID


def _paint_lane(painter: QPainter, lane: QRectF, model: StripModel, on: Ground) -> None:
    """Track, fill, what lies beyond the gate, whisker and band."""
    if model.form is StripForm.NOBODY or not model.threshold:
        _paint_outline(painter, lane, pen(on.ink_secondary, 1.5, dashes_px=(3, 4), alpha=0.55))
        return
    x = _lane_x(model, lane)
    if model.form is StripForm.STALE:
        _paint_outline(painter, lane, pen(on.mark(Sign.STALE), 1.5))
        if x is not None:
            painter.drawLine(QPointF(lane.left() + lane.height() / 2, lane.center().y()), QPointF(x, lane.center().y()))
        return
    _paint_track(painter, lane, on)
    if x is not None:
        _paint_fill(painter, lane, x, model, on)
    _paint_ranges(painter, lane, model, on)


def _lane_x(model: StripModel, lane: QRectF) -> float | None:
    if model.nearest is None or not model.threshold:
        return None
    return position_px(model.nearest.distance, model.threshold, lane.width(), lane.height() / 2)


def _paint_outline(painter: QPainter, lane: QRectF, line: QPen) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(line)
    inner = lane.adjusted(0.75, 0.75, -0.75, -0.75)
    painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)


def _paint_track(painter: QPainter, lane: QRectF, on: Ground) -> None:
    gate_x = round(GATE_SHARE * lane.width())
    _paint_part(painter, lane, (0, gate_x), on.track)
    _paint_part(painter, lane, (gate_x, lane.width()), faded(on.track, _FAR_SIDE_ALPHA))


def _paint_part(painter: QPainter, lane: QRectF, ends: tuple[float, float], colour: QColor) -> None:
    """The piece between ``ends`` of the rounded lane: a clip of whole pixels, never of a path."""
    start, end = ends
    painter.save()
    painter.setClipRect(QRectF(start, lane.top() - 1, end - start, lane.height() + 2), Qt.ClipOperation.IntersectClip)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(lane, lane.height() / 2, lane.height() / 2)
    painter.restore()


def _paint_fill(painter: QPainter, lane: QRectF, x: float, model: StripModel, on: Ground) -> None:
    gate_x, colour = round(GATE_SHARE * lane.width()), on.mark(model.sign)
    near = min(round(x), gate_x)
    if model.sign is Sign.ATTACK:
        _paint_part(painter, lane, (0, near), faded(colour, 0.25))
        _paint_crossed(painter, lane, near, model, on)
    else:
        alpha = _PROVISIONAL_ALPHA if model.form is StripForm.PROVISIONAL else 1.0
        _paint_part(painter, lane, (0, near), faded(colour, alpha))
    if x > gate_x:
        paint_hatch(painter, QRectF(gate_x, lane.top(), x - gate_x, lane.height()), colour)


def _paint_crossed(painter: QPainter, lane: QRectF, near: float, model: StripModel, on: Ground) -> None:
    shape = QPainterPath()
    shape.addRoundedRect(lane, lane.height() / 2, lane.height() / 2)
    painter.save()
    painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
    paint_hatch(painter, QRectF(lane.left(), lane.top(), near, lane.height()), on.mark(model.sign), crossed=True)
    painter.restore()


def _paint_ranges(painter: QPainter, lane: QRectF, model: StripModel, on: Ground) -> None:
    colour = on.mark(model.sign)
    if model.band is not None:
        painter.setPen(pen(colour, 1.2, dashes_px=(3, 2.5)))
        painter.setBrush(faded(colour, 0.16))
        painter.drawRoundedRect(_range(lane, model, model.band, 4), 4, 4)
    if model.spread is not None:
        whisker = _range(lane, model, model.spread, 3)
        painter.setPen(pen(colour, 1, alpha=0.28))
        painter.setBrush(faded(colour, 0.28))
        painter.drawRoundedRect(whisker, whisker.height() / 2, whisker.height() / 2)


def _range(lane: QRectF, model: StripModel, ends: tuple[float, float], above_px: float) -> QRectF:
    threshold, inset = model.threshold or 1.0, lane.height() / 2
    left, right = (position_px(distance, threshold, lane.width(), inset) for distance in ends)
    return QRectF(left, lane.top() - above_px, max(1.0, right - left), lane.height() + 2 * above_px)


def _paint_gauge(painter: QPainter, width: float, gauge: Gauge | None, on: Ground) -> None:
    """What is missing: the same gate, but it is the need; dotted, as nothing was compared."""
    middle, gate_x, colour = 8.5, round(GATE_SHARE * width), on.mark(Sign.POOR_VIEW)
    painter.fillRect(QRectF(0, middle - 0.75, width, 1.5), on.track)
    x = min(width - 6, GATE_SHARE * width * gauge.value / gauge.need) if gauge else 0.0
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    at = 3.0
    while at < x - 4:
        painter.drawEllipse(QPointF(at, middle), 2.2, 2.2)
        at += 6
    paint_gate(painter, gate_x, on, top=1.5, bottom=16, eave=11)
    if gauge is not None:
        painter.setPen(pen(colour, 3, cap=Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(max(2.0, x), middle - 6), QPointF(max(2.0, x), middle + 6))


def _paint_bar(painter: QPainter, width: float, height: float, model: StripModel, on: Ground) -> None:
    """The bar of a small tile: fill, and the gate as a plain post."""
    lane = QRectF(0, 0, width, height)
    gate_x = round(GATE_SHARE * width)
    if model.gauge is not None:
        share = min(1.0, GATE_SHARE * model.gauge.value / model.gauge.need)
        _paint_track(painter, lane, on)
        _paint_part(painter, lane, (0, round(share * width)), on.mark(Sign.POOR_VIEW))
    else:
        _paint_lane(painter, lane, model, on)
    painter.fillRect(QRectF(gate_x - 2.5, -2, 5, height + 4), on.halo)
    painter.fillRect(QRectF(gate_x - 1, -2, 2, height + 4), on.ink)


def _paint_full(painter: QPainter, width: float, model: StripModel, on: Ground) -> None:
    middle, second = 38.0, 66.0
    gate_x = round(GATE_SHARE * width)
    if model.form is StripForm.GAUGE:
        painter.translate(0, middle - 8.5)
        _paint_gauge(painter, width, model.gauge, on)
        paint_gauge_labels(painter, width, model, on)
        return
    _paint_lane(painter, QRectF(0, middle - 5, width, 10), model, on)
    if model.second is not None:
        _paint_lane(painter, QRectF(0, second - 3, width, 6), _second_model(model), on)
    paint_labels(painter, width, model, on)
    gate_end = (second if model.second else middle) + 13
    place = _Place(width, middle, disc=8.0, diamond=5.5, inset=8.0)
    top = middle - 17
    _paint_markers(
        painter, model, on, place, lambda: paint_gate(painter, gate_x, on, top=top, bottom=gate_end, eave=16)
    )
    if model.second is not None:
        x = position_px(model.second.distance, model.second.threshold, width, 8)
        paint_disc(painter, QPointF(x, second), 6, on.mark(model.second.sign), on)


def _second_model(model: StripModel) -> StripModel:
    """The second lane as a strip of its own, on its own scale."""
    lane = model.second
    if lane is None or model.nearest is None:
        return StripModel(Sign.STALE, StripForm.NOBODY)
    nearest = Mark(model.nearest.person_id, "", lane.distance)
    return StripModel(lane.sign, threshold=lane.threshold, unit=lane.unit, nearest=nearest)
