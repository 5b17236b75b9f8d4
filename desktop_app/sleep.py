"""Keeps this PC awake while cameras are connected; whatever does it ends with this process, however that ends.

Linux: ``systemd-inhibit`` holds the lock as long as its command runs, and its command is ``cat`` on a pipe from us,
which ends when we are gone (kill -9 too). macOS: ``caffeinate -w`` waits for our process. Windows: a flag of our
thread. The desktop portal would need D-Bus types (``u``, ``a{sv}``) that PySide6 cannot send from Python.
"""

from __future__ import annotations

import ctypes
import enum
import os
import shutil
import sys
from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import QObject, QProcess

from desktop_app.typed_signal import TypedSignal

_ES_CONTINUOUS: Final = 0x80000000
_ES_SYSTEM_REQUIRED: Final = 0x00000001


class Wakefulness(enum.Enum):
    """What came of being asked to stay awake."""

    NOT_ASKED = enum.auto()
    HELD = enum.auto()
    NO_MEANS = enum.auto()  # nothing here can do it
    REFUSED = enum.auto()  # the system did not let us

    @property
    def has_failed(self) -> bool:
        return self in {Wakefulness.NO_MEANS, Wakefulness.REFUSED}


class Means(Protocol):
    """One way to keep a PC awake. ``take`` answers at once whether it could begin; ``lost`` tells later failures."""

    def take(self, why: str, lost: Callable[[], None]) -> bool: ...

    def give_back(self) -> None: ...


class SleepGuard(QObject):
    """``changed`` says the new ``Wakefulness``. All methods belong to the GUI thread and return at once."""

    changed = TypedSignal(Wakefulness)

    def __init__(self, means: Means | None, parent: QObject | None = None) -> None:
        """``means`` None: this system offers none (see ``means_here``)."""
        super().__init__(parent)
        self._means = means
        self._wanted = False
        self.state = Wakefulness.NOT_ASKED

    def keep_awake(self, wanted: bool, why: str = "") -> None:
        """Keep awake, or no longer; ``why`` is shown by the system. Asking again changes nothing."""
        if wanted == self._wanted:
            return
        self._wanted = wanted
        if not wanted:
            self.release()
        elif self._means is None:
            self._become(Wakefulness.NO_MEANS)
        else:
            taken = self._means.take(why, self._lost)
            self._become(Wakefulness.HELD if taken else Wakefulness.REFUSED)

    def release(self) -> None:
        """Sleep is allowed again; nothing is left behind. Idempotent."""
        self._wanted = False
        if self._means is not None:
            self._means.give_back()
        self._become(Wakefulness.NOT_ASKED)

    def _lost(self) -> None:
        if self._wanted:
            self._become(Wakefulness.REFUSED)

    def _become(self, state: Wakefulness) -> None:
        if state is not self.state:
            self.state = state
            self.changed.emit(state)


class ChildMeans:
    """A child process that keeps awake for as long as it runs."""

    def __init__(self, command: Callable[[str], list[str]]) -> None:
        """``command`` makes the argument list from the reason; its standard input stays open as long as we live."""
        self._command = command
        self._child: QProcess | None = None
        self._ending: set[QProcess] = set()

    def take(self, why: str, lost: Callable[[], None]) -> bool:
        self.give_back()
        program, *arguments = self._command(why)
        child = QProcess()
        child.setStandardOutputFile(QProcess.nullDevice())
        child.setStandardErrorFile(QProcess.nullDevice())
        child.finished.connect(lost)
        child.errorOccurred.connect(lost)
        self._child = child
        child.start(program, arguments)
        return child.state() != QProcess.ProcessState.NotRunning

    def give_back(self) -> None:
        """Its input ends and it is told to stop: nobody waits for that."""
        child, self._child = self._child, None
        if child is None:
            return
        child.finished.disconnect()
        child.errorOccurred.disconnect()
        if child.state() == QProcess.ProcessState.NotRunning:
            return
        self._ending.add(child)
        child.finished.connect(lambda: self._ending.discard(child))
        child.closeWriteChannel()
        child.terminate()


class WindowsMeans:
    """``SetThreadExecutionState``: holds while the calling thread lives."""

    def take(self, why: str, lost: Callable[[], None]) -> bool:  # noqa: ARG002 - a flag knows neither
        return bool(_set_execution_state(_ES_CONTINUOUS | _ES_SYSTEM_REQUIRED))

    def give_back(self) -> None:
        _set_execution_state(_ES_CONTINUOUS)


def means_here() -> Means | None:
    """What this system offers; None: nothing."""
    if sys.platform == "win32":
        return WindowsMeans()
    if sys.platform == "darwin":
        return ChildMeans(_caffeinate) if shutil.which("caffeinate") else None
    return ChildMeans(_systemd_inhibit) if shutil.which("systemd-inhibit") else None


def _systemd_inhibit(why: str) -> list[str]:
    return ["systemd-inhibit", "--what=sleep:idle", "--mode=block", "--who=Munjigi", f"--why={why}", "cat"]


def _caffeinate(why: str) -> list[str]:  # noqa: ARG001 - it shows none
    return ["caffeinate", "-i", "-w", str(os.getpid())]


def _set_execution_state(flags: int) -> int:
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows only
    return int(kernel.SetThreadExecutionState(flags))
