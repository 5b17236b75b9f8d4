"""What leaves the engine: outputs to the listeners, and counts for the status bar."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable

from pipeline.types import EngineOutput, Observation

logger = logging.getLogger(__name__)

Listener = Callable[[EngineOutput], None]

RATE_WINDOW_NS = 5_000_000_000


class Listeners:
    """A listener that fails is logged and asked again next time: the others and the engine go on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: tuple[tuple[object, Listener], ...] = ()

    def add(self, listener: Listener) -> Callable[[], None]:
        """The returned call takes it off; calling that twice does no harm."""
        key = object()
        with self._lock:
            self._listeners = (*self._listeners, (key, listener))

        def take_off() -> None:
            with self._lock:
                self._listeners = tuple(each for each in self._listeners if each[0] is not key)

        return take_off

    def tell(self, output: EngineOutput) -> None:
        """Hand ``output`` to everyone, on this thread."""
        for _, listener in self._listeners:
            try:
                listener(output)
            except Exception:
                logger.exception("a listener of the engine failed")


class Throughput:
    """Frames and faces in all, and by the second over the last five seconds."""

    def __init__(self, clock: Callable[[], int] = time.monotonic_ns) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._recent: deque[tuple[int, int]] = deque()
        self.frames_searched = 0
        self.frames_with_face = 0

    def count(self, observation: Observation) -> None:
        """Count a frame that was searched; one that could not be read is none."""
        if observation.problem is not None:
            return
        with self._lock:
            self.frames_searched += 1
            self.frames_with_face += bool(observation.faces)
            self._recent.append((self._clock(), len(observation.faces)))
            self._drop_old()

    def per_second(self) -> tuple[float, float]:
        """Frames and faces a second."""
        with self._lock:
            self._drop_old()
            faces = sum(each for _, each in self._recent)
            seconds = RATE_WINDOW_NS / 1e9
            return len(self._recent) / seconds, faces / seconds

    def _drop_old(self) -> None:
        oldest = self._clock() - RATE_WINDOW_NS
        while self._recent and self._recent[0][0] < oldest:
            self._recent.popleft()
