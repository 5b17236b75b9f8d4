"""What of a filter the database looks for."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, func, or_, select

from offload_server.household.names import name_key
from offload_server.household.records import EventFilter
from offload_server.store.schema import cameras, events, people
from pipeline.types import Verdict


def conditions(wanted: EventFilter) -> list[ColumnElement[bool]]:
    """The conditions on rows of ``events``; ``limit`` is the caller's."""
    number_before = select(events.c.number).where(events.c.id == wanted.before).scalar_subquery()
    made: dict[str, Callable[[], ColumnElement[bool]]] = {
        "camera_id": lambda: events.c.camera_id == wanted.camera_id,
        "person_id": lambda: events.c.person_id == wanted.person_id,
        "verdict": lambda: events.c.verdict == wanted.verdict,
        "since": lambda: events.c.at >= wanted.since,
        "until": lambda: events.c.at < wanted.until,
        "before": lambda: events.c.number < number_before,
        "text": lambda: _mentions(name_key(wanted.text or "")),
    }
    return [condition() for name, condition in made.items() if getattr(wanted, name) is not None]


def _mentions(key: str) -> ColumnElement[bool]:
    """The door, whoever was recognised or was nearest, and the other one of two who could not be told apart.

    Names are those of today; the last name of a door that was removed is compared without regard to ASCII case only.
    """
    named = select(people.c.id).where(func.instr(people.c.name_key, key) > 0)
    doors = select(cameras.c.id).where(func.instr(cameras.c.name_key, key) > 0)
    removed = events.c.camera_id.not_in(select(cameras.c.id))
    return or_(
        events.c.camera_id.in_(doors),
        and_(removed, func.instr(func.lower(events.c.camera_name), key) > 0),
        events.c.person_id.in_(named),
        events.c.nearest_person_id.in_(named),
        and_(events.c.verdict == Verdict.UNCERTAIN, events.c.runner_up_person_id.in_(named)),
    )
