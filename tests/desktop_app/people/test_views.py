"""The parts of the People screen, each on its own; everybody is drawn."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from desktop_app.drawn.example_people import ExamplePeople
from desktop_app.people.cards_view import CardsView, columns_for
from desktop_app.people.dates import say_date
from desktop_app.people.likeness_grid import likeness_grid
from desktop_app.people.likeness_table import LikenessCard
from desktop_app.people.people_model import Household
from desktop_app.people.person_words import Teller, person_card
from desktop_app.people.pictures import SamplePictures
from desktop_app.speech import Speech
from desktop_app.theme import apply_theme
from offload_server.household.records import SampleId
from pipeline.types import PersonId

NOW = dt.datetime(2026, 11, 22, 18, 30, tzinfo=dt.UTC)


@pytest.fixture
def pictures(qapp: QApplication) -> SamplePictures:
    apply_theme(qapp, "dark")
    return SamplePictures(lambda _person, _sample: None)


def test_a_pair_says_its_sentence_where_the_mouse_is(qtbot: QtBot, pictures: SamplePictures) -> None:
    speech = Speech("en")
    card = LikenessCard(speech, pictures)
    qtbot.addWidget(card)
    card.resize(760, 260)
    card.show_grid(likeness_grid(ExamplePeople("en", NOW).household, speech.words))
    card.show()
    table = card.table
    at = QPoint(112 + 2 * 150 + 60, 24 + 3 * 42 + 20)
    QApplication.sendEvent(table, QHelpEvent(QHelpEvent.Type.ToolTip, at, table.mapToGlobal(at)))
    assert QToolTip.text() == "Ji-woo and Ha-eun look alike to the cameras: 1.12"
    QToolTip.hideText()
    card.show_grid(likeness_grid(Household(), speech.words))
    assert not card.isVisible(), "nobody is like anybody yet"


@pytest.mark.parametrize(("width_px", "columns"), [(200, 1), (240, 1), (491, 1), (492, 2), (744, 3), (3000, 3)])
def test_cards_are_at_least_240_wide_and_at_most_three_across(width_px: int, columns: int) -> None:
    assert columns_for(width_px) == columns


def test_cards_stand_in_rows_of_three_without_overlapping(qtbot: QtBot, pictures: SamplePictures) -> None:
    speech, household = Speech("en"), ExamplePeople("en", NOW).household
    view = CardsView(speech, pictures)
    qtbot.addWidget(view)
    view.resize(772, 100)
    teller = Teller(speech.words, lambda day: day.isoformat(), NOW)
    view.cards.show_cards(tuple(person_card(each, household, teller) for each in household.members), has_place=True)
    view.show()
    qtbot.waitUntil(lambda: view.height() == 2 * 158, timeout=2_000)
    rects = [view.visualRect(view.cards.index(row)) for row in range(6)]
    assert len({rect.top() for rect in rects}) == 2
    assert len({rect.left() for rect in rects}) == 3
    assert all(rect.width() >= 240 for rect in rects)
    assert not any(one.intersects(other) for one in rects for other in rects if one is not other)


def test_a_picture_is_asked_for_once_and_forgotten_with_its_sample(qapp: QApplication) -> None:
    apply_theme(qapp, "dark")
    asked: list[SampleId] = []
    pictures = SamplePictures(lambda _person, sample: asked.append(sample))
    minji, sample = PersonId("minji"), SampleId("s1")
    assert pictures.get(minji, sample) is None
    assert pictures.get(minji, sample) is None
    assert asked == [sample]
    pictures.show_picture(sample, b"no picture")
    assert pictures.get(minji, sample) is None
    pictures.keep_only(())
    assert pictures.get(minji, sample) is None
    assert asked == [sample, sample], "put back, it is fetched anew"
    assert QImage.fromData(b"no picture").isNull()


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [
        ("en", dt.date(2026, 5, 12), "12 May"),
        ("ko", dt.date(2026, 5, 12), "5월 12일"),
        ("en", dt.date(2025, 12, 3), "3 Dec 2025"),
        ("ko", dt.date(2025, 12, 3), "2025년 12월 3일"),
    ],
)
def test_dates_are_written_as_the_reader_does(language: str, day: dt.date, said: str) -> None:
    assert say_date(language, day, NOW.date()) == said
