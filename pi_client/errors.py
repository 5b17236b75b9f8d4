"""What can go wrong at the camera; each error carries a code and its figures, never a sentence."""

from __future__ import annotations

from pi_client.reasons import PiReason


class PiError(Exception):
    """Something that the person who started the program is told."""

    def __init__(self, code: PiReason, **parameters: str | float) -> None:
        super().__init__(f"{code.value} {parameters}")
        self.code = code
        self.parameters = parameters


class UsageError(PiError, ValueError):
    """The program was started in a way that cannot work."""


class CameraError(PiError, OSError):
    """The camera is not there, or gives no pictures (any more): worth another try later."""


class CameraUnusableError(CameraError):
    """Trying again cannot help: the camera or the machine lacks what is needed."""
