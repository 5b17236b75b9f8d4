"""Which connection speaks for which camera: at most one each, the newest. Loop thread only."""

from __future__ import annotations

import asyncio
import itertools
from typing import Protocol

from offload_server.wire.messages import ByeReason, Control
from pipeline.types import CameraId


class CameraLink(Protocol):
    """A live connection, as others see it."""

    def end(self, reason: ByeReason) -> None:
        """Say ``bye`` and leave soon; harmless when already leaving."""

    def tell(self, control: Control) -> None:
        """Hand the camera a wish of the server."""


class CameraRoster:
    """Every connection, admitted or not; those of known cameras by camera."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._links: set[CameraLink] = set()
        self._speaking: dict[CameraId, CameraLink] = {}
        self._seqs = itertools.count(1)
        self._all_gone = asyncio.Event()
        self._all_gone.set()

    @property
    def is_overfull(self) -> bool:
        """More connections than are served, the newest one counted."""
        return len(self._links) > self._limit

    def next_seq(self) -> int:
        """A frame number that no connection used before: an old connection's frames are never taken for a new one's."""
        return next(self._seqs)

    def came(self, link: CameraLink) -> None:
        """A connection was opened."""
        self._links.add(link)
        self._all_gone.clear()

    def admitted(self, camera_id: CameraId, link: CameraLink) -> None:
        """From now on ``link`` speaks for this camera; an older connection is told ``replaced``."""
        older = self._speaking.get(camera_id)
        self._speaking[camera_id] = link
        if older is not None:
            older.end(ByeReason.REPLACED)

    def left(self, link: CameraLink, camera_id: CameraId | None) -> bool:
        """A connection is over; True when it still spoke for ``camera_id``: nobody does now."""
        self._links.discard(link)
        if not self._links:
            self._all_gone.set()
        if camera_id is None or self._speaking.get(camera_id) is not link:
            return False
        del self._speaking[camera_id]
        return True

    def tell(self, camera_id: CameraId, control: Control) -> bool:
        """Pass a wish on; False when the camera is not connected."""
        link = self._speaking.get(camera_id)
        if link is not None:
            link.tell(control)
        return link is not None

    def forget(self, camera_id: CameraId) -> None:
        """The admin removed this camera: its connection ends."""
        link = self._speaking.get(camera_id)
        if link is not None:
            link.end(ByeReason.FORGOTTEN)

    async def dismiss_all(self, timeout_s: float) -> None:
        """The server stops: tell every camera and wait until they are gone, or the time is up."""
        for link in tuple(self._links):
            link.end(ByeReason.SHUTTING_DOWN)
        try:
            async with asyncio.timeout(timeout_s):
                await self._all_gone.wait()
        except TimeoutError:
            return
