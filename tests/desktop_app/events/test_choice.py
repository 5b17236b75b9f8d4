"""Filters of the reader become filters of the house; days are whole days of the reader's own time zone."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.events.choice import Days, EventChoice, Span
from pipeline.types import CameraId, Verdict

KST = dt.timezone(dt.timedelta(hours=9))
NOW = dt.datetime(2026, 11, 22, 0, 30, tzinfo=KST)


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [("today", 22, 22), ("yesterday", 21, 21), ("week", 16, 22)],
)
def test_spans_go_by_today(span: Span, first: int, last: int) -> None:
    wanted = EventChoice(days=Days(span)).wanted(NOW, 100)
    assert wanted.since == dt.datetime(2026, 11, first, tzinfo=KST)
    assert wanted.until == dt.datetime(2026, 11, last, tzinfo=KST) + dt.timedelta(days=1)


def test_nothing_chosen_lets_everything_through() -> None:
    assert EventChoice().is_everything
    assert EventChoice(text="   ").is_everything
    wanted = EventChoice(text=" ").wanted(NOW, 100)
    assert (wanted.since, wanted.until, wanted.text, wanted.camera_id, wanted.limit) == (None, None, None, None, 100)


def test_what_is_chosen_is_asked_for() -> None:
    choice = EventChoice(" gate ", camera_id=CameraId("c2"), verdict=Verdict.UNKNOWN)
    wanted = choice.wanted(NOW, 50)
    assert (wanted.text, wanted.camera_id, wanted.verdict) == ("gate", "c2", Verdict.UNKNOWN)
    assert not choice.is_everything


@given(one=st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)), other=st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)))
def test_days_of_the_calendar_may_be_picked_in_any_order(one: dt.date, other: dt.date) -> None:
    days = Days.between(one, other)
    assert days == Days.between(other, one)
    ends = days.ends(dt.date(2026, 11, 22))
    assert ends == (min(one, other), max(one, other))


def test_the_day_is_that_of_the_system_with_its_summer_time() -> None:
    now = dt.datetime.now().astimezone()
    wanted = EventChoice(days=Days("today")).wanted(now, 1)
    assert wanted.since is not None
    assert wanted.since.astimezone().time() == dt.time()
    assert wanted.since.astimezone().date() == now.date()
