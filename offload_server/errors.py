"""The error tree of the server: each error carries a ``Reason``; the HTTP skin maps classes to status codes."""

from __future__ import annotations

from pipeline.types import Reason


class ServerError(Exception):
    """Something that the caller is told; ``reason`` becomes a sentence in the caller's language."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(f"{reason.code} {reason.figures()}")
        self.reason = reason


class Forbidden(ServerError, PermissionError):  # noqa: N818 - the word of the house for a refusal of rights
    """The principal may not do this. ``step_up`` will say which proof would help (a PIN, later)."""

    step_up: str | None = None


class NotFoundError(ServerError, LookupError):
    """No such person, sample, camera or event."""


class RefusedError(ServerError, ValueError):
    """The request is understood and refused: bad input, missing consent, a face that does not serve.

    ``reasons`` holds every reason, the first one being ``reason``.
    """

    def __init__(self, reason: Reason, *further: Reason) -> None:
        super().__init__(reason)
        self.reasons = (reason, *further)


class ConflictError(ServerError):
    """The request collides with what is there."""


class StorageFullError(ServerError, OSError):
    """The disk is full: nothing of this request was kept."""


class StorageDamagedError(ServerError):
    """The database or a sealed blob cannot be read."""


class DataFolderUnusableError(ServerError, OSError):
    """The data folder cannot be made or written: a file of that name, no rights, a read-only disk."""


class DataFolderInUseError(ServerError):
    """Another munjigi owns this data folder."""


class AddressInUseError(ServerError, OSError):
    """The port is taken."""
