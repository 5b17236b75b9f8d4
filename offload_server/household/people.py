"""Who belongs to the household."""

from __future__ import annotations

import datetime as dt
import uuid

from offload_server.errors import ConflictError, NotFoundError
from offload_server.household.consents import ConsentGiven, new_consent
from offload_server.household.house import House
from offload_server.household.names import clean_name, name_key
from offload_server.household.records import ErasureReport, PersonRecord
from offload_server.reasons import ServerReason
from offload_server.store.store import Records
from offload_server.trust.principals import Principal, Scope
from pipeline.types import PersonId, Reason

READ = Scope.PEOPLE_READ
WRITE = Scope.PEOPLE_WRITE


async def list_people(principal: Principal, house: House) -> tuple[PersonRecord, ...]:
    """Everybody, by name."""
    principal.require(READ)
    return await house.store.read(lambda records: records.people.all())


async def get_person(principal: Principal, house: House, person_id: PersonId) -> PersonRecord:
    """One person; NotFoundError."""
    principal.require(READ)
    return await house.store.read(lambda records: find_person(records, person_id))


async def add_person(
    principal: Principal, house: House, name: str, consent: ConsentGiven | None = None
) -> PersonRecord:
    """Add a person, with what they agreed to if they did already; RefusedError, or ConflictError for a taken name."""
    principal.require(WRITE)
    cleaned = clean_name(name)
    person_id = PersonId(uuid.uuid4().hex)
    agreed = None if consent is None else new_consent(house, person_id, consent)

    def work(records: Records) -> PersonRecord:
        _refuse_taken(records, cleaned, person_id)
        records.people.insert(person_id, cleaned, name_key(cleaned), house.clock())
        if agreed is not None:
            records.people.insert_consent(agreed)
        return find_person(records, person_id)

    return await house.store.write(work)


async def rename_person(principal: Principal, house: House, person_id: PersonId, name: str) -> PersonRecord:
    """Change the name, in past events too; NotFoundError, RefusedError, ConflictError."""
    principal.require(WRITE)
    cleaned = clean_name(name)

    def work(records: Records) -> PersonRecord:
        find_person(records, person_id)
        _refuse_taken(records, cleaned, person_id)
        records.people.rename(person_id, cleaned, name_key(cleaned))
        return find_person(records, person_id)

    return await house.store.write(work)


async def pause_person(principal: Principal, house: House, person_id: PersonId) -> PersonRecord:
    """Keep a person, but let no door recognise them from now on; harmless when paused already. NotFoundError."""
    principal.require(WRITE)
    return await _pause(house, person_id, house.clock())


async def resume_person(principal: Principal, house: House, person_id: PersonId) -> PersonRecord:
    """End a pause: the doors recognise the person again, at once; harmless when there is none. NotFoundError."""
    principal.require(WRITE)
    return await _pause(house, person_id, None)


async def erasure_preview(principal: Principal, house: House, person_id: PersonId) -> ErasureReport:
    """What ``erase_person`` would erase now; NotFoundError."""
    principal.require(READ)

    def work(records: Records) -> ErasureReport:
        samples = find_person(records, person_id).sample_count
        consents = len(records.people.consents_of(person_id))
        return ErasureReport(person_id, samples, consents, records.events.count_mentioning(person_id))

    return await house.store.read(work)


async def erase_person(principal: Principal, house: House, person_id: PersonId) -> ErasureReport:
    """Erase a person: name, consents, samples, their key, the pictures of their visits; events become anonymous."""
    principal.require(WRITE)

    def work(records: Records) -> ErasureReport:
        find_person(records, person_id)
        consents = len(records.people.consents_of(person_id))
        samples = records.samples.delete_all_of(person_id)
        anonymous = records.events.make_anonymous(person_id)
        records.people.delete(person_id)
        return ErasureReport(person_id, samples, consents, anonymous)

    return await house.store.erase(work, then=house.use_enrolled)


async def _pause(house: House, person_id: PersonId, at: dt.datetime | None) -> PersonRecord:
    def work(records: Records) -> PersonRecord:
        is_paused = find_person(records, person_id).paused_at is not None
        if is_paused != (at is not None):
            records.people.pause(person_id, at)
        return find_person(records, person_id)

    return await house.store.write(work, then=house.use_enrolled)


def find_person(records: Records, person_id: PersonId) -> PersonRecord:
    """The person within a transaction; NotFoundError."""
    person = records.people.find(person_id)
    if person is None:
        raise NotFoundError(Reason.of(ServerReason.PERSON_NOT_FOUND))
    return person


def _refuse_taken(records: Records, name: str, person_id: PersonId) -> None:
    if records.people.id_of_name_key(name_key(name)) not in {None, person_id}:
        raise ConflictError(Reason.of(ServerReason.NAME_TAKEN, name=name))
