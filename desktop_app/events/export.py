"""The record as a table for other programs: CSV without pictures. Knows no Qt; nothing here runs on the GUI thread.

A cell that begins like a formula is run by spreadsheets when the file is opened (CWE-1236), and names come from people
and cameras: such text gets an apostrophe in front, as OWASP advises.
"""

from __future__ import annotations

import asyncio
import contextlib
import csv
import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop_app.events.event_row import title_of
from desktop_app.events.event_story import event_story
from desktop_app.painting.strip_model import unit_text
from offload_server.household.records import EventFilter, EventRecord, NamedDistance
from resources.catalogue import Catalogue

if TYPE_CHECKING:
    from offload_server.household.house import House

_COLUMNS: Final = (
    "time", "door", "decision", "person", "nearest", "nearest_distance", "next", "next_distance", "threshold", "unit",
    "pictures", "comparisons", "decided_after_s", "why",
)  # fmt: skip
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PAGE_ROWS: Final = 200
Progress = Callable[[int, int], bool]
"""Told how many rows of how many are written; False stops."""


class ExportStoppedError(Exception):
    """Somebody stopped it; nothing was written."""


def heading(words: Catalogue) -> list[str]:
    """The names of the columns in the reader's language."""
    return [words.say(f"events_csv_{column}") for column in _COLUMNS]


def cells(event: EventRecord, words: Catalogue) -> list[str]:
    """One row; times are local, with their offset."""
    decision = words.say(f"verdict_{event.verdict.lower()}")
    person = title_of(event, words) if event.person_id or event.person_name else ""
    texts = [event.at.astimezone().isoformat(timespec="seconds"), guarded(event.camera_name), decision, guarded(person)]
    unit = unit_text(event.unit) if event.unit else ""
    evidence = [str(event.frames_used), str(event.attempts), f"{event.newest_frame_age_ms / 1000:.2f}"]
    near = [*_near(event.nearest, words), *_near(event.runner_up, words), _number(event.threshold), unit]
    return [*texts, *near, *evidence, guarded(event_story(event, words).why)]


def guarded(text: str) -> str:
    """``text`` so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS) else text


async def write_csv(house: House, file: Path, wanted: EventFilter, words: Catalogue, progress: Progress) -> int:
    """On the server's loop: write the whole list of ``wanted`` to ``file``; how many rows.

    The file appears whole or not at all, readable by the user alone. OSError, ExportStoppedError.
    """
    from offload_server.household.events import look_through, read_rows
    from offload_server.trust.principals import LocalAdmin

    paged = replace(wanted, limit=_PAGE_ROWS)
    listed = await look_through(LocalAdmin(), house, paged)
    unfinished = await asyncio.to_thread(_begin, file, heading(words))
    try:
        written, rows = 0, listed.first
        while rows:
            await asyncio.to_thread(_append, unfinished, rows, words)
            written += len(rows)
            _go_on(progress(written, listed.counts.total))
            following = replace(paged, before=rows[-1].id)
            rows = await read_rows(LocalAdmin(), house, following, listed.as_of, 0)
        await asyncio.to_thread(os.replace, unfinished, file)
    except BaseException:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise
    return written


def _go_on(may_go_on: bool) -> None:
    if not may_go_on:
        raise ExportStoppedError


def _begin(file: Path, columns: list[str]) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as stream:  # the mark tells Excel that it is UTF-8
        csv.writer(stream).writerow(columns)
    return Path(name)


def _append(file: Path, events: Iterable[EventRecord], words: Catalogue) -> None:
    with file.open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(cells(event, words) for event in events)


def _near(person: NamedDistance | None, words: Catalogue) -> list[str]:
    if person is None:
        return ["", ""]
    return [guarded(person.name or words.say("tile_name_unknown")), _number(person.distance)]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"
