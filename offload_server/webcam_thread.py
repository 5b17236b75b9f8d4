"""The thread that waits for a webcam's pictures, so that nothing else has to: opened, read, lost, opened again."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from offload_server.errors import RefusedError
from offload_server.reasons import ServerReason
from offload_server.webcams import Capture, Webcam, Webcams
from pipeline.types import Reason

MISSES_UNTIL_LOST = 10
"""A webcam drops a picture now and then; ten in a row mean that it is gone."""
_MISS_PAUSE_S = 0.05
_FIRST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 10.0
_JOIN_S = 2.0
_LOGGER = logging.getLogger(__name__)

Gave = Callable[[bytes, int], None]
"""A JPEG and when its picture was taken (time.monotonic_ns)."""
Lost = Callable[[Reason], None]


class WebcamThread:
    """Takes pictures only when one is wanted; the others are waited for and thrown away, so that none is ever old.

    ``gave`` and ``lost`` are called on this thread and must return at once.
    """

    def __init__(self, webcam: Webcam, webcams: Webcams, gave: Gave, lost: Lost) -> None:
        self._webcam = webcam
        self._webcams = webcams
        self._gave = gave
        self._lost = lost
        self._wanted = threading.Event()
        self._ended = threading.Event()
        # A driver may hold a read for ten seconds: the program must be able to end before.
        self._thread = threading.Thread(target=self._run, name=f"munjigi webcam {webcam.index}", daemon=True)

    def start(self) -> None:
        self._wanted.set()
        self._thread.start()

    def want(self) -> None:
        """The next picture is wanted; any thread."""
        self._wanted.set()

    def stop(self) -> None:
        """End, waiting two seconds at most. Blocks."""
        self._ended.set()
        if self._thread.ident is not None:
            self._thread.join(_JOIN_S)
        if self._thread.is_alive():
            _LOGGER.warning("webcam %d does not let go yet", self._webcam.index)

    def _run(self) -> None:
        pause_s = _FIRST_PAUSE_S
        while not self._ended.is_set():
            try:
                capture = self._webcams.open(self._webcam)
            except RefusedError as error:
                self._lost(error.reason)
            except Exception:
                _LOGGER.exception("webcam %d could not be opened", self._webcam.index)
                self._lost(Reason.of(ServerReason.WEBCAM_BUSY, camera=self._webcam.name))
            else:
                if self._read(capture):
                    pause_s = _FIRST_PAUSE_S
            self._ended.wait(pause_s)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)

    def _read(self, capture: Capture) -> bool:
        """Give pictures until the webcam is lost or the end; whether it gave any."""
        gave_any, misses = False, 0
        try:
            while not self._ended.is_set() and misses < MISSES_UNTIL_LOST:
                is_there = capture.grab() and self._give(capture, time.monotonic_ns())
                gave_any |= is_there
                misses = 0 if is_there else misses + 1
                if not is_there:
                    self._ended.wait(_MISS_PAUSE_S)
        except Exception:
            _LOGGER.exception("webcam %d failed", self._webcam.index)
        finally:
            capture.close()
        if not self._ended.is_set():
            code = ServerReason.WEBCAM_NOT_THERE if gave_any else ServerReason.WEBCAM_SILENT
            self._lost(Reason.of(code, camera=self._webcam.name))
        return gave_any

    def _give(self, capture: Capture, taken_ns: int) -> bool:
        if not self._wanted.is_set():
            return True
        jpeg = capture.jpeg()
        if jpeg is None:
            return False
        self._wanted.clear()
        self._gave(jpeg, taken_ns)
        return True
