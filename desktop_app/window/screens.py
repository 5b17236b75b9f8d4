"""The screens that exist, in the order of the rail: one line a screen.

Each is imported when it is made: the window is to be on the screen before what nobody has opened yet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from desktop_app.speech import Speech
from desktop_app.station import Station
from desktop_app.station_state import StationState
from desktop_app.wall.wall_model import WallReport
from desktop_app.window.rail import RailItem
from desktop_app.window.ways import Ways


class Screen(Protocol):
    """What the window tells every screen; each is a QWidget too."""

    def show_state(self, state: StationState) -> None:
        """The station's state changed."""

    def show_report(self, report: WallReport) -> None:
        """Doors or people changed (looked at twice a second)."""

    def open_about(self, about: object) -> None:
        """Somebody was sent here to see this; None: nothing in particular."""


@runtime_checkable
class KnowsKeys(Protocol):
    """A screen with keys of its own, for the sheet on F1: (key, code of its sentence)."""

    def keys(self) -> tuple[tuple[str, str], ...]: ...


def keys_of(screen: object) -> tuple[tuple[str, str], ...]:
    """What the keys do on this screen; nothing where it has none of its own."""
    return screen.keys() if isinstance(screen, KnowsKeys) else ()


@runtime_checkable
class KeepsUnsaved(Protocol):
    """A screen on which something would be lost by quitting."""

    def unsaved(self) -> str: ...


def unsaved_in(screen: object) -> str:
    """Whose enrolment is not saved yet; empty when nothing would be lost."""
    return screen.unsaved() if isinstance(screen, KeepsUnsaved) else ""


@dataclass(frozen=True, slots=True)
class ScreenEntry:
    """``make`` gives a QWidget that is a ``Screen``."""

    item: RailItem
    make: Callable[[Speech, Station, Ways], QWidget]


def _live(speech: Speech, station: Station, ways: Ways) -> QWidget:
    from desktop_app.wall.wall_screen import WallScreen

    return WallScreen(speech, station, ways)


def _enrol(speech: Speech, station: Station, ways: Ways) -> QWidget:
    from desktop_app.enrolment.enrol_screen import EnrolScreen

    return EnrolScreen(speech, station, ways)


def _people(speech: Speech, station: Station, ways: Ways) -> QWidget:
    from desktop_app.people.people_screen import PeopleScreen

    return PeopleScreen(speech, station, ways)


def _events(speech: Speech, station: Station, ways: Ways) -> QWidget:
    from desktop_app.events.events_screen import EventsScreen

    return EventsScreen(speech, station, ways)


SCREENS: tuple[ScreenEntry, ...] = (
    ScreenEntry(RailItem("live", "window_live", "layout-grid", "Ctrl+1"), _live),
    ScreenEntry(RailItem("enrol", "enrol_title", "scan-face", "Ctrl+2"), _enrol),
    ScreenEntry(RailItem("people", "people_title", "users-round", "Ctrl+3"), _people),
    ScreenEntry(RailItem("events", "events_screen", "rotate-ccw-clock", "Ctrl+4"), _events),
)
"""Keys count from the top (board.md 5)."""
