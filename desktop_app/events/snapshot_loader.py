"""Fetches the small pictures of rows that are being looked at, a few at a time; those that scrolled by are not."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtGui import QImage

from desktop_app.bridge import Bridge
from desktop_app.events.reading import read_picture
from offload_server.errors import NotFoundError
from offload_server.household.records import EventId, EventRecord

logger = logging.getLogger(__name__)
_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class SmallPicture:
    """None: there is none any more."""

    event_id: EventId
    image: QImage | None


class SnapshotLoader:
    """``deliver`` is called on the GUI thread; ``side_px`` are device pixels."""

    def __init__(self, bridge: Bridge, deliver: Callable[[SmallPicture], None]) -> None:
        self._bridge = bridge
        self._deliver = deliver
        self._wanted: list[EventId] = []
        self._loading: set[EventId] = set()
        self._side_px = 40

    def want(self, events: Iterable[EventRecord], side_px: int) -> None:
        """These rows are in view now, and no others."""
        self._side_px = side_px
        self._wanted = [event.id for event in events if event.id not in self._loading]
        self._go_on()

    def stop(self) -> None:
        """The server is gone: answers that are on their way never come."""
        self._wanted, self._loading = [], set()

    def _go_on(self) -> None:
        while self._wanted and len(self._loading) < _AT_ONCE and self._bridge.is_attached:
            event_id = self._wanted.pop(0)
            self._loading.add(event_id)
            self._load(event_id)

    def _load(self, event_id: EventId) -> None:
        def take(image: QImage) -> None:
            self._done(SmallPicture(event_id, image))

        def fail(error: BaseException) -> None:
            if not isinstance(error, NotFoundError):
                logger.warning("no picture for event %s: %s", event_id, error)
            self._done(SmallPicture(event_id, None))

        self._bridge.call(read_picture, self._bridge.house, event_id, self._side_px).then(take, fail)

    def _done(self, picture: SmallPicture) -> None:
        self._loading.discard(picture.event_id)
        self._deliver(picture)
        self._go_on()
