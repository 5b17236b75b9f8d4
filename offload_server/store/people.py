"""Rows of people and of what they consented to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, Row, Select, and_, delete, func, insert, select, update

from offload_server.household.records import ConsentId, ConsentRecord, PersonRecord
from offload_server.store.schema import consents, people, samples
from pipeline.types import PersonId


@dataclass(frozen=True, slots=True)
class People:
    """Repository of people and consents within one transaction."""

    connection: Connection

    def all(self) -> tuple[PersonRecord, ...]:
        """Everybody, by name."""
        rows = self.connection.execute(_people().order_by(people.c.name_key))
        return tuple(self._record(row) for row in rows)

    def find(self, person_id: PersonId) -> PersonRecord | None:
        row = self.connection.execute(_people().where(people.c.id == person_id)).one_or_none()
        return None if row is None else self._record(row)

    def id_of_name_key(self, name_key: str) -> PersonId | None:
        return self.connection.execute(select(people.c.id).where(people.c.name_key == name_key)).scalar_one_or_none()

    def names(self) -> dict[PersonId, str]:
        rows = self.connection.execute(select(people.c.id, people.c.name))
        return {row.id: row.name for row in rows}

    def insert(self, person_id: PersonId, name: str, name_key: str, created_at: dt.datetime) -> None:
        row = {"id": person_id, "name": name, "name_key": name_key, "created_at": created_at}
        self.connection.execute(insert(people).values(row))

    def rename(self, person_id: PersonId, name: str, name_key: str) -> None:
        self.connection.execute(
            update(people).where(people.c.id == person_id).values({"name": name, "name_key": name_key})
        )

    def pause(self, person_id: PersonId, at: dt.datetime | None) -> None:
        """Pause since ``at``; None ends it."""
        self.connection.execute(update(people).where(people.c.id == person_id).values({"paused_at": at}))

    def paused(self) -> frozenset[PersonId]:
        """Whoever is paused."""
        rows = self.connection.execute(select(people.c.id).where(people.c.paused_at.is_not(None)))
        return frozenset(row.id for row in rows)

    def delete(self, person_id: PersonId) -> None:
        """The row, and with it consents, samples and embeddings."""
        self.connection.execute(delete(people).where(people.c.id == person_id))

    def consents_of(self, person_id: PersonId) -> tuple[ConsentRecord, ...]:
        """Every consent, newest first, withdrawn ones too."""
        rows = self.connection.execute(
            select(consents)
            .where(consents.c.person_id == person_id)
            .order_by(consents.c.given_at.desc(), consents.c.id.desc())
        )
        return tuple(_consent(row) for row in rows)

    def insert_consent(self, consent: ConsentRecord) -> None:
        self.connection.execute(
            insert(consents).values(
                {
                    "id": consent.id,
                    "person_id": consent.person_id,
                    "given_by": consent.given_by,
                    "guardian": consent.guardian,
                    "text_version": consent.text_version,
                    "given_at": consent.given_at,
                    "withdrawn_at": consent.withdrawn_at,
                }
            )
        )

    def withdraw_consents(self, person_id: PersonId, at: dt.datetime) -> None:
        valid = and_(consents.c.person_id == person_id, consents.c.withdrawn_at.is_(None))
        self.connection.execute(update(consents).where(valid).values({"withdrawn_at": at}))

    def _record(self, row: Row[tuple[object, ...]]) -> PersonRecord:
        valid = (each for each in self.consents_of(row.id) if each.withdrawn_at is None)
        return PersonRecord(row.id, row.name, row.created_at, row.sample_count, next(valid, None), row.paused_at)


def _people() -> Select[tuple[object, ...]]:
    counted = select(func.count()).where(samples.c.person_id == people.c.id).scalar_subquery()
    return select(people, counted.label("sample_count"))


def _consent(row: Row[tuple[object, ...]]) -> ConsentRecord:
    return ConsentRecord(
        ConsentId(row.id), row.person_id, row.given_by, row.guardian, row.text_version, row.given_at, row.withdrawn_at
    )
