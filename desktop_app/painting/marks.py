"""The marks of the distance strip: gate, disc, diamond; each with a halo in the colour of its ground."""

from __future__ import annotations

import enum
import functools
import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF, QTransform

from desktop_app.painting.strip_model import Sign
from desktop_app.tokens import Theme

PICTURE_GROUND = "picture"


@dataclass(frozen=True)
class Ground:
    """The colours of a strip on what it lies on."""

    halo: QColor
    track: QColor
    ink: QColor
    ink_secondary: QColor
    ink_tertiary: QColor
    marks: dict[Sign, QColor]

    def mark(self, sign: Sign) -> QColor:
        return self.marks[sign]


@functools.lru_cache(maxsize=32)
def ground_of(theme_name: str, ground: str) -> Ground:
    """The colours on "card", "window", "hover", "selected", "raised", "rail", "field", or on a "picture"."""
    from desktop_app.tokens import theme_named

    theme: Theme = theme_named("light" if theme_name == "light" else "dark")
    if ground == PICTURE_GROUND:
        return _picture_ground(theme)
    return Ground(
        QColor(getattr(theme.surface, ground)),
        QColor(theme.surface.track),
        QColor(theme.text.primary),
        QColor(theme.text.secondary),
        QColor(theme.text.tertiary),
        {sign: QColor(theme.state[sign].mark) for sign in Sign},
    )


def _picture_ground(theme: Theme) -> Ground:
    picture = theme.picture
    marks = {sign: QColor(picture.state[sign]) for sign in Sign}
    secondary = QColor(picture.secondary)
    return Ground(QColor(picture.plate), QColor(picture.track), QColor(picture.text), secondary, secondary, marks)


def pen(
    colour: QColor,
    width: float,
    *,
    cap: Qt.PenCapStyle = Qt.PenCapStyle.FlatCap,
    dashes_px: tuple[float, ...] | None = None,
    alpha: float = 1.0,
) -> QPen:
    """A pen; ``dashes_px`` in px (Qt counts dashes in pen widths)."""
    shade = QColor(colour)
    shade.setAlphaF(alpha)
    made = QPen(shade, width, Qt.PenStyle.SolidLine, cap, Qt.PenJoinStyle.RoundJoin)
    if dashes_px:
        made.setDashPattern([part / width for part in dashes_px])
    return made


def faded(colour: QColor, alpha: float) -> QColor:
    made = QColor(colour)
    made.setAlphaF(alpha)
    return made


def paint_gate(painter: QPainter, x: float, on: Ground, *, top: float, bottom: float, eave: float) -> None:
    """The threshold: a post of 2 px under a shallow eave of ``eave`` px, readable over the fill by its halo.

    On whole pixels, where it nearly always stands, it is a copy of a kept one: a tenth of the time.
    """
    dpr, above = painter.device().devicePixelRatio(), math.floor(top)
    if dpr == int(dpr) and _is_on_whole_pixels(painter.worldTransform(), x):
        size = (round(eave) + 6, math.ceil(bottom) - above + 8)
        look = _GateLook(on.halo.rgba(), on.ink.rgba(), top - above, bottom - above, eave, size, dpr)
        painter.drawPixmap(QPointF(x - size[0] // 2, above - 4), _kept_gate(look))
    else:
        _stroke_gate(painter, x, on.halo, on.ink, (top, bottom, eave))


def _is_on_whole_pixels(world: QTransform, x: float) -> bool:
    moved_only = not (world.isScaling() or world.isRotating())
    return moved_only and all(value == int(value) for value in (world.dx(), world.dy(), x))


@dataclass(frozen=True, slots=True)
class _GateLook:
    """What a gate depends on but its place; ``top`` from the whole pixel above it."""

    halo: int
    ink: int
    top: float
    bottom: float
    eave: float
    size: tuple[int, int]
    dpr: float


@functools.lru_cache(maxsize=64)
def _kept_gate(look: _GateLook) -> QPixmap:
    width, height = look.size
    pixmap = QPixmap(round(width * look.dpr), round(height * look.dpr))
    pixmap.setDevicePixelRatio(look.dpr)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colours = QColor.fromRgba(look.halo), QColor.fromRgba(look.ink)
    _stroke_gate(painter, width // 2, *colours, (look.top + 4, look.bottom + 4, look.eave))
    painter.end()
    return pixmap


def _stroke_gate(painter: QPainter, x: float, halo: QColor, ink: QColor, measures: tuple[float, float, float]) -> None:
    top, bottom, eave = measures
    half = eave / 2
    roof = QPainterPath(QPointF(x - half, top + 1))
    roof.quadTo(QPointF(x, top - 1.2), QPointF(x + half, top + 1))
    post = QPointF(x, top), QPointF(x, bottom)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    round_cap = Qt.PenCapStyle.RoundCap
    painter.setPen(pen(halo, 5))
    painter.drawLine(*post)
    painter.setPen(pen(halo, 4.6, cap=round_cap))
    painter.drawPath(roof)
    painter.setPen(pen(ink, 2))
    painter.drawLine(*post)
    painter.setPen(pen(ink, 2.2, cap=round_cap))
    painter.drawPath(roof)


class DiscForm(enum.Enum):
    SOLID = enum.auto()
    RING = enum.auto()
    BARRED = enum.auto()
    GHOST = enum.auto()


def paint_disc(
    painter: QPainter, centre: QPointF, radius: float, colour: QColor, on: Ground, *, form: DiscForm = DiscForm.SOLID
) -> None:
    """The nearest person: a disc with a halo of 2 px."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(on.halo)
    painter.drawEllipse(centre, radius + 2, radius + 2)
    if form is DiscForm.RING:
        painter.setPen(pen(colour, 2.6))
        painter.drawEllipse(centre, radius - 0.6, radius - 0.6)
    elif form is DiscForm.GHOST:
        painter.setPen(pen(colour, 2, dashes_px=(2.6, 2.2)))
        painter.drawEllipse(centre, radius - 0.5, radius - 0.5)
    else:
        painter.setBrush(colour)
        painter.drawEllipse(centre, radius, radius)
    if form is DiscForm.BARRED:
        reach = radius * 0.55
        painter.setPen(pen(on.halo, 2))
        painter.drawLine(centre + QPointF(-reach, reach), centre + QPointF(reach, -reach))


def paint_diamond(painter: QPainter, centre: QPointF, radius: float, on: Ground) -> None:
    """The runner-up: a hollow diamond."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(on.halo)
    painter.drawPolygon(_diamond(centre, radius + 2))
    painter.setPen(pen(on.ink_secondary, 1.7))
    painter.drawPolygon(_diamond(centre, radius))


def _diamond(centre: QPointF, radius: float) -> QPolygonF:
    steps = ((0, -radius), (radius, 0), (0, radius), (-radius, 0))
    return QPolygonF([centre + QPointF(*step) for step in steps])


def paint_hatch(painter: QPainter, area: QRectF, colour: QColor, *, crossed: bool = False) -> None:
    """Lines of 45 degrees, 2.4 px on and 2.6 px off; ``crossed`` the cross-hatch of a suspected attack."""
    step = (6.0 if crossed else 5.0) * 2**0.5
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    painter.setPen(pen(colour, 1.9 if crossed else 2.4))
    rise, x = area.height() + 4, area.left() - area.height() - 4
    top, bottom = area.top() - 2, area.bottom() + 2
    while x < area.right() + 4:
        painter.drawLine(QPointF(x, bottom), QPointF(x + rise, top))
        if crossed:
            painter.drawLine(QPointF(x, top), QPointF(x + rise, bottom))
        x += step
    painter.restore()
