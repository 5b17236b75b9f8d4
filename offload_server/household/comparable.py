"""Whose samples can be compared by which preset: nothing is compared across networks, so the others enrol again."""

from __future__ import annotations

from collections.abc import Callable

from offload_server.household.house import House
from offload_server.household.records import PersonRecord
from offload_server.trust.principals import Principal, Scope
from pipeline.presets import RECOGNISER_OF
from pipeline.types import TemplateSpace

READ = Scope.PEOPLE_READ


async def people_to_enrol_again(principal: Principal, house: House) -> tuple[PersonRecord, ...]:
    """Who has samples, but none that the engine in force can compare; by name, nobody while it loads."""
    principal.require(READ)
    space = house.engine.status().template_space
    return () if space is None else await _without(house, lambda each: each == space)


async def people_without_samples_of(principal: Principal, house: House, preset: str) -> tuple[PersonRecord, ...]:
    """Who would have to enrol again if ``preset`` were used from now on, by name; KeyError for an unknown preset."""
    principal.require(READ)
    recogniser = RECOGNISER_OF[preset]
    return await _without(house, lambda each: each.network.partition("-")[0] == recogniser)


async def _without(house: House, is_usable: Callable[[TemplateSpace], bool]) -> tuple[PersonRecord, ...]:
    spaces = await house.store.read(lambda records: records.samples.spaces_of_consenting())
    lost = {person_id for person_id, own in spaces.items() if not any(map(is_usable, own))}
    if not lost:
        return ()
    people = await house.store.read(lambda records: records.people.all())
    return tuple(person for person in people if person.id in lost)
