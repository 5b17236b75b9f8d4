"""When to try again: policy only, no sockets, no sleeping."""

from __future__ import annotations

import random
from collections.abc import Callable

GROWTH = 1.8
LONGEST_S = 60.0
SHORTEST_S = 0.25
"""Full jitter may draw nearly nothing; a refused connection must not become a busy loop."""
STABLE_S = 60.0
"""A connection that held this long was a good one: the next failure starts from the beginning."""
_MOST_TRIES = 7  # 1.8 ** 7 is already beyond LONGEST_S; larger powers would only overflow


class ReconnectPolicy:
    """Pauses of min(1.8 ** tries, 60 s) with full jitter, so that all cameras of a house do not return at once."""

    def __init__(self, draw: Callable[[float, float], float] = random.uniform) -> None:
        """Take the random draw between two bounds."""
        self._draw = draw
        self._tries = 0

    def after_failure(self) -> float:
        """Seconds to wait after an attempt or a connection that failed."""
        longest = min(GROWTH**self._tries, LONGEST_S)
        self._tries = min(self._tries + 1, _MOST_TRIES)
        return max(SHORTEST_S, self._draw(0.0, longest))

    def after_refusal(self) -> float:
        """Seconds to wait when the other side said no (another protocol, too many cameras): only people can help."""
        self._tries = _MOST_TRIES
        return LONGEST_S

    def lasted(self, seconds: float) -> None:
        """Tell how long the connection held that has just ended."""
        if seconds >= STABLE_S:
            self._tries = 0
