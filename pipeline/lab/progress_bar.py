"""The progress of an installation: a bar on a terminal, a line a step elsewhere."""

from __future__ import annotations

import shutil
import time
from typing import TextIO

from resources.catalogue import Catalogue
from weights.errors import WeightError

_REDRAW_S = 0.1
_BAR_CELLS = 24


class ProgressBar:
    """Writes to ``out`` (standard error, so that standard output stays for results)."""

    def __init__(self, out: TextIO, words: Catalogue) -> None:
        self._out = out
        self._words = words
        self._terminal = out.isatty()
        self._name = ""
        self._drawn_at = 0.0
        self._drawn = False

    def begins(self, name: str, source: str) -> None:
        """Say what is fetched from where."""
        self._name = name
        self._line(self._words.say("weights_fetching", name=name, source=source))

    def advanced(self, done_bytes: int, total_bytes: int) -> None:
        """Redraw the bar, at most ten times a second."""
        now = time.monotonic()
        if not self._terminal or (now - self._drawn_at < _REDRAW_S and done_bytes < total_bytes):
            return
        self._drawn_at, self._drawn = now, True
        columns = shutil.get_terminal_size().columns
        self._out.write("\r" + bar(self._name, done_bytes, total_bytes)[: columns - 1].ljust(columns - 1))
        self._out.flush()

    def refused(self, error: WeightError) -> None:
        """Say why this source does not serve."""
        self._line(self._words.say_reason(error))

    def close(self) -> None:
        """Leave the cursor at the beginning of a line."""
        if self._drawn:
            self._out.write("\n")
            self._out.flush()
        self._drawn = False

    def _line(self, text: str) -> None:
        self.close()
        self._out.write(f"{text}\n")
        self._out.flush()


def bar(name: str, done_bytes: int, total_bytes: int) -> str:
    """``sface ████████░░░░  50 %  19.3 of 38.7 MB``."""
    share = min(done_bytes / total_bytes, 1.0) if total_bytes > 0 else 0.0
    cells = int(share * _BAR_CELLS)
    blocks = "█" * cells + "░" * (_BAR_CELLS - cells)
    return f"{name} {blocks} {share:4.0%}  {done_bytes / 1e6:.1f} / {total_bytes / 1e6:.1f} MB"
