"""Python's collector of cyclic garbage, kept to the GUI thread.

Left to itself it runs in whichever thread allocates next, and destroys dropped widgets there: Qt objects belong to the
GUI thread, and off it their destructors race with painting and crash the process.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 1_000


class Collecting(QObject):
    """One a process. Between ``begin`` and ``end`` nothing but its timer collects."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(collect_what_is_due)

    def begin(self) -> None:
        """From now on garbage is collected on this thread, which is the GUI's."""
        gc.disable()
        self._timer.start()

    def settle(self) -> None:
        """What is there by now stays: the networks' libraries alone are half a million objects, which no later look
        has to pass again."""
        gc.freeze()

    def stir(self) -> None:
        """What had settled may go, as another server begins."""
        gc.unfreeze()

    def end(self) -> None:
        """Python collects by itself again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()


def collect_what_is_due() -> None:
    """One look at the oldest generation that the counts ask for, as Python does between allocations."""
    counts, limits = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if 0 < limits[generation] < counts[generation]:
            gc.collect(generation)
            return
