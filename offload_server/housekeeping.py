"""Keeps the promises of ``snapshot_days`` and ``event_days`` while the server runs."""

from __future__ import annotations

import asyncio
import logging

from offload_server.household.house import House
from offload_server.household.visits import purge_old_events, purge_old_visits
from offload_server.trust.principals import LocalAdmin

EVERY_S = 6 * 60 * 60.0
"""What is too old is gone at most a quarter of a day late."""
_LOGGER = logging.getLogger(__name__)


async def keep_house(house: House) -> None:
    """Erase what is too old, now and again; until cancelled."""
    while True:
        try:
            pictures = await purge_old_visits(LocalAdmin(), house)
            events = await purge_old_events(LocalAdmin(), house)
        except Exception:
            _LOGGER.exception("what is too old could not be erased")
        else:
            if pictures or events:
                _LOGGER.info("pictures of %d old visits and %d old events were erased", pictures, events)
        await asyncio.sleep(EVERY_S)
