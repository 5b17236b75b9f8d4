"""The camera's clock: monotonic, in microseconds, as the wire wants it."""

from __future__ import annotations

import time
from collections.abc import Callable

Clock = Callable[[], int]
"""Returns microseconds that never go back."""


def now_us() -> int:
    """Microseconds of this machine's monotonic clock (on Linux CLOCK_MONOTONIC, which V4L2 uses as well)."""
    return time.monotonic_ns() // 1000
