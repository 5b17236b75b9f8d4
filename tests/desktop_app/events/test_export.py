"""The exported table: whole or not at all, complete, and harmless to whoever opens it in a spreadsheet."""

from __future__ import annotations

import csv
import dataclasses
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.events.export import ExportStoppedError, cells, guarded, heading, write_csv
from offload_server.data_folder import DataFolder
from offload_server.household.house import House, close_house, open_house
from offload_server.household.records import EventFilter
from offload_server.household.visits import record_decision
from offload_server.trust.principals import Housekeeper
from pipeline.types import Verdict
from resources.catalogue import LANGUAGES, Catalogue
from tests.desktop_app.events.filling import fill
from tests.desktop_app.events.made_up import MINJI, event
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_decision

ENGLISH = Catalogue("en")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    engine = FakeEngine()
    engine.start()
    opened = await open_house(DataFolder(tmp_path / "data"), engine)
    yield opened
    await close_house(opened)
    engine.stop()


def _read(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def _on(_written: int, _total: int) -> bool:
    return True


async def test_every_row_is_written_once_newest_first(house: House, tmp_path: Path) -> None:
    await fill(house, 450)
    told: list[tuple[int, int]] = []
    file = tmp_path / "events.csv"

    def progress(written: int, total: int) -> bool:
        told.append((written, total))
        return True

    assert await write_csv(house, file, EventFilter(), ENGLISH, progress) == 450
    rows = _read(file)
    assert rows[0] == heading(ENGLISH)
    assert len(rows) == 451
    times = [row[0] for row in rows[1:]]
    assert times == sorted(times, reverse=True)
    assert len(set(times)) == 450
    assert told == [(200, 450), (400, 450), (450, 450)]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600, "names of the household are for the user alone"
    assert file.read_bytes().startswith(b"\xef\xbb\xbf"), "or Excel would not read Korean"


async def test_a_lifted_visit_is_one_row(house: House, tmp_path: Path) -> None:
    first = fake_decision("v1", Verdict.UNKNOWN)
    for decision in (first, dataclasses.replace(first, revision=1), fake_decision("v2", Verdict.UNKNOWN)):
        await record_decision(Housekeeper(), house, decision)
    assert await write_csv(house, tmp_path / "e.csv", EventFilter(), ENGLISH, _on) == 2


async def test_the_filter_holds(house: House, tmp_path: Path) -> None:
    doors, _ = await fill(house, 120)
    await write_csv(house, tmp_path / "e.csv", EventFilter(camera_id=doors[3]), ENGLISH, _on)
    assert {row[1] for row in _read(tmp_path / "e.csv")[1:]} == {"Stairwell"}


async def test_a_stopped_or_failed_export_leaves_nothing(house: House, tmp_path: Path) -> None:
    await fill(house, 450)
    folder = tmp_path / "out"
    folder.mkdir()
    old = folder / "events.csv"
    old.write_text("what was there before")
    with pytest.raises(ExportStoppedError):
        await write_csv(house, old, EventFilter(), ENGLISH, lambda written, _: written < 400)
    assert [file.name for file in folder.iterdir()] == ["events.csv"]
    assert old.read_text() == "what was there before"
    with pytest.raises(OSError, match="No such file"):
        await write_csv(house, folder / "nowhere" / "events.csv", EventFilter(), ENGLISH, _on)


@pytest.mark.parametrize(
    "name", ["=1+1", "+49", "-2", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0", "＝1", "\r=1", '=HYPERLINK("http://x")']
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_is_a_formula(name: str, language: str) -> None:
    """CWE-1236: a spreadsheet runs what begins like a formula."""
    record = event(person_name=name, camera_name=name, nearest=dataclasses.replace(MINJI, name=name))
    for cell in cells(record, Catalogue(language)):
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")), cell
        assert not cell.startswith(("\t", "\r", "\n"))


@given(st.text(max_size=12))
def test_guarding_loses_nothing(text: str) -> None:
    said = guarded(text)
    assert said in {text, f"'{text}"}
    assert guarded(said) == said, "what is guarded needs no more"


def test_plain_names_stay_as_they_are() -> None:
    row = cells(event(), ENGLISH)
    assert len(row) == len(heading(ENGLISH))
    assert row[1:6] == ["Front door", "Recognised", "Minji", "Minji", "0.8100"]
    erased = cells(event(person_id=None, person_name=None), ENGLISH)
    assert erased[3] == "", "nobody is named who was erased"
