"""The People screen: who is safe, who needs a better sample? (board.md 3)"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.people.changes import Changes
from desktop_app.people.dates import say_date
from desktop_app.people.errands import read_household, read_picture
from desktop_app.people.people_model import Household, Member
from desktop_app.people.people_view import PeopleView
from desktop_app.people.person_words import Teller
from desktop_app.people.pictures import SamplePictures
from desktop_app.speech import Speech
from desktop_app.station import Station, reason_of
from desktop_app.station_state import Phase, StationState
from desktop_app.wall.wall_model import WallReport
from desktop_app.window.ways import Ways
from offload_server.household.records import EventRecord, PersonRecord, SampleId
from pipeline.types import PersonId, Reason, Verdict

_POLLS_A_GLANCE: Final = 900
"""Half a minute: "2 min ago" has to become "3 min ago"."""


class PeopleScreen(QWidget):
    """Reads the household on the server's loop, draws it, and hands on what the user changes."""

    def __init__(self, speech: Speech, station: Station, ways: Ways) -> None:
        super().__init__()
        self._speech = speech
        self._station = station
        self._ways = ways
        self._household: Household | None = None
        self._problem: Reason | None = None
        self._chosen: PersonId | None = None
        self._stale = True
        self._reading = 0
        self._polls = 0
        self._is_engine_ready = False
        self.changes = Changes(station, ways, self.load)
        self.pictures = SamplePictures(self._fetch)
        self.view = PeopleView(speech, self.pictures)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._wire()
        self._wire_changes()
        self._draw()

    def show_state(self, state: StationState) -> None:
        """Draw what the station is at; a recogniser that is there at last can compare."""
        ready = state.engine is not None and state.engine.ready
        if state.phase is not Phase.RUNNING:
            self._household = None
            self._stale = True
        elif ready != self._is_engine_ready:
            self.load()
        self._is_engine_ready = ready
        self._draw()

    def show_report(self, report: WallReport) -> None:
        """Somebody came or went, or was renamed, perhaps elsewhere."""
        if self._household is not None and report.names != self._household.names:
            self.load()

    def open_about(self, about: object) -> None:
        """Show one person; nobody in particular: as it was."""
        if isinstance(about, str):
            self.view.search.clear()
            self.open_person(PersonId(about))
        self.load()  # whoever comes from an enrolment has changed somebody

    def keys(self) -> tuple[tuple[str, str], ...]:
        """For the sheet on F1."""
        return (
            ("Ctrl+F", "people_search"),
            ("Enter", "people_panel"),
            ("F2", "people_rename"),
            ("Delete", "people_erase"),
        )

    def load(self) -> None:
        """Read everything anew, now or when somebody looks."""
        bridge = self._station.bridge
        if not bridge.is_attached or not self.isVisible():
            self._stale = True
            return
        self._stale = False
        self._reading += 1
        number = self._reading
        bridge.call(read_household, bridge.house).then(
            lambda household: self._take(number, household), lambda error: self._fail(number, error)
        )

    def show_household(self, household: Household) -> None:
        """Draw these people."""
        self._household, self._problem = household, None
        self.pictures.keep_only({sample.id for member in household.members for sample in member.samples})
        if self.member is None:
            self._chosen = household.members[0].id if household.members and not self.view.is_drawer else None
        self._draw()

    def show_event(self, event: EventRecord) -> None:
        """A decision was recorded: whoever it is about was seen."""
        nearest = event.nearest.person_id if event.nearest is not None else None
        about = nearest if event.verdict is Verdict.UNCERTAIN else event.person_id
        household = self._household
        if household is not None and household.find(about) is not None:
            seen = (
                dataclasses.replace(each, last_event=event) if each.id == about else each for each in household.members
            )
            self._household = dataclasses.replace(household, members=tuple(seen))
            self._draw()

    def open_person(self, person_id: PersonId) -> None:
        """Show this person in the panel, and the panel."""
        self._chosen = person_id
        self.view.panel_button.setChecked(True)
        self._draw()

    @property
    def member(self) -> Member | None:
        """Whoever the panel shows."""
        return self._household.find(self._chosen) if self._household is not None else None

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's
        super().showEvent(event)
        if self._stale:
            self.load()
        self.view.focus_cards()

    def _take(self, number: int, household: Household) -> None:
        if number == self._reading:
            self.show_household(household)

    def _fail(self, number: int, error: BaseException) -> None:
        if number == self._reading:
            self._household, self._problem = None, reason_of(error)
            self._draw()

    def _fetch(self, person_id: PersonId, sample_id: SampleId) -> None:
        bridge = self._station.bridge
        if bridge.is_attached:
            bridge.call(read_picture, bridge.house, person_id, sample_id).then(
                lambda jpeg: self.pictures.show_picture(sample_id, jpeg),
                lambda _: None,  # removed meanwhile: the next reading takes it off the screen
            )

    def _draw(self) -> None:
        if self._household is not None:
            self.view.show_people(self._household, self.member, self._teller())
            return
        if self._station.state.phase not in {Phase.STARTING, Phase.RUNNING}:
            self.view.show_page(self.view.down)
        elif self._problem is not None:
            self.view.unread.more.say(self._problem.code, **self._problem.figures())
            self.view.show_page(self.view.unread)
        else:
            self.view.show_page(self.view.skeleton)

    def _teller(self) -> Teller:
        words, now = self._speech.words, dt.datetime.now().astimezone()
        return Teller(words, lambda day: say_date(words.language, day, now.date()), now)

    def _move(self, person_id: PersonId) -> None:
        """The arrows show whoever is marked, but never pull a drawer out."""
        if person_id != self._chosen and self._household is not None:
            self._chosen = person_id
            self.view.show_member(self._household, self.member, self._teller())

    def _open_first_found(self) -> None:
        found = self.view.cards.cards.card(0)
        if found is not None:
            self.open_person(found.person_id)
            self.view.cards.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _glance(self) -> None:
        self._polls += 1
        if self._polls % _POLLS_A_GLANCE == 0 and self.isVisible():
            self._draw()

    def _begin_anew(self) -> None:
        """The server is another one now."""
        self._reading += 1
        self._household = self._problem = None
        self._chosen = None
        self._stale = True
        self.pictures.keep_only(())
        self._draw()

    def _enrol(self, person_id: PersonId | None) -> None:
        self._ways.go("enrol", person_id)

    def _wire(self) -> None:
        station, view = self._station, self.view
        station.started.connect(self.load)
        station.begun_anew.connect(self._begin_anew)
        station.polled.connect(self._glance)
        station.bridge.event_recorded.connect(self.show_event)
        self._speech.changed.connect(self._draw)
        view.search_changed.connect(self._draw)
        view.search.returnPressed.connect(self._open_first_found)
        view.unread.acted.connect(self.load)
        for asks in (view.enrol.clicked, view.empty.acted, view.cards.enrol_asked):
            asks.connect(lambda *_: self._enrol(None))
        view.cards.opened.connect(lambda person_id: self.open_person(PersonId(person_id)))
        view.cards.moved.connect(lambda person_id: self._move(PersonId(person_id)))

    def _wire_changes(self) -> None:
        panel, changes = self.view.panel, self.changes
        panel.add_asked.connect(lambda: self._enrol(self._chosen))
        panel.renamed.connect(lambda name: self._about_member(lambda person: changes.rename(person, name)))
        panel.paused.connect(lambda on: self._about_member(lambda person: changes.pause(person, on)))
        panel.removed.connect(lambda which: self._about_member(lambda person: changes.remove(person, which)))
        for source in (panel, self.view.cards):
            source.erase_asked.connect(
                lambda: self._about_member(lambda person: changes.ask_to_erase(person, self._speech, self))
            )

    def _about_member(self, act: Callable[[PersonRecord], None]) -> None:
        if self.member is not None:
            act(self.member.person)
