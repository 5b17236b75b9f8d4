"""What the Enrol screen asks of the server, to run on its loop; the use-cases are imported when first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.enrolment.enrolment_model import Consent, EnrolmentModel, Member, Source, SourceKind
from offload_server.household.guided.states import EnrolmentReport
from offload_server.household.records import ConsentText, PersonRecord
from pipeline.types import CameraId

if TYPE_CHECKING:
    from offload_server.household.guided.session import GuidedEnrolment
    from offload_server.household.house import House
    from offload_server.local_cameras import LocalCameras


async def read_household(house: House) -> tuple[tuple[Member, ...], ConsentText]:
    """Who is there, and what is agreed to today."""
    from offload_server.household.consents import current_text
    from offload_server.household.people import list_people
    from offload_server.trust.principals import LocalAdmin

    people = await list_people(LocalAdmin(), house)
    return tuple(_member(person) for person in people), await current_text(LocalAdmin(), house)


def _member(person: PersonRecord) -> Member:
    given = person.consent
    consent = Consent(given.given_by, given.guardian) if given is not None else None
    return Member(person.id, person.name, person.sample_count, consent)


async def find_webcams(cameras: LocalCameras) -> tuple[Source, ...]:
    """The webcams of this PC, none of them opened."""
    return tuple(Source(SourceKind.WEBCAM, None, each.name, each.index) for each in await cameras.webcams())


async def begin_session(house: House, model: EnrolmentModel, camera_id: CameraId | None) -> GuidedEnrolment:
    """Begin the guided session of the chosen person; nothing is written before it is saved."""
    from offload_server.household.consents import ConsentGiven
    from offload_server.household.guided.session import begin
    from offload_server.household.guided.who import Who
    from offload_server.trust.principals import LocalAdmin

    given = None
    agreed_before = model.person is not None and model.person.consent is not None
    if model.consent is not None and model.text is not None and not agreed_before:
        given = ConsentGiven(model.consent.given_by, model.consent.guardian, model.text.version)
    who = Who(model.person.person_id if model.person is not None else None, model.name, given)
    return await begin(LocalAdmin(), house, who, camera_id)


async def save_session(session: GuidedEnrolment) -> EnrolmentReport:
    """Write person, consent and samples at once."""
    from offload_server.trust.principals import LocalAdmin

    return await session.save(LocalAdmin())
