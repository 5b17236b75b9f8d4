"""What is remembered of looking at single pictures of a camera, so that looks do not add up."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field

from pipeline.types import PersonId

_REMEMBERED_NS = 10_000_000_000
"""A visit out of sight for 3 s is over, and its id never comes back."""
_NO_VISIT = ""


@dataclass(slots=True, eq=False)
class StillLooks:
    """The looks at one camera. ``people`` are those whom frame ``seq`` showed; hold ``turn`` from reading to writing.

    Each visit is counted by itself: a face that hides in every other frame is still the same visit.
    """

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    seq: int | None = None
    people: frozenset[PersonId] = frozenset()
    _counted: dict[str, tuple[int, int]] = field(default_factory=dict)

    def count(self, visits: Collection[str], now_ns: int) -> int:
        """Which look this is, counting from 1, at the one of ``visits`` that was looked at most."""
        self._counted = {
            visit: (looks, seen_ns)
            for visit, (looks, seen_ns) in self._counted.items()
            if now_ns - seen_ns < _REMEMBERED_NS
        }
        shown = visits or (_NO_VISIT,)
        looks = 1 + max(self._counted.get(visit, (0, 0))[0] for visit in shown)
        self._counted |= dict.fromkeys(shown, (looks, now_ns))
        return looks
