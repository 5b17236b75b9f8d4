"""How much of anything a stranger may send: enough for any honest camera, too little to keep the server busy."""

from __future__ import annotations

MESSAGES_PER_SECOND = 60.0
"""Twice the rate of the fastest camera; an honest one waits for each answer (about 10 a second)."""
BURST = 120.0


class MessageBudget:
    """A token bucket, by default over one connection's messages. Times are nanoseconds of our monotonic clock."""

    def __init__(self, now_ns: int, per_second: float = MESSAGES_PER_SECOND, burst: float = BURST) -> None:
        self._per_second = per_second
        self._burst = burst
        self._left = burst
        self._counted_at_ns = now_ns

    def spend(self, now_ns: int) -> bool:
        """Count one message; False when it is one too many. What is refused costs nothing further."""
        earned = (now_ns - self._counted_at_ns) / 1e9 * self._per_second
        left = min(self._burst, self._left + earned)
        self._counted_at_ns = now_ns
        self._left = left - 1 if left >= 1 else left
        return left >= 1
