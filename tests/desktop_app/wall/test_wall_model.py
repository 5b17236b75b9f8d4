"""What the Live screen knows, without Qt."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from desktop_app.drawn.example_house import ExampleHouse
from desktop_app.wall.door_slot import DoorSlot
from desktop_app.wall.tile_model import Instant, TileState
from desktop_app.wall.visit_row import visit_row
from desktop_app.wall.wall_model import VisitsToday, grid_shape
from offload_server.household.records import EventId
from pipeline.reasons import PipelineReason
from pipeline.types import Reason, Verdict
from resources.catalogue import Catalogue

NOW = dt.datetime(2026, 11, 22, 18, 0, tzinfo=dt.UTC)


@pytest.fixture
def house() -> ExampleHouse:
    return ExampleHouse("en", NOW)


@pytest.mark.parametrize("tiles", range(1, 17))
def test_every_number_of_doors_has_room(tiles: int) -> None:
    columns, rows = grid_shape(tiles)
    assert columns * rows >= tiles
    assert columns - rows in {0, 1}


def test_the_grid_is_the_boards() -> None:
    shapes = [grid_shape(tiles) for tiles in (0, 1, 2, 3, 5, 7, 10, 13, 40)]
    assert shapes == [(1, 1), (1, 1), (2, 1), (2, 2), (3, 2), (3, 3), (4, 3), (4, 4), (4, 4)]


def test_a_lifted_decision_stands_once_and_first(house: ExampleHouse) -> None:
    visits = VisitsToday()
    visits.replace(house.events, NOW.date())
    oldest = house.events[0]
    lifted = dataclasses.replace(oldest, id=EventId("lifted"), revision=1, at=NOW, verdict=Verdict.RECOGNISED)
    visits.add(lifted, NOW.date())
    visits.add(oldest, NOW.date())  # late news of an old revision change nothing
    assert visits.rows()[0] == lifted
    assert len(visits.rows()) == len(house.events)


def test_yesterdays_visits_go_at_midnight(house: ExampleHouse) -> None:
    visits = VisitsToday()
    visits.replace(house.events, NOW.date())
    visits.add(house.events[0], NOW.date() + dt.timedelta(days=1))
    assert visits.rows() == (house.events[0],)


def test_rows_say_who_and_why(house: ExampleHouse) -> None:
    words = Catalogue("en")
    said = {(row.title, row.why) for row in (visit_row(event, words) for event in house.events)}
    assert said == {
        ("Seo-yeon", "Front door"),
        ("Min-jun", "Garden gate"),
        ("Uncertain", "Ha-eun or Seo-yeon, 0.07 apart"),
        ("Unknown", "Nearest Min-jun, 0.23 too far"),
        ("Unknown", "Nearest Min-jun, 0.26 too far"),
    }


def test_an_erased_person_leaves_a_row_without_a_name(house: ExampleHouse) -> None:
    event = dataclasses.replace(house.events[-1], person_name=None, person_id=None, nearest=None, runner_up=None)
    row = visit_row(event, Catalogue("ko"))
    assert row.title == "확인됨"


def test_a_slot_makes_a_tile_only_when_there_is_news(house: ExampleHouse) -> None:
    door, names = house.report.doors[0], house.report.names
    frame = house.frames()[door.camera_id]
    slot = DoorSlot(door)
    now = Instant.read()
    first = slot.look(frame, names, now)
    assert first is not None
    assert first.state is TileState.LIVE
    assert slot.look(frame, names, now) is None
    slot.pause(Reason.of(PipelineReason.ENGINE_LOADING))
    paused = slot.look(frame, names, now)
    assert paused is not None
    assert paused.state is TileState.PAUSED
    later = Instant(now.monotonic_ns + 5_000_000_000, now.wall + dt.timedelta(seconds=5))
    stale = slot.look(None, names, later)  # the camera went; its last picture stays, and says that it is old
    assert stale is not None
    assert stale.state is TileState.STALE
