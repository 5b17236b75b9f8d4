"""Rows of events and their snapshots. People are ids here; their names are looked up at reading."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, or_, select, update

from offload_server.household.records import EventFilter, EventId, EventRecord, NamedDistance
from offload_server.store.schema import cameras, events, people, snapshots
from offload_server.store.vault import Owner, Vault
from pipeline.types import LivenessLevel, PersonId, Reason, Verdict, VisitId

ERASED_PERSON = PersonId("erased")
"""Stands for everybody who was erased: the distance stays, whose it was does not."""
_PICTURE = "snapshot"


@dataclass(frozen=True, slots=True)
class Events:
    """Repository of events and snapshots within one transaction."""

    connection: Connection
    vault: Vault

    def find(self, event_id: EventId) -> EventRecord | None:
        return self._one(events.c.id == event_id)

    def find_revision(self, visit_id: VisitId, revision: int) -> EventRecord | None:
        return self._one(events.c.visit_id == visit_id, events.c.revision == revision)

    def insert(self, record: EventRecord) -> None:
        """Write ``record``, all but its names; ``has_snapshot`` follows from ``insert_snapshot``."""
        self.connection.execute(insert(events).values(_row(record)))

    def insert_snapshot(self, record: EventRecord, picture: bytes) -> None:
        """Seal the JPEG under the visit that it shows."""
        sealed = self.vault.seal(Owner("visit", record.visit_id), _PICTURE, record.id, picture)
        row = {"event_id": record.id, "visit_id": record.visit_id, "taken_at": record.at, "sealed_picture": sealed}
        self.connection.execute(insert(snapshots).values(row))

    def snapshot(self, event_id: EventId) -> bytes | None:
        row = self.connection.execute(
            select(snapshots.c.visit_id, snapshots.c.sealed_picture).where(snapshots.c.event_id == event_id)
        ).one_or_none()
        if row is None:
            return None
        return self.vault.open(Owner("visit", row.visit_id), _PICTURE, event_id, row.sealed_picture)

    def page(self, wanted: EventFilter, limit: int) -> tuple[EventRecord, ...]:
        """Up to ``limit`` events, newest first."""
        numbered = select(events).where(*_conditions(wanted)).order_by(events.c.number.desc()).limit(limit)
        return self._records(self.connection.execute(numbered).all())

    def make_anonymous(self, person_id: PersonId) -> int:
        """Take the person out of every event, and their pictures with them; how many events that were."""
        theirs = self.connection.execute(select(events.c.visit_id).where(events.c.person_id == person_id)).scalars()
        for visit_id in set(theirs):
            self.erase_snapshots(VisitId(visit_id))
        mentioned = self.connection.execute(
            select(func.count()).select_from(events).where(or_(*(column == person_id for column in _PEOPLE)))
        ).scalar_one()
        for column, stand_in in ((_PEOPLE[0], None), (_PEOPLE[1], ERASED_PERSON), (_PEOPLE[2], ERASED_PERSON)):
            self.connection.execute(update(events).where(column == person_id).values({column.name: stand_in}))
        return mentioned

    def visits_with_snapshots_before(self, moment: dt.datetime) -> tuple[VisitId, ...]:
        """Visits whose newest snapshot is older than ``moment``."""
        rows = self.connection.execute(
            select(snapshots.c.visit_id).group_by(snapshots.c.visit_id).having(func.max(snapshots.c.taken_at) < moment)
        )
        return tuple(VisitId(row.visit_id) for row in rows)

    def erase_snapshots(self, visit_id: VisitId) -> None:
        """The snapshots of a visit and the key that they were sealed with."""
        self.vault.erase(Owner("visit", visit_id))
        self.connection.execute(delete(snapshots).where(snapshots.c.visit_id == visit_id))

    def _one(self, *conditions: ColumnElement[bool]) -> EventRecord | None:
        rows = self.connection.execute(select(events).where(*conditions)).all()
        return next(iter(self._records(rows)), None)

    def _records(self, rows: Any) -> tuple[EventRecord, ...]:
        ids = [row.id for row in rows]
        names = {row.id: row.name for row in self.connection.execute(select(people.c.id, people.c.name))}
        places = {row.id: row.name for row in self.connection.execute(select(cameras.c.id, cameras.c.name))}
        pictured = set(
            self.connection.execute(select(snapshots.c.event_id).where(snapshots.c.event_id.in_(ids))).scalars()
        )
        records = (_record(row, names, row.id in pictured) for row in rows)
        return tuple(replace(each, camera_name=places.get(each.camera_id, each.camera_name)) for each in records)


_PEOPLE = (events.c.person_id, events.c.nearest_person_id, events.c.runner_up_person_id)


def _conditions(wanted: EventFilter) -> list[ColumnElement[bool]]:
    number_before = select(events.c.number).where(events.c.id == wanted.before).scalar_subquery()
    conditions: dict[str, Callable[[], ColumnElement[bool]]] = {
        "camera_id": lambda: events.c.camera_id == wanted.camera_id,
        "person_id": lambda: events.c.person_id == wanted.person_id,
        "verdict": lambda: events.c.verdict == wanted.verdict,
        "since": lambda: events.c.at >= wanted.since,
        "until": lambda: events.c.at < wanted.until,
        "before": lambda: events.c.number < number_before,
    }
    return [condition() for name, condition in conditions.items() if getattr(wanted, name) is not None]


def _row(record: EventRecord) -> dict[str, object]:
    nearest, runner_up = record.nearest, record.runner_up
    plain = (
        "id",
        "visit_id",
        "revision",
        "camera_id",
        "camera_name",
        "at",
        "person_id",
        "threshold",
        "false_match_rate",
        "unit",
        "margin",
        "frames_used",
        "attempts",
        "newest_frame_age_ms",
    )
    return {name: getattr(record, name) for name in plain} | {
        "verdict": record.verdict.value,
        "nearest_person_id": nearest.person_id if nearest else None,
        "nearest_distance": nearest.distance if nearest else None,
        "runner_up_person_id": runner_up.person_id if runner_up else None,
        "runner_up_distance": runner_up.distance if runner_up else None,
        "liveness": int(record.liveness),
        "reasons": json.dumps([[reason.code, reason.figures()] for reason in record.reasons]),
    }


def _record(row: Row[Any], names: Mapping[str, str], has_snapshot: bool) -> EventRecord:
    return EventRecord(
        id=row.id,
        visit_id=row.visit_id,
        revision=row.revision,
        camera_id=row.camera_id,
        camera_name=row.camera_name,
        at=row.at,
        verdict=Verdict(row.verdict),
        person_id=row.person_id,
        person_name=names.get(row.person_id),
        nearest=_named(row.nearest_person_id, row.nearest_distance, names),
        runner_up=_named(row.runner_up_person_id, row.runner_up_distance, names),
        threshold=row.threshold,
        false_match_rate=row.false_match_rate,
        unit=row.unit,
        margin=row.margin,
        frames_used=row.frames_used,
        attempts=row.attempts,
        newest_frame_age_ms=row.newest_frame_age_ms,
        liveness=LivenessLevel(row.liveness),
        reasons=tuple(Reason.of(code, **figures) for code, figures in json.loads(row.reasons)),
        has_snapshot=has_snapshot,
    )


def _named(person_id: str | None, distance: float | None, names: Mapping[str, str]) -> NamedDistance | None:
    if person_id is None or distance is None:
        return None
    return NamedDistance(PersonId(person_id), names.get(person_id), distance)
