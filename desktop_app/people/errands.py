"""What the People screen asks of the house: coroutines for the server's loop, the use-cases imported when called.

Each acts as the local admin, who sits at this PC.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.people.people_model import Household, Member
from offload_server.errors import NotFoundError
from offload_server.household.records import ErasureReport, PersonRecord, SampleId
from pipeline.errors import EngineNotReadyError
from pipeline.types import PersonId

if TYPE_CHECKING:
    from offload_server.household.house import House
    from offload_server.household.likeness import HouseholdLikeness
    from offload_server.household.removals import RemovedSamples


async def read_household(house: House) -> Household:
    """Everybody with samples, likeness and when they were last seen."""
    from offload_server.household.acquaintance import last_events
    from offload_server.household.cameras import list_cameras
    from offload_server.household.enrolment import list_samples
    from offload_server.household.people import list_people
    from offload_server.trust.principals import LocalAdmin

    admin = LocalAdmin()
    likeness, seen = await _likeness(house), await last_events(admin, house)
    members = []
    for person in await list_people(admin, house):
        compared = likeness.people.get(person.id) if likeness is not None else None
        suggestion = likeness.suggestions.get(person.id) if likeness is not None else None
        try:
            samples = await list_samples(admin, house, person.id)
        except NotFoundError:
            continue  # erased while this was read
        members.append(Member(person, samples, seen.get(person.id), compared, suggestion))
    cameras = {camera.id: camera.name for camera in await list_cameras(admin, house)}
    return Household(tuple(members), likeness, cameras)


async def _likeness(house: House) -> HouseholdLikeness | None:
    from offload_server.household.acquaintance import household_likeness
    from offload_server.trust.principals import LocalAdmin

    try:
        return await household_likeness(LocalAdmin(), house)
    except EngineNotReadyError:
        return None


async def read_picture(house: House, person_id: PersonId, sample_id: SampleId) -> bytes:
    """A sample's crop as JPEG; NotFoundError."""
    from offload_server.household.enrolment import sample_picture
    from offload_server.trust.principals import LocalAdmin

    return await sample_picture(LocalAdmin(), house, person_id, sample_id)


async def rename(house: House, person_id: PersonId, name: str) -> PersonRecord:
    """RefusedError or ConflictError for what is no name, or another's."""
    from offload_server.household.people import rename_person
    from offload_server.trust.principals import LocalAdmin

    return await rename_person(LocalAdmin(), house, person_id, name)


async def pause(house: House, person_id: PersonId, is_paused: bool) -> PersonRecord:
    """Pause or resume."""
    from offload_server.household.people import pause_person, resume_person
    from offload_server.trust.principals import LocalAdmin

    return await (pause_person if is_paused else resume_person)(LocalAdmin(), house, person_id)


async def remove(house: House, person_id: PersonId, samples: tuple[SampleId, ...]) -> RemovedSamples:
    """Take samples out; what comes back undoes it for some seconds."""
    from offload_server.household.removals import remove_samples
    from offload_server.trust.principals import LocalAdmin

    return await remove_samples(LocalAdmin(), house, person_id, samples)


async def put_back(house: House, removed: RemovedSamples) -> None:
    """Undo ``remove``; RefusedError when it is too late."""
    from offload_server.household.removals import put_back as put_samples_back
    from offload_server.trust.principals import LocalAdmin

    await put_samples_back(LocalAdmin(), house, removed)


async def preview_erasure(house: House, person_id: PersonId) -> ErasureReport:
    """What erasing this person would erase."""
    from offload_server.household.people import erasure_preview
    from offload_server.trust.principals import LocalAdmin

    return await erasure_preview(LocalAdmin(), house, person_id)


async def erase(house: House, person_id: PersonId) -> ErasureReport:
    """Erase a person for good."""
    from offload_server.household.people import erase_person
    from offload_server.trust.principals import LocalAdmin

    return await erase_person(LocalAdmin(), house, person_id)
