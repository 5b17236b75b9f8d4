"""Where the time goes between the lens and the answer; free of Qt."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from pipeline.types import Observation

PARTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "decode": ("decode",),
        "detect": ("detect", "track"),
        "points": ("landmarks", "align", "quality"),
        "embed": ("embed",),
        "compare": ("compare", "visit"),
    }
)
"""The stages of the engine as people tell them apart, in the order of the pipeline."""
_WINDOW_NS: Final = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds by part, in the order of the way: the link, waiting for a turn, then ``PARTS``."""

    parts_ms: tuple[tuple[str, float], ...]

    @property
    def total_ms(self) -> float:
        return sum(each for _, each in self.parts_ms)


def latency_of(observation: Observation) -> Latency:
    """One frame's way from the lens to the answer; what no stage accounts for is waiting."""
    total_ms = max(0.0, (observation.finished_at_ns - observation.captured_at_ns) / 1e6)
    link_ms = min(total_ms, max(0.0, (observation.received_at_ns - observation.captured_at_ns) / 1e6))
    stages = {part: sum(observation.stages_ms.get(stage, 0.0) for stage in stages) for part, stages in PARTS.items()}
    wait_ms = max(0.0, total_ms - link_ms - sum(stages.values()))
    return Latency((("link", link_ms), ("wait", wait_ms), *stages.items()))


class LatencyMeter:
    """The mean over the frames of the last second: most frames carry no embedding, and nobody reads 15 a second."""

    def __init__(self) -> None:
        self._seen: deque[tuple[int, Latency]] = deque()
        self.latency: Latency | None = None

    def saw(self, observation: Observation) -> None:
        """Take in a frame."""
        if observation.problem is not None:
            return
        self._seen.append((observation.finished_at_ns, latency_of(observation)))
        while observation.finished_at_ns - self._seen[0][0] > _WINDOW_NS:
            self._seen.popleft()
        sums: dict[str, float] = {}
        for _, each in self._seen:
            for part, milliseconds in each.parts_ms:
                sums[part] = sums.get(part, 0.0) + milliseconds
        self.latency = Latency(tuple((part, each / len(self._seen)) for part, each in sums.items()))
