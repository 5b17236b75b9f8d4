"""The box of a face, put together from kept pieces: the line's form says the state, as well as its colour.

Stroking a rounded, dashed or dotted box takes Qt's software renderer .4-2 ms a face (at 1x; twice that at 2x); eight
copies of kept corners and edges, set on whole device pixels, take .03 ms, and so many single dots or dashes .1 ms.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from desktop_app.painting.marks import faded, pen
from desktop_app.painting.strip_model import Sign
from desktop_app.tokens import theme_named

_PICTURE: Final = theme_named("dark").picture  # pictures look the same in both themes
_HALO_ALPHA: Final = 0.6
_RADIUS_PX: Final = 8.0
_MARGIN_PX: Final = 4
"""Room of a piece outside of the line's middle: half a line and its halo."""
_EDGE_PX: Final = 512
_DASH_PX: Final = 7.0
_DASH_STEP_PX: Final = 12.0
_DOT_STEP_PX: Final = 5.5
_BOX_WIDTH_PX: Final[dict[Sign | None, float]] = {
    Sign.RECOGNISED: 2.5,
    Sign.UNKNOWN: 2.5,
    Sign.UNCERTAIN: 3.0,
    Sign.ATTACK: 2.0,
    Sign.STALE: 1.5,
    None: 1.5,
}


def paint_box(painter: QPainter, box: QRectF, sign: Sign | None) -> None:
    """Around a face; None is a visit still gathering. Moved to whole device pixels."""
    dpr = painter.device().devicePixelRatio()
    at = _snapped(box, dpr)
    if sign is Sign.POOR_VIEW:
        _along(painter, at, _DOT_STEP_PX, 6.0, (_dot(dpr), _dot(dpr)))
        return
    if sign is Sign.UNCERTAIN:
        reach = round(min(26.0, at.width() * 0.24) + 2.5)  # the round cap is inside of the piece
        _corners(painter, at, _Look(sign, _BOX_WIDTH_PX[sign], dpr, _RADIUS_PX, reach))
        return
    if sign is Sign.ATTACK:
        _frame(painter, at, _Look(sign, 2.0, dpr, 0.0, 6))
        _frame(painter, at.adjusted(-5, -5, 5, 5), _Look(sign, 1.5, dpr, 0.0, 6))
        return
    look = _Look(sign, _BOX_WIDTH_PX[sign], dpr, _RADIUS_PX, int(_RADIUS_PX))
    if sign is Sign.UNKNOWN:
        _corners(painter, at, look)
        _along(painter, at, _DASH_STEP_PX, _RADIUS_PX + 5 + _DASH_PX / 2, (_dash(look, True), _dash(look, False)))
    else:
        _frame(painter, at, look)


@dataclass(frozen=True, slots=True)
class _Look:
    """What the pieces of a box depend on; ``reach`` is how far a corner piece goes from its corner."""

    sign: Sign | None
    width: float
    dpr: float
    radius: float
    reach: int


def _snapped(box: QRectF, dpr: float) -> QRectF:
    left, top = round(box.left() * dpr) / dpr, round(box.top() * dpr) / dpr
    return QRectF(left, top, round(box.width() * dpr) / dpr, round(box.height() * dpr) / dpr)


def _frame(painter: QPainter, box: QRectF, look: _Look) -> None:
    _corners(painter, box, look)
    for across in (True, False):
        edge = _edge(look, across)
        length = (box.width() if across else box.height()) - 2 * look.reach
        begin = box.topLeft() + (QPointF(look.reach, -_MARGIN_PX) if across else QPointF(-_MARGIN_PX, look.reach))
        step = QPointF(0, box.height()) if across else QPointF(box.width(), 0)
        for side in (begin, begin + step):
            _lay(painter, side, edge, length, across=across)


def _lay(painter: QPainter, at: QPointF, edge: QPixmap, length: float, *, across: bool) -> None:
    """``length`` px of an edge piece, as often as it takes."""
    dpr = edge.devicePixelRatio()
    done = 0.0
    while done < length:
        part = min(_EDGE_PX, length - done)
        if across:
            painter.drawPixmap(at + QPointF(done, 0), edge, QRectF(0, 0, part * dpr, edge.height()))
        else:
            painter.drawPixmap(at + QPointF(0, done), edge, QRectF(0, 0, edge.width(), part * dpr))
        done += part


def _corners(painter: QPainter, box: QRectF, look: _Look) -> None:
    pieces = _corner_pieces(look)
    right, bottom = box.right() - look.reach, box.bottom() - look.reach
    left, top = box.left() - _MARGIN_PX, box.top() - _MARGIN_PX
    for at, piece in zip(((left, top), (right, top), (right, bottom), (left, bottom)), pieces, strict=True):
        painter.drawPixmap(QPointF(*at), piece)


