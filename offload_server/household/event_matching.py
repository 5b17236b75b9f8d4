"""Whether a filter wants an event: the same answer as the database gives, for news that are not read from it."""

from __future__ import annotations

from offload_server.household.names import name_key
from offload_server.household.records import EventFilter, EventRecord
from pipeline.types import Verdict


def is_wanted(event: EventRecord, wanted: EventFilter) -> bool:
    """Whether ``event`` belongs to the list of ``wanted``; ``before`` and ``limit`` say nothing of that."""
    same = (
        (wanted.camera_id, event.camera_id),
        (wanted.person_id, event.person_id),
        (wanted.verdict, event.verdict),
    )
    if any(asked is not None and asked != found for asked, found in same):
        return False
    if wanted.since is not None and event.at < wanted.since:
        return False
    if wanted.until is not None and event.at >= wanted.until:
        return False
    return wanted.text is None or any(name_key(wanted.text) in name_key(name) for name in spoken_of(event))


def spoken_of(event: EventRecord) -> tuple[str, ...]:
    """The names of the door, of whoever was recognised or nearest, and of the other one of two too alike."""
    alike = event.runner_up if event.verdict is Verdict.UNCERTAIN else None
    others = (None if each is None else each.name for each in (event.nearest, alike))
    return tuple(name for name in (event.camera_name, event.person_name, *others) if name)
