"""What an enrolment took: pictures, seconds, and how often each reason refused one."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.types import Reason

_LONGEST_GAP_NS = 1_000_000_000
"""A longer gap between two frames was no looking."""


class Tally:
    """Counts; times are the frames' own."""

    def __init__(self) -> None:
        self.pictures = 0
        self._looked_ns = 0
        self._last_ns: int | None = None
        self._refusals: dict[str, tuple[Reason, int]] = {}

    @property
    def seconds(self) -> float:
        """How long was looked, pauses not counted."""
        return self._looked_ns / 1e9

    @property
    def refusals(self) -> tuple[tuple[Reason, int], ...]:
        """Each reason with its newest figures, most frequent first."""
        return tuple(sorted(self._refusals.values(), key=lambda each: -each[1]))

    def picture(self, captured_at_ns: int, *, active: bool) -> None:
        """One frame passed by."""
        self.pictures += active
        if self._last_ns is not None and active:
            self._looked_ns += min(max(0, captured_at_ns - self._last_ns), _LONGEST_GAP_NS)
        self._last_ns = captured_at_ns

    def refuse(self, reasons: Sequence[Reason]) -> None:
        """One picture was refused for these."""
        for reason in reasons:
            _, count = self._refusals.get(reason.code, (reason, 0))
            self._refusals[reason.code] = (reason, count + 1)