def _along(painter: QPainter, box: QRectF, step_px: float, from_corner: float, marks: tuple[QPixmap, QPixmap]) -> None:
    """Copies of a mark along the four sides, evenly, the first ``from_corner`` px from each corner."""
    dpr = painter.device().devicePixelRatio()
    for across, mark in ((True, marks[0]), (False, marks[1])):
        length = (box.width() if across else box.height()) - 2 * from_corner
        steps = max(1, round(length / step_px))
        half = QPointF(mark.width(), mark.height()) / dpr / 2
        ways = [from_corner + index * length / steps for index in range(steps + 1)]
        for way in ways if length > 0 else ():
            if across:
                x = round((box.left() + way - half.x()) * dpr) / dpr
                painter.drawPixmap(QPointF(x, box.top() - half.y()), mark)
                painter.drawPixmap(QPointF(x, box.bottom() - half.y()), mark)
            else:
                y = round((box.top() + way - half.y()) * dpr) / dpr
                painter.drawPixmap(QPointF(box.left() - half.x(), y), mark)
                painter.drawPixmap(QPointF(box.right() - half.x(), y), mark)


def _pens(look: _Look) -> tuple[QPen, QPen]:
    """The halo, which shows 1 px on both sides, and the line."""
    colour = QColor(_PICTURE.secondary if look.sign is None else _PICTURE.state[look.sign])
    round_ends = look.sign is Sign.UNCERTAIN
    cap = Qt.PenCapStyle.RoundCap if round_ends else Qt.PenCapStyle.FlatCap
    pens = pen(QColor(_PICTURE.halo), look.width + 2, cap=cap, alpha=_HALO_ALPHA), pen(colour, look.width, cap=cap)
    if not look.radius:
        for line in pens:
            line.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pens


def _piece(width_px: float, height_px: float, look: _Look, path: QPainterPath) -> QPixmap:
    """``path`` in the two pens on a transparent piece."""
    pixmap = QPixmap(round(width_px * look.dpr), round(height_px * look.dpr))
    pixmap.setDevicePixelRatio(look.dpr)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for line in _pens(look):
        painter.setPen(line)
        painter.drawPath(path)
    painter.end()
    return pixmap


@functools.lru_cache(maxsize=256)
def _corner_pieces(look: _Look) -> tuple[QPixmap, QPixmap, QPixmap, QPixmap]:
    """Left top, right top, right bottom, left bottom."""
    side = look.reach + _MARGIN_PX
    near, far = float(_MARGIN_PX), 0.0
    # A corner that goes on into an edge leaves its piece; one that stands alone ends in its round cap.
    beyond = 0.0 if look.sign is Sign.UNCERTAIN or look.sign is Sign.UNKNOWN else 4.0
    made = []
    for right, down in ((1, 1), (-1, 1), (-1, -1), (1, -1)):
        x, y = (near if right == 1 else side - near), (near if down == 1 else side - near)
        long = look.reach - (look.width / 2 + 1 if look.sign is Sign.UNCERTAIN else 0) + beyond
        path = QPainterPath(QPointF(x, y + down * long))
        path.lineTo(x, y + down * look.radius)
        path.quadTo(QPointF(x, y), QPointF(x + right * look.radius, y + far))
        path.lineTo(x + right * long, y)
        made.append(_piece(side, side, look, path))
    return made[0], made[1], made[2], made[3]


@functools.lru_cache(maxsize=64)
def _edge(look: _Look, across: bool) -> QPixmap:
    middle = float(_MARGIN_PX)
    path = QPainterPath(QPointF(-4, middle) if across else QPointF(middle, -4))
    path.lineTo(QPointF(_EDGE_PX + 4, middle) if across else QPointF(middle, _EDGE_PX + 4))
    width, height = (float(_EDGE_PX), 2 * middle) if across else (2 * middle, float(_EDGE_PX))
    return _piece(width, height, look, path)


@functools.lru_cache(maxsize=16)
def _dash(look: _Look, across: bool) -> QPixmap:
    middle = float(_MARGIN_PX)
    path = QPainterPath(QPointF(0, middle) if across else QPointF(middle, 0))
    path.lineTo(QPointF(_DASH_PX, middle) if across else QPointF(middle, _DASH_PX))
    width, height = (_DASH_PX, 2 * middle) if across else (2 * middle, _DASH_PX)
    return _piece(width, height, look, path)


@functools.lru_cache(maxsize=8)
def _dot(dpr: float) -> QPixmap:
    side = round(5 * dpr)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    centre = QPointF(side / 2, side / 2)
    for colour, radius in (
        (faded(QColor(_PICTURE.halo), _HALO_ALPHA), 2.2),
        (QColor(_PICTURE.state["poor_view"]), 1.3),
    ):
        painter.setBrush(colour)
        painter.drawEllipse(centre, radius * dpr, radius * dpr)
    painter.end()
    pixmap.setDevicePixelRatio(dpr)
    return pixmap
