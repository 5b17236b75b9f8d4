"""How well the house knows its people: likeness between them, worth of their samples, when each was last seen."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from offload_server.household.enrolled import enrolled_samples
from offload_server.household.enrolment_gates import SAME_PERSON_RATE
from offload_server.household.house import House
from offload_server.household.likeness import HouseholdLikeness, LikenessScale, likeness_of
from offload_server.household.records import EventRecord
from offload_server.trust.principals import Principal, Scope
from pipeline.errors import EngineNotReadyError
from pipeline.reasons import PipelineReason
from pipeline.types import PersonId, Reason

READ = Scope.PEOPLE_READ
READ_EVENTS = Scope.EVENTS_READ


async def household_likeness(principal: Principal, house: House) -> HouseholdLikeness:
    """Everybody with samples against everybody, paused people too, by the threshold in force.

    EngineNotReadyError while the template space is not known. The figures are made off the loop.
    """
    principal.require(READ)
    status = house.engine.status()
    space = status.template_space
    if space is None:
        raise EngineNotReadyError(status.problem or Reason.of(PipelineReason.ENGINE_LOADING))
    scale = LikenessScale(
        house.engine.threshold(house.settings.current.false_match_rate).distance,
        house.engine.threshold(SAME_PERSON_RATE).distance,
    )
    enrolled = await house.store.read(lambda records: enrolled_samples(records, space))
    return await asyncio.to_thread(likeness_of, enrolled, scale)


async def last_events(principal: Principal, house: House) -> Mapping[PersonId, EventRecord]:
    """The newest event of everybody who was ever recognised, or uncertainly taken for somebody."""
    principal.require(READ_EVENTS)
    return await house.store.read(lambda records: records.events.newest_of_each())
