"""The engine's threads step back behind those that people wait for: the window and the server."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from typing import Final

ENGINE_NICENESS: Final = 5
"""A third of the share of a thread at 0 when both want the same core; nothing while a core is free."""


def step_back() -> None:
    """Make the calling thread, and those that it starts from now on, nice. Linux only: elsewhere it is per process."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # a sandbox may forbid even this
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), ENGINE_NICENESS)
