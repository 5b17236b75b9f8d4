"""The painted strip: form and colour of every state, where the gate stands, nothing outside."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop_app.drawn.doors import mark
from desktop_app.gallery import strips
from desktop_app.painting.strip import BAR_HEIGHT_PX, COMPACT_HEIGHT_PX, FULL_HEIGHT_PX, paint_strip
from desktop_app.painting.strip_model import GATE_SHARE, Sign, StripForm, StripModel, gauge_strip, position_px
from desktop_app.painting.strip_words import labelled
from desktop_app.tokens import THEME_NAMES, Theme, theme_named
from pipeline.reasons import PipelineReason
from pipeline.types import Reason
from resources.catalogue import Catalogue

WIDTH, PAD, THRESHOLD = 188, 12, 1.07
GATE = round(GATE_SHARE * WIDTH)
DARK = theme_named("dark")


def model(sign: Sign, nearest: float, runner_up: float | None = None, form: StripForm = StripForm.PLAIN) -> StripModel:
    behind = None if runner_up is None else mark("haeun", runner_up)
    return StripModel(sign, form, THRESHOLD, "L2", mark("seoyeon", nearest), behind)


def painted(
    shown: StripModel, theme: Theme = DARK, *, width: int = WIDTH, height: int = COMPACT_HEIGHT_PX, dpr: float = 1.0
) -> QImage:
    image = QImage(round((width + 2 * PAD) * dpr), round((height + 2 * PAD) * dpr), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(dpr)
    image.fill(QColor(theme.surface.card))
    painter = QPainter(image)
    paint_strip(painter, QRectF(PAD, PAD, width, height), shown, theme, "card")
    painter.end()
    return image


def at(image: QImage, x: float, y: float) -> str:
    """The colour at a place of the strip."""
    dpr = image.devicePixelRatio()
    return image.pixelColor(int((PAD + x) * dpr), int((PAD + y) * dpr)).name().upper()


@pytest.mark.parametrize("name", THEME_NAMES)
@pytest.mark.parametrize("sign", [Sign.RECOGNISED, Sign.UNKNOWN, Sign.UNCERTAIN])
@pytest.mark.parametrize("dpr", [1.0, 2.0])
def test_the_fill_reaches_from_zero_to_the_nearest(qapp: QApplication, name: str, sign: Sign, dpr: float) -> None:
    theme = theme_named("dark" if name == "dark" else "light")
    image = painted(model(sign, 0.8), theme, dpr=dpr)
    colour, x = theme.state[sign].mark, position_px(0.8, THRESHOLD, WIDTH)
    assert at(image, 6, 8.5) == at(image, x - 12, 8.5) == colour
    assert at(image, x + 12, 8.5) == theme.surface.track


@pytest.mark.parametrize("name", THEME_NAMES)
def test_the_gate_is_a_post_of_two_pixels_at_two_thirds(qapp: QApplication, name: str) -> None:
    theme = theme_named("dark" if name == "dark" else "light")
    image = painted(model(Sign.RECOGNISED, 0.3), theme)
    assert at(image, GATE - 1, 12) == at(image, GATE, 12) == theme.text.primary
    assert at(image, GATE - 3, 12) == at(image, GATE + 2, 12) == theme.surface.card  # the halo


def test_beyond_the_gate_the_fill_is_hatched(qapp: QApplication) -> None:
    image = painted(model(Sign.UNKNOWN, 1.5))
    beyond = [at(image, x, 8.5) for x in range(GATE + 4, GATE + 30)]
    changes = sum(one != other for one, other in itertools.pairwise(beyond))
    assert changes >= 8
    before = {at(image, x, 8.5) for x in range(10, GATE - 6)}
    assert before == {DARK.state["unknown"].mark}


def test_a_suspected_attack_is_cross_hatched_before_the_gate(qapp: QApplication) -> None:
    image = painted(model(Sign.ATTACK, 1.0))
    assert len({at(image, x, 8.5) for x in range(10, 90)}) > 4


def test_the_disc_has_a_form_for_each_state(qapp: QApplication) -> None:
    x = position_px(0.7, THRESHOLD, WIDTH)
    solid = at(painted(model(Sign.RECOGNISED, 0.7)), x, 8.5)
    ring = at(painted(model(Sign.UNCERTAIN, 0.7)), x, 8.5)
    ghost = at(painted(model(Sign.RECOGNISED, 0.7, form=StripForm.PROVISIONAL)), x, 8.5)
    barred = at(painted(model(Sign.ATTACK, 0.7)), x, 8.5)
    assert solid == DARK.state["recognised"].mark
    assert ring == ghost == DARK.surface.card
    assert barred != DARK.state["attack"].mark


def test_the_runner_up_is_a_hollow_diamond(qapp: QApplication) -> None:
    x = position_px(1.4, THRESHOLD, WIDTH)
    image = painted(model(Sign.RECOGNISED, 0.5, 1.4))
    assert at(image, x, 8.5) == DARK.surface.card
    assert at(image, x - 4.4, 8.5) != DARK.surface.card
    assert image != painted(model(Sign.RECOGNISED, 0.5))


def test_an_uncertain_runner_up_lies_on_top(qapp: QApplication) -> None:
    near = model(Sign.UNCERTAIN, 0.80, 0.82)
    x = position_px(0.82, THRESHOLD, WIDTH)
    assert at(painted(near), x + 3.9, 8.5) == at(painted(replace(near, sign=Sign.UNCERTAIN)), x + 3.9, 8.5)
    assert at(painted(near), x, 5) != at(painted(replace(near, runner_up=None)), x, 5)


def test_not_live_has_no_state_colour(qapp: QApplication) -> None:
    image = painted(model(Sign.STALE, 0.8, form=StripForm.STALE))
    seen = {image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())}
    others = {colours.mark for name, colours in DARK.state.items() if name != "stale"}
    assert not seen & others
    assert DARK.surface.track not in seen


def test_nobody_enrolled_is_an_outline_and_the_gate(qapp: QApplication) -> None:
    image = painted(StripModel(Sign.STALE, StripForm.NOBODY, THRESHOLD))
    assert at(image, GATE, 8.5) == DARK.text.primary
    assert at(image, 40, 8.5) == DARK.surface.card


def test_a_poor_view_is_a_dotted_gauge_up_to_what_there_is(qapp: QApplication) -> None:
    image = painted(gauge_strip([Reason.of(PipelineReason.FACE_TOO_SMALL, face_px=41, needed_px=60)]))
    end = GATE_SHARE * WIDTH * 41 / 60
    mark_colour = DARK.state["poor_view"].mark
    assert at(image, end, 4) == at(image, end, 13) == mark_colour
    dots = [at(image, x, 8.5) == mark_colour for x in range(2, int(end) - 6)]
    assert 0.3 < sum(dots) / len(dots) < 0.9
    assert at(image, end + 12, 8.5) != mark_colour


@pytest.mark.parametrize(
    ("width", "height"),
    [
        (30, BAR_HEIGHT_PX),
        (64, COMPACT_HEIGHT_PX),
        (188, COMPACT_HEIGHT_PX),
        (200, FULL_HEIGHT_PX),
        (356, FULL_HEIGHT_PX),
    ],
)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_nothing_is_painted_outside(qapp: QApplication, width: int, height: int, language: str) -> None:
    ground = DARK.surface.card
    for name, shown in strips(language):
        image = painted(labelled(shown, Catalogue(language)), width=width, height=height)
        for y in range(image.height()):
            left = {image.pixelColor(x, y).name().upper() for x in range(PAD - 3)}
            right = {image.pixelColor(x, y).name().upper() for x in range(PAD + width + 3, image.width())}
            assert left | right == {ground}, (name, width, y)


def test_the_full_form_writes_name_value_and_threshold(qapp: QApplication) -> None:
    bare = model(Sign.RECOGNISED, 0.6, 1.33)
    with_words = painted(labelled(bare, Catalogue("ko")), width=356, height=FULL_HEIGHT_PX)
    without = painted(bare, width=356, height=FULL_HEIGHT_PX)
    gate = round(GATE_SHARE * 356)

    def ink(image: QImage, left: int, right: int, top: int, bottom: int) -> int:
        ground = DARK.surface.card
        return sum(at(image, x, y) != ground for x in range(left, right) for y in range(top, bottom))

    assert ink(with_words, 40, 130, 14, 27) > ink(without, 40, 130, 14, 27) + 30  # the name beside its value
    assert ink(with_words, gate - 40, gate + 40, 70, 82) > 60  # "문턱 1.07"
    assert ink(without, gate - 40, gate + 40, 70, 82) == 0
