"""What the Live screen knows of the house: its doors and today's visits. Knows no Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.wall.camera_calls import WaitingCamera
from offload_server.household.records import EventFilter, EventRecord
from pipeline.types import CameraId, PersonId, Reason, VisitId

if TYPE_CHECKING:
    from offload_server.household.house import House
    from offload_server.household.records import CameraRecord
    from offload_server.local_cameras import LocalCameras

MAX_DOORS = 16
"""The largest grid, 4 x 4 (board.md 3)."""
MAX_VISITS = 200
"""One page of events: nobody scrolls through more in a panel; the Events screen is for that."""


@dataclass(frozen=True, slots=True)
class Door:
    """One camera as the wall shows it."""

    camera_id: CameraId
    name: str
    is_connected: bool
    last_seen_at: dt.datetime
    problem: Reason | None = None
    """Why a camera that this PC opens itself gives no pictures."""


@dataclass(frozen=True, slots=True)
class WallReport:
    """The house at one moment."""

    doors: tuple[Door, ...]
    names: dict[PersonId, str]
    to_enrol_again: frozenset[PersonId] = frozenset()
    """Enrolled by another network than the one in force: recognised by no door until they enrol again."""
    waiting: tuple[WaitingCamera, ...] = ()
    """Connected, and not confirmed by the admin yet; the one of longest ago first."""

    @property
    def live(self) -> int:
        """How many doors are connected."""
        return sum(door.is_connected for door in self.doors)


async def read_wall(house: House, local: LocalCameras | None = None) -> WallReport:
    """On the server's loop: the doors in the order in which they first came, who waits, and who is enrolled."""
    from offload_server.household.cameras import list_cameras
    from offload_server.household.comparable import people_to_enrol_again
    from offload_server.household.people import list_people
    from offload_server.trust.principals import LocalAdmin

    cameras = sorted(await list_cameras(LocalAdmin(), house), key=lambda camera: (camera.first_seen_at, camera.id))
    people = await list_people(LocalAdmin(), house)
    problems = local.problems() if local is not None else {}
    doors = tuple(
        Door(camera.id, camera.name, house.views.is_connected(camera.id), camera.last_seen_at, problems.get(camera.id))
        for camera in cameras
        if camera.confirmed_at is not None
    )
    lost = await people_to_enrol_again(LocalAdmin(), house)
    return WallReport(
        doors,
        {person.id: person.name for person in people},
        frozenset(person.id for person in lost),
        _waiting(house, cameras),
    )


def _waiting(house: House, cameras: Iterable[CameraRecord]) -> tuple[WaitingCamera, ...]:
    found = ((camera, house.standing.address_of(camera.id)) for camera in cameras)
    return tuple(WaitingCamera(camera.id, camera.name, address) for camera, address in found if address is not None)


async def read_visits_today(house: House, now: dt.datetime) -> tuple[EventRecord, ...]:
    """On the server's loop: today's decisions, newest first; ``now`` is aware and of the reader's time zone."""
    from offload_server.household.events import list_events
    from offload_server.trust.principals import LocalAdmin

    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    page = await list_events(LocalAdmin(), house, EventFilter(since=midnight, limit=MAX_VISITS))
    return page.events


async def read_snapshot(house: House, event: EventRecord) -> bytes:
    """On the server's loop: the event's picture as JPEG; NotFoundError."""
    from offload_server.household.events import event_snapshot
    from offload_server.trust.principals import LocalAdmin

    return await event_snapshot(LocalAdmin(), house, event.id)


def grid_shape(tiles: int) -> tuple[int, int]:
    """Columns and rows for so many tiles (board.md 3); at least one place."""
    shapes = ((1, (1, 1)), (2, (2, 1)), (4, (2, 2)), (6, (3, 2)), (9, (3, 3)), (12, (4, 3)))
    return next((shape for most, shape in shapes if tiles <= most), (4, 4))


class VisitsToday:
    """Today's visits, newest first; a visit whose decision was lifted stands once, as it is now."""

    def __init__(self) -> None:
        self._day: dt.date | None = None
        self._visits: dict[VisitId, EventRecord] = {}

    def replace(self, events: Iterable[EventRecord], today: dt.date) -> None:
        """Begin anew with ``events`` in any order."""
        self._day = today
        self._visits = {}
        for event in sorted(events, key=lambda each: (each.at, each.revision)):
            self._take(event)

    def add(self, event: EventRecord, today: dt.date) -> None:
        """A decision was recorded; on a new day the visits of the day before are gone."""
        if today != self._day:
            self.replace((), today)
        self._take(event)

    def rows(self) -> tuple[EventRecord, ...]:
        """Newest first."""
        return tuple(reversed(self._visits.values()))[:MAX_VISITS]

    def _take(self, event: EventRecord) -> None:
        known = self._visits.get(event.visit_id)
        if known is not None and known.revision > event.revision:
            return
        self._visits.pop(event.visit_id, None)
        self._visits[event.visit_id] = event
