"""Keeps the promise of ``snapshot_days`` while the server runs."""

from __future__ import annotations

import asyncio
import logging

from offload_server.household.house import House
from offload_server.household.visits import purge_old_visits
from offload_server.trust.principals import LocalAdmin

EVERY_S = 6 * 60 * 60.0
"""A picture is gone at most a quarter of a day late."""
_LOGGER = logging.getLogger(__name__)


async def keep_house(house: House) -> None:
    """Erase what is too old, now and again; until cancelled."""
    while True:
        try:
            purged = await purge_old_visits(LocalAdmin(), house)
        except Exception:
            _LOGGER.exception("old pictures could not be erased")
        else:
            if purged:
                _LOGGER.info("pictures of %d old visits were erased", purged)
        await asyncio.sleep(EVERY_S)
