"""What the wall keeps of one door between two looks. Knows no Qt."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from desktop_app.wall.tile_model import FrameRate, Instant, TileCamera, TileModel, tile_model_of
from desktop_app.wall.wall_model import Door
from offload_server.household.records import EventRecord
from pipeline.types import Observation, PersonId, Reason

_DECISIONS_KEPT = 16
"""More people than one picture shows."""
_LOOK_AGAIN_NS = 500_000_000
"""Without a new frame a tile is made anew this often: its age in seconds must go on."""


class DoorSlot:
    """Makes a new ``TileModel`` when there is something new to show. The last picture stays when the camera goes."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._observation: Observation | None = None
        self._rate = FrameRate()
        self._decided: deque[EventRecord] = deque(maxlen=_DECISIONS_KEPT)
        self._paused: Reason | None = None
        self._curtain = False
        self._made_ns: int | None = None

    @property
    def door(self) -> Door:
        return self._door

    @property
    def observation(self) -> Observation | None:
        """The newest one that was looked at."""
        return self._observation

    @property
    def is_curtained(self) -> bool:
        return self._curtain

    def know(self, door: Door) -> None:
        """The door was renamed, came or went."""
        if door != self._door:
            self._door, self._made_ns = door, None

    def pause(self, reason: Reason | None) -> None:
        """Nobody is compared, and why."""
        if reason != self._paused:
            self._paused, self._made_ns = reason, None

    def draw_curtain(self, drawn: bool) -> None:
        """Hide the picture, or show it again."""
        self._curtain, self._made_ns = drawn, None

    def decided(self, event: EventRecord) -> None:
        """A visit at this door was decided."""
        self._decided.append(event)
        self._made_ns = None

    def look(self, newest: Observation | None, names: Mapping[PersonId, str], now: Instant) -> TileModel | None:
        """The tile as it is now; None when it would be the same as before."""
        if newest is not None and newest is not self._observation:
            self._observation, self._made_ns = newest, None
            self._rate.saw(newest)
        if self._made_ns is not None and now.monotonic_ns - self._made_ns < _LOOK_AGAIN_NS:
            return None
        self._made_ns = now.monotonic_ns
        camera = TileCamera(
            self._door.camera_id,
            self._door.name,
            self._door.is_connected,
            self._door.last_seen_at,
            fps=self._rate.fps(now.monotonic_ns),
            paused=self._paused,
            problem=self._door.problem,
        )
        return tile_model_of(camera, self._observation, self._decided, names, now, self._curtain)
