"""What the program tells whoever started it: JSON lines for programs, sentences for people. Names nobody."""

from __future__ import annotations

import json
import sys
from typing import Protocol, TextIO

from offload_server.wire.messages import ByeReason, Indicator
from pi_client.errors import PiError
from pi_client.reasons import PiReason
from resources.catalogue import Catalogue, system_language


class Reporter(Protocol):
    """Told once about each change; never called for each frame."""

    def connected(self, camera_id: str, server: str) -> None: ...
    def disconnected(self, reason: str, bye: ByeReason | None) -> None: ...
    def waiting(self, code: PiReason, **figures: str) -> None: ...
    def indicated(self, indicator: Indicator) -> None: ...
    def camera_lost(self, error: PiError) -> None: ...
    def camera_back(self, camera: str) -> None: ...
    def noticed(self, code: PiReason, **figures: str | float) -> None: ...
    def stopped(self, frames_sent: int, frames_answered: int) -> None: ...


class JsonReporter:
    """One JSON object a line, with ``event``."""

    def __init__(self, output: TextIO | None = None) -> None:
        self._output = output or sys.stdout

    def connected(self, camera_id: str, server: str) -> None:
        self._line("connected", camera_id=camera_id, server=server)

    def disconnected(self, reason: str, bye: ByeReason | None) -> None:
        self._line("disconnected", reason=reason, bye=bye)

    def waiting(self, code: PiReason, **figures: str) -> None:
        self._line("waiting", code=code, **figures)

    def indicated(self, indicator: Indicator) -> None:
        self._line("indicator", indicator=indicator)

    def camera_lost(self, error: PiError) -> None:
        self._line("camera_lost", code=error.code, **error.parameters)

    def camera_back(self, camera: str) -> None:
        self._line("camera_back", camera=camera)

    def noticed(self, code: PiReason, **figures: str | float) -> None:
        self._line("notice", code=code, **figures)

    def stopped(self, frames_sent: int, frames_answered: int) -> None:
        self._line("stopped", frames_sent=frames_sent, frames_answered=frames_answered)

    def _line(self, event: str, **fields: object) -> None:
        print(json.dumps({"event": event, **fields}, ensure_ascii=False), file=self._output, flush=True)


class SentenceReporter:
    """One sentence a line, in the language of the machine."""

    def __init__(self, output: TextIO | None = None, catalogue: Catalogue | None = None) -> None:
        self._output = output or sys.stdout
        self._catalogue = catalogue or Catalogue(system_language())

    def connected(self, camera_id: str, server: str) -> None:  # noqa: ARG002 - people know the door, not its id
        self._say(PiReason.CONNECTED, server=server)

    def disconnected(self, reason: str, bye: ByeReason | None) -> None:  # noqa: ARG002 - a word of the log
        self._say(PiReason.DISCONNECTED if bye is None else bye)

    def waiting(self, code: PiReason, **figures: str) -> None:
        self._say(code, **figures)

    def indicated(self, indicator: Indicator) -> None:
        self._say(f"indicator_{indicator.value}")

    def camera_lost(self, error: PiError) -> None:
        self._say(error.code, **error.parameters)

    def camera_back(self, camera: str) -> None:
        self._say(PiReason.CAMERA_BACK, camera=camera)

    def noticed(self, code: PiReason, **figures: str | float) -> None:
        self._say(code, **figures)

    def stopped(self, frames_sent: int, frames_answered: int) -> None:  # noqa: ARG002 - for programs
        self._say(PiReason.STOPPED)

    def _say(self, code: str, **figures: object) -> None:
        print(self._catalogue.say(code, **figures), file=self._output, flush=True)
