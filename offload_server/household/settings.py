"""Reading and changing the settings: the only place that replaces them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from offload_server.household.house import House
from offload_server.settings import Settings
from offload_server.trust.principals import Principal, Scope

READ = Scope.SETTINGS_READ
WRITE = Scope.SETTINGS_WRITE


async def read_settings(principal: Principal, house: House) -> Settings:
    """The settings as they are now."""
    principal.require(READ)
    return house.settings.current


async def change_settings(principal: Principal, house: House, changes: Mapping[str, object]) -> Settings:
    """Validate, write and apply ``changes``; RefusedError names the setting, and nothing is changed then.

    ``preset`` is used at the next start; all else at once.
    """
    principal.require(WRITE)
    return await asyncio.shield(asyncio.to_thread(_change, house, changes))


def _change(house: House, changes: Mapping[str, object]) -> Settings:
    changed = house.settings.change(changes)
    if "false_match_rate" in changes:
        house.engine.use_false_match_rate(changed.false_match_rate)
    return changed
