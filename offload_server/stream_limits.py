"""How many messages a camera may send: enough for any honest one, too few to keep the server busy."""

from __future__ import annotations

MESSAGES_PER_SECOND = 60.0
"""Twice the rate of the fastest camera; an honest one waits for each answer (about 10 a second)."""
BURST = 120.0


class MessageBudget:
    """A token bucket over one connection's messages. Times are nanoseconds of our monotonic clock."""

    def __init__(self, now_ns: int) -> None:
        self._left = BURST
        self._counted_at_ns = now_ns

    def spend(self, now_ns: int) -> bool:
        """Count one message; False when it is one too many."""
        earned = (now_ns - self._counted_at_ns) / 1e9 * MESSAGES_PER_SECOND
        self._left = min(BURST, self._left + earned) - 1
        self._counted_at_ns = now_ns
        return self._left >= 0
