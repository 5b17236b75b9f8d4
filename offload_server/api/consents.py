"""Consents: who agreed, when, to which text. Nobody is enrolled without one."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from offload_server.api.route import Call, Route
from offload_server.api.schemas import Schema, utc
from offload_server.household import consents
from offload_server.household.consents import ConsentGiven
from offload_server.household.records import ConsentRecord
from pipeline.types import PersonId


class ConsentBody(Schema):
    given_by: str = Field(description="Who agreed, by name: the person, or the guardian.")
    guardian: bool = Field(default=False, description="True when a guardian agreed for a child.")
    text_version: str = Field(description="Which text was shown: the version of /api/v1/consent-text.")

    def given(self) -> ConsentGiven:
        return ConsentGiven(given_by=self.given_by, guardian=self.guardian, text_version=self.text_version)


class ConsentOut(Schema):
    id: str
    person_id: str
    given_by: str
    guardian: bool
    text_version: str
    given_at: dt.datetime
    withdrawn_at: dt.datetime | None

    @classmethod
    def of(cls, record: ConsentRecord) -> ConsentOut:
        return cls(
            id=record.id,
            person_id=record.person_id,
            given_by=record.given_by,
            guardian=record.guardian,
            text_version=record.text_version,
            given_at=utc(record.given_at),
            withdrawn_at=utc(record.withdrawn_at) if record.withdrawn_at is not None else None,
        )


class ConsentsOut(Schema):
    consents: list[ConsentOut]


class ConsentTextOut(Schema):
    """The text that is shown before a person agrees, by language."""

    version: str
    texts: dict[str, str]


async def record_consent(call: Call) -> ConsentOut:
    given = call.body(ConsentBody).given()
    return ConsentOut.of(await consents.record_consent(call.principal, call.house, _person(call), given))


async def list_consents(call: Call) -> ConsentsOut:
    records = await consents.list_consents(call.principal, call.house, _person(call))
    return ConsentsOut(consents=[ConsentOut.of(record) for record in records])


async def withdraw_consent(call: Call) -> None:
    await consents.withdraw_consent(call.principal, call.house, _person(call))


async def consent_text(call: Call) -> ConsentTextOut:
    text = await consents.current_text(call.principal, call.house)
    return ConsentTextOut(version=text.version, texts=dict(text.texts))


def _person(call: Call) -> PersonId:
    return PersonId(call.id("person_id"))


ROUTES = (
    Route(
        "GET",
        "/people/{person_id}/consents",
        "listConsents",
        "Every consent of a person, withdrawn ones too.",
        consents.READ,
        list_consents,
        response=ConsentsOut,
        refusals=(404,),
    ),
    Route(
        "POST",
        "/people/{person_id}/consents",
        "recordConsent",
        "Record that a person agreed.",
        consents.WRITE,
        record_consent,
        json_body=ConsentBody,
        response=ConsentOut,
        status=201,
        refusals=(404,),
    ),
    Route(
        "DELETE",
        "/people/{person_id}/consents",
        "withdrawConsent",
        "Withdraw the consent: every sample of the person is erased.",
        consents.WRITE,
        withdraw_consent,
        status=204,
        refusals=(404,),
    ),
    Route(
        "GET",
        "/consent-text",
        "consentText",
        "The text that a person agrees to.",
        consents.READ,
        consent_text,
        response=ConsentTextOut,
    ),
)
