"""Who is to be enrolled, checked before a look at anybody and once more when it is written."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from offload_server.errors import ConflictError, RefusedError
from offload_server.household.consents import ConsentGiven, new_consent
from offload_server.household.enrolment_samples import room_for_samples
from offload_server.household.house import House
from offload_server.household.names import clean_name, name_key
from offload_server.household.people import find_person
from offload_server.reasons import ServerReason
from offload_server.store.store import Records
from offload_server.trust.principals import Principal, Scope
from pipeline.types import PersonId, Reason

WRITE = Scope.PEOPLE_WRITE


@dataclass(frozen=True, slots=True)
class Who:
    """A person of the household, or (``person_id`` None) a new one of this ``name``.

    ``consent`` is what they agreed to today; only who has a valid consent already may do without it.
    """

    person_id: PersonId | None
    name: str
    consent: ConsentGiven | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """Who passed: ``person_id`` is new when ``is_new``, and nothing of it is in the store yet."""

    person_id: PersonId
    name: str
    consent: ConsentGiven | None
    is_new: bool


def require_write_of_new(principal: Principal, who: Who | Subject) -> None:
    """Forbidden unless the principal may write people, where a person or a consent is new."""
    is_new = who.is_new if isinstance(who, Subject) else who.person_id is None
    if is_new or who.consent is not None:
        principal.require(WRITE)


def check_who(records: Records, house: House, who: Who) -> Subject:
    """The subject of an enrolment.

    NotFoundError, ConflictError (name taken), RefusedError (name, consent missing or to an old text, no room).
    """
    if who.person_id is None:
        subject = Subject(PersonId(uuid.uuid4().hex), clean_name(who.name), who.consent, is_new=True)
        _refuse_taken(records, subject)
        if who.consent is None:
            raise RefusedError(Reason.of(ServerReason.CONSENT_MISSING))
    else:
        person = find_person(records, who.person_id)
        subject = Subject(person.id, person.name, who.consent, is_new=False)
        if who.consent is None:
            room_for_samples(records, person.id)
    if who.consent is not None:
        new_consent(house, subject.person_id, who.consent)
    return subject


def write_subject(records: Records, house: House, subject: Subject) -> None:
    """Insert a new person and a consent given today, within the transaction; raises as ``check_who``."""
    if subject.is_new:
        _refuse_taken(records, subject)
        records.people.insert(subject.person_id, subject.name, name_key(subject.name), house.clock())
    if subject.consent is not None:
        records.people.insert_consent(new_consent(house, subject.person_id, subject.consent))


def _refuse_taken(records: Records, subject: Subject) -> None:
    if records.people.id_of_name_key(name_key(subject.name)) is not None:
        raise ConflictError(Reason.of(ServerReason.NAME_TAKEN, name=subject.name))
