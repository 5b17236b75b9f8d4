"""Who agreed to what, and how that ends."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from offload_server.errors import NotFoundError, RefusedError
from offload_server.household.house import House
from offload_server.household.names import clean_name
from offload_server.household.records import ConsentId, ConsentRecord, ConsentText, PersonRecord
from offload_server.reasons import ServerReason
from offload_server.store.store import Records
from offload_server.trust.principals import Principal, Scope
from pipeline.types import PersonId, Reason

READ = Scope.PEOPLE_READ
WRITE = Scope.PEOPLE_WRITE


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """A consent as it is handed in; with ``guardian`` the giver agrees for a child."""

    given_by: str
    guardian: bool
    text_version: str


async def current_text(principal: Principal, house: House) -> ConsentText:
    """The text that a consent is given to today, in every language; no I/O."""
    principal.require(READ)
    return house.consent_text


async def list_consents(principal: Principal, house: House, person_id: PersonId) -> tuple[ConsentRecord, ...]:
    """Every consent of a person, newest first, withdrawn ones too; NotFoundError."""
    principal.require(READ)

    def work(records: Records) -> tuple[ConsentRecord, ...]:
        _find(records, person_id)
        return records.people.consents_of(person_id)

    return await house.store.read(work)


async def record_consent(principal: Principal, house: House, person_id: PersonId, given: ConsentGiven) -> ConsentRecord:
    """Keep who agreed, when, to which text; RefusedError for another text than the current, NotFoundError."""
    principal.require(WRITE)
    consent = new_consent(house, person_id, given)

    def work(records: Records) -> ConsentRecord:
        _find(records, person_id)
        records.people.insert_consent(consent)
        return consent

    return await house.store.write(work, then=house.use_enrolled)


async def withdraw_consent(principal: Principal, house: House, person_id: PersonId) -> PersonRecord:
    """End every consent of a person and erase their samples; harmless when there is none. NotFoundError."""
    principal.require(WRITE)

    def work(records: Records) -> PersonRecord:
        _find(records, person_id)
        records.people.withdraw_consents(person_id, house.clock())
        records.samples.delete_all_of(person_id)
        return _find(records, person_id)

    return await house.store.erase(work, then=house.use_enrolled)


def new_consent(house: House, person_id: PersonId, given: ConsentGiven) -> ConsentRecord:
    """The record of a consent given now; RefusedError for an unknown text or a giver without a name."""
    current = house.consent_text.version
    if given.text_version != current:
        reason = Reason.of(ServerReason.CONSENT_TEXT_UNKNOWN, text_version=given.text_version, current=current)
        raise RefusedError(reason)
    return ConsentRecord(
        id=ConsentId(uuid.uuid4().hex),
        person_id=person_id,
        given_by=clean_name(given.given_by),
        guardian=given.guardian,
        text_version=current,
        given_at=house.clock(),
    )


def _find(records: Records, person_id: PersonId) -> PersonRecord:
    person = records.people.find(person_id)
    if person is None:
        raise NotFoundError(Reason.of(ServerReason.PERSON_NOT_FOUND))
    return person
