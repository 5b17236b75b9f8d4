"""Ctrl-C and a polite kill, heard from the first moment of the program on. Knows no Qt."""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType
from typing import Final

_NUMBERS: Final = (signal.SIGINT, signal.SIGTERM)


class Leaving:
    """One a process; belongs to the main thread. A wish that comes while the window is being made is not lost."""

    def __init__(self) -> None:
        self.is_asked = False
        self._act: Callable[[], object] | None = None

    def listen(self) -> None:
        """Hear the two signals instead of ending by them."""
        for number in _NUMBERS:
            signal.signal(number, self._hear)

    def let_go(self) -> None:
        """The signals end the program again, as they do any other; at once if one had come."""
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        if self.is_asked:
            signal.raise_signal(signal.SIGTERM)

    def then(self, act: Callable[[], object]) -> None:
        """Call ``act`` whenever a signal comes; now, if one came already."""
        self._act = act
        if self.is_asked:
            act()

    def _hear(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.is_asked = True
        if self._act is not None:
            self._act()
