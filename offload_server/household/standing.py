"""Which connected cameras count: one that the admin never confirmed is seen by the admin and by nobody else.

Loop thread only. The store's rows say who was confirmed; this says it of those that are connected, without a read.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from pipeline.types import CameraId

MOST_WAITING = 4
"""Connected at once. Nobody installs more doors in one go; strangers beyond it are told that there is no room."""
MOST_WAITING_OF_ONE_ADDRESS = 2
"""So that one machine of the network cannot take every place."""
REFUSED_FOR_S = 600.0
"""So long an address that was sent away is no new camera: a stranger who only forgets his key gains nothing, and an
admin who pressed the wrong button waits ten minutes."""
_REMEMBERED = 256

Forgotten = Callable[[CameraId], None]


class CameraStanding:
    """``address`` is the machine that a camera comes from, "" for this one: its own are neither counted nor barred."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s = now_s
        self._waiting: dict[CameraId, str] = {}
        self._were_waiting: OrderedDict[CameraId, None] = OrderedDict()
        self._guests: OrderedDict[CameraId, None] = OrderedDict()
        self._refused: OrderedDict[str, float] = OrderedDict()
        self._listeners: list[Forgotten] = []

    def enter(self, camera_id: CameraId, address: str) -> bool:
        """A camera without the admin's word is there; False when there is no room for it."""
        if camera_id not in self._waiting and not self._has_room(address):
            return False
        self._waiting[camera_id] = address
        return True

    def leave(self, camera_id: CameraId) -> None:
        """It went; what the engine still says of it counts for nothing."""
        if self._waiting.pop(camera_id, None) is not None:
            _remember(self._were_waiting, camera_id)

    def confirmed(self, camera_id: CameraId) -> None:
        """The admin says that it is theirs: from now on it counts."""
        self._waiting.pop(camera_id, None)
        self._were_waiting.pop(camera_id, None)

    def refused(self, camera_id: CameraId) -> None:
        """The admin sent it away, and with it, for a while, the machine that it came from."""
        address = self._waiting.get(camera_id, "")
        if address:
            self._refused[address] = self._now_s() + REFUSED_FOR_S
            while len(self._refused) > _REMEMBERED:
                self._refused.popitem(last=False)

    def leave_unrecorded(self, camera_id: CameraId) -> None:
        """Keep no event of this camera of ours: it is there for an enrolment only."""
        _remember(self._guests, camera_id)

    def waits(self, camera_id: CameraId) -> bool:
        """Whether it is connected without the admin's word."""
        return camera_id in self._waiting

    def address_of(self, camera_id: CameraId) -> str | None:
        """Where a waiting camera comes from; None when it does not wait."""
        return self._waiting.get(camera_id)

    def is_recorded(self, camera_id: CameraId) -> bool:
        """Whether its visits become events. However many strangers come and go, one that waits makes none."""
        return not any(camera_id in each for each in (self._waiting, self._were_waiting, self._guests))

    def when_forgotten(self, listener: Forgotten) -> None:
        """Tell ``listener`` of each camera that the admin removed, so that its connection ends."""
        self._listeners.append(listener)

    def forgotten(self, camera_id: CameraId) -> None:
        """The admin removed it."""
        for listener in self._listeners:
            listener(camera_id)

    def _has_room(self, address: str) -> bool:
        if len(self._waiting) >= MOST_WAITING:
            return False
        if not address:
            return True
        is_barred = self._refused.get(address, 0.0) > self._now_s()
        return not is_barred and list(self._waiting.values()).count(address) < MOST_WAITING_OF_ONE_ADDRESS


def _remember(camera_ids: OrderedDict[CameraId, None], camera_id: CameraId) -> None:
    camera_ids[camera_id] = None
    camera_ids.move_to_end(camera_id)
    while len(camera_ids) > _REMEMBERED:
        camera_ids.popitem(last=False)
