"""Keeping a native library's start-up chatter off the user's screen.

TensorFlow 2.21 says on file descriptor 2, before its own log level counts, that oneDNN is on (switching oneDNN off
would silence it and cost 15 % of the speed). Python's ``sys.stderr`` cannot catch that, so the descriptor itself is
redirected while the library is imported; whatever else was written meanwhile is passed on afterwards.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

_STDERR = 2
_CHATTER = re.compile(
    rb"WARNING: All log messages before absl::InitializeLog"
    rb"|I\d{4} .*oneDNN custom operations are on"
    rb"|INFO: Created TensorFlow Lite"
)


@contextmanager
def without_start_up_chatter() -> Iterator[None]:
    """Hold back standard error during the block, drop the known chatter, then let the rest out."""
    try:
        original = os.dup(_STDERR)
    except OSError:  # a service without standard error: nobody to bother
        yield
        return
    with tempfile.TemporaryFile() as held:
        _flush()
        os.dup2(held.fileno(), _STDERR)
        try:
            yield
        finally:
            _flush()
            os.dup2(original, _STDERR)
            os.close(original)
            held.seek(0)
            _write_all(b"".join(line for line in held if not _CHATTER.search(line)))


def _flush() -> None:
    if sys.stderr is not None:
        sys.stderr.flush()


def _write_all(rest: bytes) -> None:
    while rest:
        rest = rest[os.write(_STDERR, rest) :]
