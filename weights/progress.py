"""What an installation tells the one who waits for it."""

from __future__ import annotations

from typing import Protocol

from weights.errors import WeightError


class Progress(Protocol):
    """Called from the installing thread."""

    def begins(self, name: str, source: str) -> None:
        """``source`` is being tried for ``name``."""

    def advanced(self, done_bytes: int, total_bytes: int) -> None:
        """So far ``done_bytes`` of the bytes of this step."""

    def refused(self, error: WeightError) -> None:
        """A source failed or gave wrong bytes; the next one is tried."""


class Silent:
    """Nobody waits."""

    def begins(self, name: str, source: str) -> None: ...

    def advanced(self, done_bytes: int, total_bytes: int) -> None: ...

    def refused(self, error: WeightError) -> None: ...
