"""Bounded queues that rather lose the oldest than wait."""

from __future__ import annotations

import asyncio
from typing import TypeVar

Item = TypeVar("Item")


def put_newest(queue: asyncio.Queue[Item], item: Item) -> None:
    """Put ``item``, dropping the oldest ones for which there is no room."""
    while queue.full():
        queue.get_nowait()
    queue.put_nowait(item)
