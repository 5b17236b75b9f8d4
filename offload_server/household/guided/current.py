"""Which guided enrolment is going on in a house: at most one. Loop thread only, but for reading ``session``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from offload_server.household.guided.session import GuidedEnrolment


class CurrentEnrolment:
    """Holds the session, so that it outlives the window that began it. ``session`` is None when there is none."""

    def __init__(self) -> None:
        self.session: GuidedEnrolment | None = None
