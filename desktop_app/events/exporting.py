"""One export at a time, on the server's loop; the button tells how far it is and stops it."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.bridge import Bridge, Call
from desktop_app.events.export import ExportStoppedError, write_csv
from desktop_app.typed_signal import TypedSignal
from desktop_app.window.ways import Ways
from offload_server.household.records import EventFilter
from resources.catalogue import Catalogue

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Advance:
    """How many rows of how many are written."""

    written: int
    total: int


class Exporting(QObject):
    """``ended`` comes after every end."""

    advanced = TypedSignal(Advance)
    ended = Signal()

    def __init__(self, bridge: Bridge, ways: Ways, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._ways = ways
        self._stop = threading.Event()
        self._call: Call[int] | None = None

    @property
    def is_running(self) -> bool:
        return self._call is not None

    def begin(self, file: Path, wanted: EventFilter, words: Catalogue) -> None:
        """Write what ``wanted`` lets through to ``file``."""
        if self._call is not None or not self._bridge.is_attached:
            return
        stop = self._stop = threading.Event()

        def progress(written: int, total: int) -> bool:
            """On the server's loop."""
            self._bridge.run_here(lambda: self._advance(Advance(written, total)))
            return not stop.is_set()

        self._call = self._bridge.call(write_csv, self._bridge.house, file, wanted, words, progress)
        self._call.then(lambda rows: self._done(file, rows), self._fail)

    def stop(self) -> None:
        """Soon nothing of it is left."""
        self._stop.set()

    def forget(self) -> None:
        """The server is gone, and no answer will come."""
        if self._call is not None:
            self._end()

    def _advance(self, advance: Advance) -> None:
        if self._call is not None:
            self.advanced.emit(advance)

    def _done(self, file: Path, rows: int) -> None:
        self._end()
        self._ways.say("events_exported", events=rows, file=file.name)

    def _fail(self, error: BaseException) -> None:
        self._end()
        if isinstance(error, ExportStoppedError):
            self._ways.say("events_export_stopped")
        else:
            problem = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
            logger.warning("events could not be exported: %s", error)
            self._ways.complain("events_export_failed", problem=problem)

    def _end(self) -> None:
        self._stop.set()
        self._call = None
        self.ended.emit()
