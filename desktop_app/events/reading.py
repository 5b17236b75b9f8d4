"""What the screen asks of the house, on the server's loop; nothing here runs on the GUI thread."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from desktop_app.events.paging import PAGE_ROWS
from offload_server.household.records import EventCounts, EventFilter, EventId, EventList, EventRecord

if TYPE_CHECKING:
    from offload_server.household.house import House


async def read_list(house: House, wanted: EventFilter) -> EventList:
    """The list with its first page."""
    from offload_server.household.events import look_through
    from offload_server.trust.principals import LocalAdmin

    return await look_through(LocalAdmin(), house, replace(wanted, limit=PAGE_ROWS))


async def read_page(house: House, wanted: EventFilter, as_of: int, page: int) -> tuple[EventRecord, ...]:
    """A further page of the list of ``as_of``."""
    from offload_server.household.events import read_rows
    from offload_server.trust.principals import LocalAdmin

    return await read_rows(LocalAdmin(), house, replace(wanted, limit=PAGE_ROWS), as_of, page * PAGE_ROWS)


async def read_counts(house: House, wanted: EventFilter) -> EventCounts:
    """How many there are now."""
    from offload_server.household.events import count_events
    from offload_server.trust.principals import LocalAdmin

    return await count_events(LocalAdmin(), house, wanted)


async def read_place(house: House, wanted: EventFilter, as_of: int, event_id: EventId) -> int:
    """Where an event stands in the list of ``as_of``; NotFoundError."""
    from offload_server.household.events import find_place
    from offload_server.trust.principals import LocalAdmin

    return await find_place(LocalAdmin(), house, wanted, as_of, event_id)


async def read_picture(house: House, event_id: EventId, side_px: int | None = None) -> QImage:
    """The event's picture, decoded; with ``side_px`` its middle as a square of that size. NotFoundError."""
    from offload_server.household.events import event_snapshot
    from offload_server.trust.principals import LocalAdmin

    jpeg = await event_snapshot(LocalAdmin(), house, event_id)
    return await asyncio.to_thread(decoded, jpeg, side_px)


def decoded(jpeg: bytes, side_px: int | None = None) -> QImage:
    """A JPEG as a picture; any thread. One that cannot be read is null."""
    image = QImage.fromData(jpeg)
    if side_px is None or image.isNull():
        return image
    side = min(image.width(), image.height())
    square = image.copy((image.width() - side) // 2, (image.height() - side) // 2, side, side)
    return square.scaled(
        side_px, side_px, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
