"""A household with two people, enrolled by the real use-cases; the engine's faces are made up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.application import Application
from desktop_app.people.people_screen import PeopleScreen
from offload_server.household.consents import ConsentGiven
from offload_server.household.enrolment import enrol_picture
from offload_server.household.house import House
from offload_server.household.people import add_person
from offload_server.household.records import PersonRecord
from offload_server.trust.principals import LocalAdmin
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_observation
from tests.offload_server.household.faces import face, near, person

_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(frozen=True)
class Home:
    """A running station in front of the People screen."""

    station: Application
    qtbot: QtBot
    screen: PeopleScreen
    minji: PersonRecord
    jiho: PersonRecord

    def ask(
        self, function: Callable[Concatenate[LocalAdmin, House, _P], Awaitable[_T]], *args: _P.args, **kwargs: _P.kwargs
    ) -> _T:
        """What a use-case answers on the server's loop."""
        return ask(self.station, self.qtbot, function, *args, **kwargs)

    def come_forward(self) -> None:
        """The window system of tests forgets now and then which window is in front; keys need one."""
        self.station.window.activateWindow()
        self.until(self.station.window.isActiveWindow)

    def until(self, holds: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=20_000)


def ask(
    station: Application,
    qtbot: QtBot,
    function: Callable[Concatenate[LocalAdmin, House, _P], Awaitable[_T]],
    *args: _P.args,
    **kwargs: _P.kwargs,
) -> _T:
    got: list[_T] = []
    bridge = station.station.bridge
    bridge.call(function, LocalAdmin(), bridge.house, *args, **kwargs).then(got.append)
    qtbot.waitUntil(lambda: bool(got), timeout=20_000)
    return got[0]


@pytest.fixture
def home(station: Application, qtbot: QtBot, engine: FakeEngine) -> Home:
    """Minji has six samples, the last of them doubtful; Jiho has two."""
    consent = ConsentGiven("Minji", guardian=False, text_version=station.station.bridge.house.consent_text.version)
    people = [ask(station, qtbot, add_person, name, consent) for name in ("Minji", "Jiho")]
    for who, seed, distances in ((people[0], 1, (0.4, 0.4, 0.4, 0.4, 0.4, 1.3)), (people[1], 2, (0.4, 0.4))):
        for number, far in enumerate(distances):
            engine.picture_answer = fake_observation(faces=(face(near(person(seed), far, number)),))
            ask(station, qtbot, enrol_picture, who.id, b"photo", accept_alike=True)
    station.window.resize(1280, 800)
    station.window.show_screen("people")
    screen = station.window.screen_named("people", PeopleScreen)
    home = Home(station, qtbot, screen, *people)
    home.until(lambda: len(screen.view.cards.cards.cards) == 2)
    home.until(lambda: len(station.station.report.names) == 2)  # what changes from here on is a change to it
    home.come_forward()
    return home
