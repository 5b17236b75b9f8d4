"""People of the household."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from offload_server.api.consents import ConsentBody, ConsentOut
from offload_server.api.route import Call, Route
from offload_server.api.schemas import Schema, utc
from offload_server.household import people
from offload_server.household.records import PersonRecord
from pipeline.types import PersonId


class PersonOut(Schema):
    id: str
    name: str
    created_at: dt.datetime
    sample_count: int
    consent: ConsentOut | None = Field(description="The valid consent; null when none was given or it was withdrawn.")
    paused_at: dt.datetime | None = Field(description="Since when no door recognises this person; null when they do.")

    @classmethod
    def of(cls, record: PersonRecord) -> PersonOut:
        return cls(
            id=record.id,
            name=record.name,
            created_at=utc(record.created_at),
            sample_count=record.sample_count,
            consent=ConsentOut.of(record.consent) if record.consent is not None else None,
            paused_at=utc(record.paused_at) if record.paused_at is not None else None,
        )


class PeopleOut(Schema):
    people: list[PersonOut]


class PersonBody(Schema):
    name: str
    consent: ConsentBody | None = None


class NameBody(Schema):
    name: str


class ErasureOut(Schema):
    """What was erased with the person; events stay, without a name."""

    person_id: str
    samples: int
    consents: int
    events_made_anonymous: int


async def list_people(call: Call) -> PeopleOut:
    records = await people.list_people(call.principal, call.house)
    return PeopleOut(people=[PersonOut.of(record) for record in records])


async def add_person(call: Call) -> PersonOut:
    body = call.body(PersonBody)
    consent = body.consent.given() if body.consent is not None else None
    return PersonOut.of(await people.add_person(call.principal, call.house, body.name, consent))


async def get_person(call: Call) -> PersonOut:
    return PersonOut.of(await people.get_person(call.principal, call.house, PersonId(call.id("person_id"))))


async def rename_person(call: Call) -> PersonOut:
    person_id, name = PersonId(call.id("person_id")), call.body(NameBody).name
    return PersonOut.of(await people.rename_person(call.principal, call.house, person_id, name))


async def pause_person(call: Call) -> PersonOut:
    return PersonOut.of(await people.pause_person(call.principal, call.house, PersonId(call.id("person_id"))))


async def resume_person(call: Call) -> PersonOut:
    return PersonOut.of(await people.resume_person(call.principal, call.house, PersonId(call.id("person_id"))))


async def erase_person(call: Call) -> ErasureOut:
    report = await people.erase_person(call.principal, call.house, PersonId(call.id("person_id")))
    return ErasureOut(
        person_id=report.person_id,
        samples=report.samples,
        consents=report.consents,
        events_made_anonymous=report.events_made_anonymous,
    )


ROUTES = (
    Route(
        "GET",
        "/people",
        "listPeople",
        "Everybody in the household.",
        people.READ,
        list_people,
        response=PeopleOut,
    ),
    Route(
        "POST",
        "/people",
        "addPerson",
        "Add a person, with the consent if it was given already.",
        people.WRITE,
        add_person,
        json_body=PersonBody,
        response=PersonOut,
        status=201,
        refusals=(409,),
    ),
    Route(
        "GET",
        "/people/{person_id}",
        "getPerson",
        "One person.",
        people.READ,
        get_person,
        response=PersonOut,
        refusals=(404,),
    ),
    Route(
        "PATCH",
        "/people/{person_id}",
        "renamePerson",
        "Give a person another name.",
        people.WRITE,
        rename_person,
        json_body=NameBody,
        response=PersonOut,
        refusals=(404, 409),
    ),
    Route(
        "POST",
        "/people/{person_id}/pause",
        "pausePerson",
        "Keep a person, but let no door recognise them; again changes nothing.",
        people.WRITE,
        pause_person,
        response=PersonOut,
        refusals=(404,),
    ),
    Route(
        "DELETE",
        "/people/{person_id}/pause",
        "resumePerson",
        "End a pause: the doors recognise the person again, at once.",
        people.WRITE,
        resume_person,
        response=PersonOut,
        refusals=(404,),
    ),
    Route(
        "DELETE",
        "/people/{person_id}",
        "erasePerson",
        "Erase a person: samples, templates, consents and the key that sealed them.",
        people.WRITE,
        erase_person,
        response=ErasureOut,
        refusals=(404,),
    ),
)
