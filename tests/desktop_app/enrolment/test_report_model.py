"""The report says what was measured, and says so where nothing was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop_app.enrolment.report_cards import chart_words
from desktop_app.enrolment.report_model import (
    MarkSort,
    chart_of,
    figures_of,
    kept_groups,
    main_refusals,
    nearest_pair,
    round_odds,
)
from desktop_app.enrolment.sample_chart import CHART_HEIGHT_PX, paint_chart
from desktop_app.theme import theme_named
from offload_server.household.guided.states import Direction, EnrolmentReport, OtherMember
from pipeline.types import PersonId, Reason, Threshold
from resources.catalogue import Catalogue
from tests.desktop_app.enrolment.drafts import drafts

_ALIKE = OtherMember(PersonId("p2"), "Ha-eun", (1.16, 1.12))
_REPORT = EnrolmentReport(
    PersonId("p1"),
    "Mina",
    4,
    38.0,
    Threshold(1.08, "l2", 1e-3, "test"),
    own=(0.7, 0.9, 0.8, 1.1),
    others=(_ALIKE, OtherMember(PersonId("p3"), "Min-jun", (1.4,))),
    look_alike=_ALIKE,
    pictures_seen=20,
    refusals=((Reason.of("face_blurred"), 3), (Reason.of("face_turned"), 9), (Reason.of("face_turned"), 1)),
)
_ALONE = replace(_REPORT, own=(), samples=1, others=(), look_alike=None)


def test_all_samples_stand_on_one_chart_by_whose_they_are() -> None:
    chart = chart_of(_REPORT)
    sorts = [mark.sort for mark in chart.marks]
    assert [sorts.count(sort) for sort in MarkSort] == [4, 1, 2]
    assert chart.look_alike == "Ha-eun"
    assert nearest_pair(_REPORT) == 1.12


def test_the_room_to_spare_is_that_of_the_farthest_sample() -> None:
    assert chart_of(_REPORT).spare is None, "one sample lies beyond the threshold"
    inside = replace(_REPORT, own=(0.7, 0.9))
    assert chart_of(inside).spare == pytest.approx(0.18)


def test_samples_beyond_the_threshold_are_counted() -> None:
    own = figures_of(_REPORT)[0]
    assert own.number == "0.85"
    assert (own.figures["inside"], own.figures["samples"]) == (3, 4)


def test_what_was_not_measured_is_not_a_number() -> None:
    own, strangers, refused = figures_of(_ALONE)
    assert not own.is_measured
    assert not refused.is_measured, "no visit has been seen yet"
    assert strangers.figures == {"strangers": 1000}
    assert nearest_pair(_ALONE) is None


@pytest.mark.parametrize(("odds", "said"), [(9973, 10_000), (1000, 1000), (33.4, 33), (123.0, 120), (0.4, 1)])
def test_odds_have_two_honest_digits(odds: float, said: int) -> None:
    assert round_odds(odds) == said


def test_refusals_are_named_commonest_first_and_once() -> None:
    assert main_refusals(_REPORT) == ("face_turned", "face_blurred")


def test_kept_samples_stand_by_direction() -> None:
    groups = kept_groups(tuple(Direction), drafts(3, 0, 2))
    assert [(group.direction, len(group.samples)) for group in groups] == [(Direction.FRONT, 3), (Direction.RIGHT, 2)]


@pytest.mark.parametrize("report", [_REPORT, _ALONE])
def test_a_chart_is_painted_own_on_the_left_and_others_on_the_right(
    qapp: QApplication, report: EnrolmentReport
) -> None:
    theme = theme_named("dark")
    image = QImage(800, CHART_HEIGHT_PX, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    chart = chart_of(report)
    paint_chart(painter, QRectF(0, 0, 800, CHART_HEIGHT_PX), chart, chart_words(chart, Catalogue("en")), theme)
    painter.end()
    violet = theme.state["uncertain"].mark.lower()
    columns = [x for x in range(800) for y in range(40, 70) if image.pixelColor(x, y).name() == violet]
    assert bool(columns) is (report.look_alike is not None)
    assert all(x > 0.66 * 800 for x in columns)
