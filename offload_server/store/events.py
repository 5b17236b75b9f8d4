"""Rows of events and their snapshots. People are ids here; their names are looked up at reading."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, or_, select, update

from offload_server.household.records import EventFilter, EventId, EventRecord, NamedDistance
from offload_server.store.event_search import conditions
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
        """Write ``record``, all but its names; ``has_snapshot`` follows from ``insert_snapshot``.

        It takes the place of an earlier decision of the same visit.
        """
        made = insert(events).values(_row(record)).returning(events.c.number)
        number = self.connection.execute(made).scalar_one()
        if record.revision > 0:
            earlier = and_(events.c.visit_id == record.visit_id, events.c.revision < record.revision)
            known = and_(earlier, events.c.superseded_by.is_(None))
            self.connection.execute(update(events).where(known).values({"superseded_by": number}))

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
        numbered = select(events).where(*conditions(wanted)).order_by(events.c.number.desc()).limit(limit)
        return self.records(self.connection.execute(numbered).all())

    def newest_of_each(self) -> dict[PersonId, EventRecord]:
        """The newest event of everybody who was ever recognised, or uncertainly taken for somebody."""
        newest: dict[PersonId, int] = {}
        taken_for = events.c.verdict == Verdict.UNCERTAIN.value
        for column, condition in ((_PEOPLE[0], _PEOPLE[0].is_not(None)), (_PEOPLE[1], taken_for)):
            rows = self.connection.execute(
                select(column.label("who"), func.max(events.c.number).label("number")).where(condition).group_by(column)
            )
            for row in rows:
                newest[row.who] = max(row.number, newest.get(row.who, 0))
        numbers = {number: who for who, number in newest.items() if who not in {None, ERASED_PERSON}}
        found = self.connection.execute(select(events).where(events.c.number.in_(numbers))).all()
        by_id = {row.id: numbers[row.number] for row in found}
        return {by_id[record.id]: record for record in self.records(found)}

    def count_mentioning(self, person_id: PersonId) -> int:
        """In how many events a person stands, as the one recognised or as one of the nearest."""
        return self.connection.execute(
            select(func.count()).select_from(events).where(or_(*(column == person_id for column in _PEOPLE)))
        ).scalar_one()

    def make_anonymous(self, person_id: PersonId) -> int:
        """Take the person out of every event, and their pictures with them; how many events that were."""
        theirs = self.connection.execute(select(events.c.visit_id).where(events.c.person_id == person_id)).scalars()
        for visit_id in set(theirs):
            self.erase_snapshots(VisitId(visit_id))
        mentioned = self.count_mentioning(person_id)
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

    def delete_before(self, moment: dt.datetime) -> int:
        """Every event older than ``moment``, with its visit's pictures and their key; how many events."""
        old = events.c.at < moment
        pictured = select(snapshots.c.visit_id).join(events, events.c.id == snapshots.c.event_id).where(old)
        for visit_id in set(self.connection.execute(pictured).scalars()):
            self.erase_snapshots(VisitId(visit_id))
        return self.connection.execute(delete(events).where(old)).rowcount

    def _one(self, *conditions: ColumnElement[bool]) -> EventRecord | None:
        rows = self.connection.execute(select(events).where(*conditions)).all()
        return next(iter(self.records(rows)), None)

    def records(self, rows: Sequence[Row[Any]]) -> tuple[EventRecord, ...]:
        """Rows of the table with the names of today."""
        ids = [row.id for row in rows]
        names = {row.id: row.name for row in self.connection.execute(select(people.c.id, people.c.name))}
        places = {row.id: row.name for row in self.connection.execute(select(cameras.c.id, cameras.c.name))}
        pictured = set(
            self.connection.execute(select(snapshots.c.event_id).where(snapshots.c.event_id.in_(ids))).scalars()
        )
        records = (_record(row, names, row.id in pictured) for row in rows)
        return tuple(replace(each, camera_name=places.get(each.camera_id, each.camera_name)) for each in records)


_PEOPLE = (events.c.person_id, events.c.nearest_person_id, events.c.runner_up_person_id)


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
