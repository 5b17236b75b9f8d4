"""What the door shows: the last word of the server, and "unavailable" while there is no server."""

from __future__ import annotations

from collections.abc import Callable

from offload_server.wire.messages import Indicator


class DoorIndicator:
    """Passes each change on, once; a lamp or a screen hangs on the same call."""

    def __init__(self, changed: Callable[[Indicator], None]) -> None:
        self._changed = changed
        self._shown: Indicator | None = None

    def show(self, indicator: Indicator) -> None:
        """Show ``indicator`` if it is another one than before."""
        if indicator is not self._shown:
            self._shown = indicator
            self._changed(indicator)
