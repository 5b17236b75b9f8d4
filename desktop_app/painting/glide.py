"""How the strip's disc moves: 160 ms to a new distance of the same person, a jump to another person; free of Qt."""

from __future__ import annotations

from pipeline.types import PersonId


class Glide:
    """The distance at which the disc stands now. Times are ms of any steady clock."""

    def __init__(self, duration_ms: float) -> None:
        self._duration_ms = duration_ms
        self._person: PersonId | None = None
        self._from = self._to = 0.0
        self._started_ms = float("-inf")

    def aim(self, person: PersonId | None, distance: float, now_ms: float) -> None:
        """Go to ``distance``: smoothly for the person of the last call, at once for another."""
        if person != self._person:
            self._person, self._from, self._to = person, distance, distance
        elif distance != self._to:
            self._from, self._to, self._started_ms = self.at(now_ms), distance, now_ms

    def at(self, now_ms: float) -> float:
        """Where the disc stands at ``now_ms`` (ease out, cubic)."""
        left = 1.0 - self._progress(now_ms)
        return self._to + (self._from - self._to) * left**3

    def moves(self, now_ms: float) -> bool:
        """Whether a later call of ``at`` will differ."""
        return self._from != self._to and self._progress(now_ms) < 1.0

    def _progress(self, now_ms: float) -> float:
        if self._duration_ms <= 0:
            return 1.0
        return min(1.0, max(0.0, (now_ms - self._started_ms) / self._duration_ms))
