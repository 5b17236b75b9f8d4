"""What is filled, wanted and open can be told apart without its colour."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop_app.painting.ring import RING_PX, face_side, paint_ring
from desktop_app.painting.ring_model import RingModel, RingPart, Side
from desktop_app.theme import theme_named

_THEME = theme_named("dark")


def _painted(model: RingModel) -> QImage:
    image = QImage(round(RING_PX), round(RING_PX), QImage.Format.Format_RGB32)
    image.fill(QColor(_THEME.surface.window))
    painter = QPainter(image)
    paint_ring(painter, QRectF(0, 0, RING_PX, RING_PX), model, _THEME)
    painter.end()
    return image


def _pixels(image: QImage, colour: str, area: QRectF) -> int:
    wanted = QColor(colour).rgb()
    xs, ys = range(int(area.left()), int(area.right())), range(int(area.top()), int(area.bottom()))
    return sum(image.pixel(x, y) == wanted for x in xs for y in ys)


_LEFT, _RIGHT = QRectF(0, 80, 40, 308), QRectF(428, 80, 40, 308)


def test_filled_is_solid_wanted_is_dotted_and_open_is_thin(qapp: QApplication) -> None:
    filled = _painted(RingModel({Side.LEFT: RingPart(3.0)}))
    wanted = _painted(RingModel({Side.LEFT: RingPart(0.0, is_wanted=True)}))
    open_ = _painted(RingModel({Side.LEFT: RingPart(0.0)}))
    solid = _pixels(filled, _THEME.state["recognised"].mark, _LEFT)
    dotted = _pixels(wanted, _THEME.accent.base, _LEFT)
    thin = _pixels(open_, _THEME.surface.track, _LEFT)
    assert dotted > 100
    assert thin > 100
    assert solid > 1.2 * dotted
    assert solid > 1.3 * thin


def test_a_side_is_painted_on_its_side_only(qapp: QApplication) -> None:
    image = _painted(RingModel({Side.RIGHT: RingPart(3.0)}))
    green = _THEME.state["recognised"].mark
    assert _pixels(image, green, _RIGHT) > 500
    assert _pixels(image, green, _LEFT) == 0


def test_a_cell_that_fills_grows(qapp: QApplication) -> None:
    green = _THEME.state["recognised"].mark
    counts = [_pixels(_painted(RingModel({Side.RIGHT: RingPart(share)})), green, _RIGHT) for share in (0.2, 0.6, 1.0)]
    assert counts == sorted(counts)
    assert counts[0] < counts[2]


@pytest.mark.parametrize("pointer", [(0.0, -0.9), (-0.5, 0.3)])
def test_the_pointer_stands_where_the_head_points(qapp: QApplication, pointer: tuple[float, float]) -> None:
    image = _painted(RingModel({}, pointer))
    inner = RING_PX / 2 - 14 - 17
    x, y = RING_PX / 2 + pointer[0] * inner, RING_PX / 2 + pointer[1] * inner
    assert image.pixelColor(round(x), round(y)) == QColor(_THEME.accent.base)
    assert face_side(RING_PX) == 384
