"""``--supervised``: another program runs this camera, says over a pipe what it is, and takes it along when it ends.

A command line can be read by every user of a machine, and an address may hold a password: so the SPEC comes as the
first line of standard input. When that input is closed, the other program has gone, however it ended.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

from pi_client.errors import UsageError
from pi_client.reasons import PiReason

STANDARD_INPUT = 0
_LONGEST_SPEC_BYTES = 4096


def read_spec(descriptor: int = STANDARD_INPUT) -> str:
    """The first line, without its end; UsageError when there is none. Blocks, and reads no byte beyond it."""
    line = bytearray()
    while not line.endswith(b"\n"):
        byte = os.read(descriptor, 1)
        if not byte or len(line) > _LONGEST_SPEC_BYTES:
            raise UsageError(PiReason.CAMERA_SPEC_WRONG, spec="")
        line += byte
    return line.decode("utf-8", errors="replace").strip()


def when_closed(act: Callable[[], object], descriptor: int = STANDARD_INPUT) -> None:
    """Call ``act``, on a thread of its own, once the other end of standard input is closed."""
    # Not through sys.stdin: a thread that waits in its buffer keeps the interpreter from ending.
    threading.Thread(target=_wait, args=(act, descriptor), name="munjigi supervision", daemon=True).start()


def _wait(act: Callable[[], object], descriptor: int) -> None:
    try:
        while os.read(descriptor, 1024):
            pass
    except OSError:
        pass  # closed at this end: nobody is there either
    act()
