"""What cards, samples and the table say; without Qt."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from desktop_app.drawn.example_people import ExamplePeople
from desktop_app.people.likeness_grid import likeness_grid
from desktop_app.people.people_model import Household, Member
from desktop_app.people.person_words import (
    Teller,
    consent_text,
    person_card,
    remark_of,
    samples_text,
    seen_text,
)
from desktop_app.people.sample_words import sample_cells, suggestion_of
from offload_server.household.records import PersonRecord
from pipeline.types import PersonId
from resources.catalogue import Catalogue

NOW = dt.datetime(2026, 11, 22, 18, 30, tzinfo=dt.timezone(dt.timedelta(hours=9)))
ENGLISH = Teller(Catalogue("en"), lambda day: f"{day:%d.%m.}", NOW)
KOREAN = Teller(Catalogue("ko"), lambda day: f"{day.month}월 {day.day}일", NOW)
HOUSE = ExamplePeople("en", NOW).household


def member(who: str, house: Household = HOUSE) -> Member:
    found = house.find(PersonId(who))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (dt.timedelta(seconds=59), "Just now, Front door"),
        (dt.timedelta(seconds=60), "1 min ago, Front door"),
        (dt.timedelta(minutes=59), "59 min ago, Front door"),
        (dt.timedelta(hours=2), "Today 16:30, Front door"),
        (dt.timedelta(hours=19), "Yesterday 23:30, Front door"),
        (dt.timedelta(days=2), "20.11., Front door"),
    ],
)
def test_when_somebody_was_seen_is_told_by_the_readers_clock(ago: dt.timedelta, said: str) -> None:
    event = member("seoyeon").last_event
    assert event is not None
    assert seen_text(replace(event, at=(NOW - ago).astimezone(dt.UTC)), ENGLISH) == said


def test_a_visit_in_doubt_is_told_as_one() -> None:
    assert person_card(member("haeun"), HOUSE, ENGLISH).seen.endswith(", uncertain")


def test_a_card_says_what_matters_most() -> None:
    words = Catalogue("en")
    jiwoo, people = member("jiwoo"), HOUSE.names
    assert remark_of(jiwoo, people, words).text == "Close to Ha-eun"
    assert remark_of(jiwoo, people, words).tone == "uncertain"
    assert remark_of(member("minjun"), people, words).text == "Well apart from everybody"
    without = replace(jiwoo, person=replace(jiwoo.person, consent=None))
    assert remark_of(without, people, words).text == "Not recognised without consent"
    paused = replace(jiwoo, person=replace(jiwoo.person, paused_at=NOW))
    assert remark_of(paused, people, words).icon == "pause"
    assert remark_of(replace(jiwoo, samples=()), people, words).text == "Not recognised without samples"
    assert remark_of(replace(jiwoo, likeness=None), people, words).text == "Not compared yet"
    assert remark_of(jiwoo, ExamplePeople("ko", NOW).household.names, Catalogue("ko")).text == "하은 님과 닮음"


def test_the_strip_of_a_card_has_the_usual_distance_and_the_nearest_other() -> None:
    strip = person_card(member("jiwoo"), HOUSE, ENGLISH).strip
    assert strip.nearest is not None
    assert strip.runner_up is not None
    assert (strip.nearest.distance, strip.runner_up.distance, strip.threshold) == (0.79, 1.12, 1.08)
    assert person_card(replace(member("jiwoo"), likeness=None), HOUSE, ENGLISH).strip.nearest is None


def test_the_portrait_is_the_most_frontal_sample() -> None:
    assert member("jiwoo").portrait == "jiwoo-0"
    assert replace(member("jiwoo"), samples=member("jiwoo").samples[1:6]).portrait == "jiwoo-5"
    assert replace(member("jiwoo"), samples=()).portrait is None


def test_samples_are_counted_in_plain_words() -> None:
    words = Catalogue("en")
    assert [samples_text(count, words) for count in (0, 1, 2)] == ["No samples yet", "1 sample", "2 samples"]


def test_consent_tells_who_gave_it() -> None:
    assert consent_text(member("jiwoo"), ENGLISH) == "Child · consent by Seo-yeon, 13.10."
    assert consent_text(member("minjun"), ENGLISH) == "Consent given on 13.10."
    assert consent_text(member("jiwoo", ExamplePeople("ko", NOW).household), KOREAN) == (
        "어린이 · 서연 님이 동의: 10월 13일"
    )


def test_a_sample_says_what_it_is_worth_and_why() -> None:
    cells = sample_cells(member("jiwoo"), HOUSE, ENGLISH)
    assert [cell.label for cell in cells[:9]] == [
        "useful", "useful", "redundant", "useful", "useful", "look-alike", "useful", "useful", "doubtful",
    ]  # fmt: skip
    assert cells[5].facts == (
        "Close to a sample of Ha-eun.",
        "Camera Garden gate, 18.10.",
        "Face 96 px, sharpness 295, brightness 123",
        "Distance to the other samples: 0.75",
        "Nearest to someone else: Ha-eun, 1.12",
    )
    assert cells[4].facts[1] == "Photo, 17.10."
    gone = replace(HOUSE, cameras={})
    assert sample_cells(member("jiwoo"), gone, ENGLISH)[5].facts[1] == "Camera that is gone, 18.10."
    uncompared = sample_cells(replace(member("jiwoo"), likeness=None), HOUSE, ENGLISH)
    assert {cell.label for cell in uncompared} == {"not compared"}
    assert len(uncompared[0].facts) == 3


def test_a_suggestion_says_its_effect_first() -> None:
    suggestion = suggestion_of(member("jiwoo"), HOUSE, Catalogue("en"))
    assert suggestion is not None
    assert suggestion.question == "Remove 1 like Ha-eun and 1 doubtful?"
    assert suggestion.effects == ("Nearest other person: 1.12 → 1.24", "Usual distance: 0.79 → 0.76")
    assert suggestion_of(member("minjun"), HOUSE, Catalogue("en")) is None


def test_the_table_is_a_triangle_by_name_and_names_close_pairs() -> None:
    grid = likeness_grid(HOUSE, Catalogue("en"))
    assert [each.person.name for each in grid.members] == ["Seo-yeon", "Min-jun", "Ji-woo", "Sun-ja", "Ha-eun"]
    assert sorted((cell.row, cell.column) for cell in grid.cells) == [
        (row, column) for row in range(4) for column in range(row + 1)
    ]
    close = [(cell.row, cell.column, cell.distance) for cell in grid.cells if cell.is_close]
    assert close == [(3, 2, 1.12)]
    assert grid.sentence == "Ji-woo and Ha-eun look alike to the cameras: 1.12"
    assert not likeness_grid(replace(HOUSE, likeness=None), Catalogue("en")).cells


def test_names_are_found_however_they_are_written() -> None:
    assert [each.id for each in HOUSE.matching(" ＪＩ-w")] == ["jiwoo"]
    assert HOUSE.matching("") == HOUSE.members
    stranger = Member(PersonRecord(PersonId("x"), "Ätta", NOW, 0, None))
    assert replace(HOUSE, members=(stranger,)).matching("ä") == (stranger,)
