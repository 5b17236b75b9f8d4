"""The beat of an animation.

A QBasicTimer outlives a widget that Qt deletes before Python frees the timer, and then strikes a dead one (a crash); a
timer that the widget itself started dies with it.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimerEvent

FRAME_MS = 16


class Beat:
    """One animation of ``owner``, whose ``timerEvent`` is called every ``interval_ms`` while it is active."""

    def __init__(self, owner: QObject, interval_ms: int = FRAME_MS) -> None:
        self._owner = owner
        self._interval_ms = interval_ms
        self._id = 0

    def start(self) -> None:
        """Begin, or go on."""
        if not self._id:
            self._id = self._owner.startTimer(self._interval_ms)

    def restart(self) -> None:
        """Begin, a whole interval from now."""
        self.stop()
        self.start()

    def stop(self) -> None:
        if self._id:
            self._owner.killTimer(self._id)
            self._id = 0

    @property
    def is_active(self) -> bool:
        return self._id != 0

    def struck(self, event: QTimerEvent) -> bool:
        """Whether ``event`` is of this beat."""
        return self._id != 0 and event.timerId() == self._id
