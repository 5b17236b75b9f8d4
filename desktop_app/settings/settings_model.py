"""What the Settings screen knows of the household, and what changing a preset would mean. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from offload_server.household.house import House

DAYS: Final = (0, 7, 30, 90, 365)
"""What is offered; any other number in the settings file is offered beside them."""


@dataclass(frozen=True, slots=True)
class HouseholdSettings:
    """The household's own choices."""

    household_name: str
    preset: str
    snapshot_days: int
    event_days: int
    false_match_rate: float = 1e-4
    threshold_l2: float | None = None
    """The distance that this rate stands for with the recogniser in force; None while it loads."""


@dataclass(frozen=True, slots=True)
class PresetChange:
    """What changing to ``preset`` would mean: who would not be recognised until they enrol again."""

    preset: str
    people: tuple[str, ...]


async def read_household(house: House) -> HouseholdSettings:
    """On the server's loop."""
    from offload_server.household.settings import read_settings
    from offload_server.trust.principals import LocalAdmin

    current = await read_settings(LocalAdmin(), house)
    rate = current.false_match_rate
    threshold_l2 = house.engine.threshold(rate).distance if house.engine.status().ready else None
    return HouseholdSettings(
        current.household_name, current.preset, current.snapshot_days, current.event_days, rate, threshold_l2
    )


async def change_household(house: House, changes: Mapping[str, object]) -> HouseholdSettings:
    """On the server's loop; RefusedError names what is wrong, and nothing is changed then."""
    from offload_server.household.settings import change_settings
    from offload_server.trust.principals import LocalAdmin

    await change_settings(LocalAdmin(), house, changes)
    return await read_household(house)


async def preset_change(house: House, preset: str) -> PresetChange:
    """On the server's loop: who would have to enrol again."""
    from offload_server.household.comparable import people_without_samples_of
    from offload_server.trust.principals import LocalAdmin

    people = await people_without_samples_of(LocalAdmin(), house, preset)
    return PresetChange(preset, tuple(person.name for person in people))


def days_offered(chosen: int, least: int) -> tuple[int, ...]:
    """The choices of a number of days, with the one that is in force, none below ``least``."""
    return tuple(sorted({*(each for each in DAYS if each >= least), chosen}))
