"""What the demo saw, counted; and whether that is what must be seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.types import Reason, Verdict


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """One decision with the truth beside it.

    ``person`` is the name that the machine gave; ``expected`` are the names of the enrolled people who were seen in
    that visit, empty for a stranger. ``door`` is the key of the camera's door.
    """

    visit_id: str
    revision: int
    door: str
    camera: str
    verdict: Verdict
    person: str | None
    expected: frozenset[str]
    distance: float | None
    unit: str | None
    threshold: float | None
    reasons: tuple[Reason, ...]
    frames_used: int
    newest_frame_age_ms: float
    seconds: float

    @property
    def is_wrong_name(self) -> bool:
        """Somebody was called by a name that is not theirs, a stranger by any name."""
        return self.verdict is Verdict.RECOGNISED and self.person not in self.expected


@dataclass(frozen=True, slots=True)
class Counters:
    """The engine's own counts between ready and the end."""

    frames: int
    frames_with_face: int
    seconds: float

    @property
    def frames_per_second(self) -> float:
        return self.frames / self.seconds if self.seconds > 0 else 0.0


@dataclass(slots=True)
class Record:
    """Everything that is known of the run so far; one thread."""

    decisions: list[ShownDecision] = field(default_factory=list)
    welcomed: set[str] = field(default_factory=set)
    """Doors whose camera was told ``recognised``."""

    def visits(self) -> Counter[Verdict]:
        """How the visits ended, each counted once, by its last revision."""
        last: dict[str, ShownDecision] = {}
        for decision in sorted(self.decisions, key=lambda each: each.revision):
            last[decision.visit_id] = decision
        return Counter(decision.verdict for decision in last.values())

    @property
    def wrong_names(self) -> int:
        return sum(decision.is_wrong_name for decision in self.decisions)

    def failures(self) -> tuple[Reason, ...]:
        """Why this run does not show what it must; empty when it does."""
        return tuple(self._failures())

    def _failures(self) -> Iterable[Reason]:
        visits = self.visits()
        if self.wrong_names:
            yield Reason.of("demo_wrong_name", visits=self.wrong_names)
        if not visits[Verdict.RECOGNISED]:
            yield Reason.of("demo_nobody_recognised")
        if not visits[Verdict.UNKNOWN]:
            yield Reason.of("demo_no_stranger")
        recognised_at = {each.door for each in self.decisions if each.verdict is Verdict.RECOGNISED}
        if recognised_at and not recognised_at & self.welcomed:
            yield Reason.of("demo_door_not_told")
