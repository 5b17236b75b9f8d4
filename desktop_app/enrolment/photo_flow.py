"""Photos on their way into a session: one after the other, read in the background, judged on the server's loop."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.bridge import Bridge
from desktop_app.enrolment.photo_model import PhotoRow, answered, failed, photos_in, read_photo, waiting
from desktop_app.station import reason_of
from offload_server.household.guided.states import DraftId, PhotoOutcome
from pipeline.types import Reason

if TYPE_CHECKING:
    from offload_server.household.guided.session import GuidedEnrolment

_UNREADABLE = Reason.of("enrol_photo_unreadable")
_NONE = Reason.of("enrol_photos_none")
_REMOVED = Reason.of("enrol_photo_removed")


class PhotoFlow:
    """``show`` gets all rows whenever one changes; belongs to the GUI thread."""

    def __init__(self, bridge: Bridge, show: Callable[[tuple[PhotoRow, ...]], object]) -> None:
        self._bridge = bridge
        self._show_rows = show
        self._rows: tuple[PhotoRow, ...] = ()
        self._queue: deque[tuple[int, Path]] = deque()
        self._session: GuidedEnrolment | None = None
        self._is_looking = False

    def add(self, session: GuidedEnrolment, paths: tuple[Path, ...]) -> None:
        """Find the pictures among ``paths`` and look at them."""
        self._session = session
        finding = self._bridge.in_background(lambda: photos_in(paths), "photos")
        finding.then(lambda found: self._take(session, found), lambda _: self._take(session, ()))

    def forget(self, draft_id: DraftId) -> None:
        """A kept one was removed by hand."""
        row = next((row for row in self._rows if row.draft is not None and row.draft.id == draft_id), None)
        if row is not None:
            self._show(failed(self._rows, row.number, _REMOVED))

    def clear(self) -> None:
        """The session is over; what is still on its way is not shown."""
        self._session = None
        self._queue.clear()
        self._rows = ()
        self._is_looking = False

    def _take(self, session: GuidedEnrolment, found: tuple[Path, ...]) -> None:
        if session is not self._session:
            return
        rows = waiting(self._rows, [path.name for path in found] or [""])
        new = rows[len(self._rows) :]
        if not found:
            rows = failed(rows, new[0].number, _NONE)
        self._queue.extend(zip((row.number for row in new), found, strict=False))
        self._show(rows)
        self._next()

    def _next(self) -> None:
        if self._is_looking or not self._queue:
            return
        self._is_looking = True
        session = self._session
        number, path = self._queue.popleft()
        reading = self._bridge.in_background(lambda: read_photo(path), "photo")
        reading.then(
            lambda data: self._judge(session, number, path.name, data),
            lambda _: self._done(session, failed(self._rows, number, _UNREADABLE)),
        )

    def _judge(self, session: GuidedEnrolment | None, number: int, name: str, data: bytes) -> None:
        if session is None or session is not self._session or not self._bridge.is_attached:
            return

        def judged(outcome: PhotoOutcome) -> None:
            self._done(session, answered(self._rows, number, outcome))

        def refused(error: BaseException) -> None:
            self._done(session, failed(self._rows, number, reason_of(error)))

        self._bridge.call(session.add_photo, name, data).then(judged, refused)

    def _done(self, session: GuidedEnrolment | None, rows: tuple[PhotoRow, ...]) -> None:
        if session is self._session:
            self._is_looking = False
            self._show(rows)
            self._next()

    def _show(self, rows: tuple[PhotoRow, ...]) -> None:
        self._rows = rows
        self._show_rows(rows)
