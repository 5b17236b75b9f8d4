"""The strip in a panel: glides, speaks, and stands still afterwards."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from desktop_app.drawn.doors import mark
from desktop_app.painting.strip_model import SecondLane, Sign, StripModel
from desktop_app.painting.strip_widget import StripWidget
from resources.catalogue import Catalogue

NEAR = StripModel(Sign.RECOGNISED, threshold=1.07, unit="L2", nearest=mark("seoyeon", 0.4))
FAR = replace(NEAR, nearest=mark("seoyeon", 1.0))


def shown(qtbot: QtBot, *, full: bool = False) -> StripWidget:
    widget = StripWidget(Catalogue("en"), full=full)
    qtbot.addWidget(widget)
    widget.resize(widget.sizeHint())
    widget.show()
    return widget


def test_the_disc_glides_to_a_new_distance_and_then_rests(qtbot: QtBot) -> None:
    widget = shown(qtbot)
    widget.show_model(NEAR)
    moving = widget.is_moving
    assert moving is False
    start = widget.grab().toImage()
    widget.show_model(FAR)
    moving = widget.is_moving
    assert moving
    qtbot.waitUntil(lambda: widget.grab().toImage() != start, timeout=1000)
    qtbot.waitUntil(lambda: not widget.is_moving, timeout=2000)
    resting = widget.grab().toImage()
    other = shown(qtbot)
    other.show_model(FAR)
    assert other.grab().toImage() == resting


def test_another_person_is_there_at_once(qtbot: QtBot) -> None:
    widget = shown(qtbot)
    widget.show_model(NEAR)
    widget.show_model(replace(NEAR, nearest=mark("haeun", 1.0)))
    assert not widget.is_moving


def test_it_says_its_sentence_in_the_language_of_the_moment(qtbot: QtBot) -> None:
    widget = shown(qtbot, full=True)
    widget.show_model(NEAR)
    assert widget.accessibleDescription() == "Seo-yeon, recognised, distance 0.40 of threshold 1.07"
    before = widget.grab().toImage()
    widget.set_words(Catalogue("ko"))
    assert widget.accessibleDescription() == "Seo-yeon, 확인됨, 거리 0.40, 문턱 1.07"
    assert widget.grab().toImage() != before


def test_a_second_opinion_makes_the_full_form_higher(qtbot: QtBot) -> None:
    widget = shown(qtbot, full=True)
    widget.show_model(NEAR)
    alone = widget.sizeHint().height()
    widget.show_model(replace(NEAR, second=SecondLane("ResNet", 0.2, 0.34, "L2", Sign.RECOGNISED)))
    assert widget.sizeHint().height() > alone
