"""What the station is doing, as one frozen value that every view draws. Knows no Qt."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from offload_server.reasons import ServerReason
from pipeline.types import EngineStatus, Reason

MODEL_TROUBLE = frozenset({"weight_missing", "weight_damaged", "demo_models_missing"})
"""Reasons of the engine that fetching the models puts right."""
_SAID_WITH_BUTTONS: Final = MappingProxyType(
    {
        "weight_missing": "window_weight_missing",
        "weight_damaged": "window_weight_damaged",
        ServerReason.PORT_TAKEN.value: "window_port_taken",
    }
)


class Phase(enum.Enum):
    """In the order of a life."""

    STARTING = enum.auto()
    RUNNING = enum.auto()
    FAILED = enum.auto()
    FETCHING = enum.auto()
    STOPPING = enum.auto()
    STOPPED = enum.auto()


@dataclass(frozen=True, slots=True)
class StationState:
    """``step`` is the code of what the start is at; ``reason`` why it failed; ``address`` where the server listens,
    ``insecure_lan`` whether everybody in the network reaches it."""

    phase: Phase
    is_demo: bool = False
    step: str = ""
    step_number: int = 0
    steps: int = 1
    reason: Reason | None = None
    address: str | None = None
    engine: EngineStatus | None = None
    insecure_lan: bool = False

    @property
    def is_loading(self) -> bool:
        """The server runs, the models are still on their way."""
        return (
            self.phase is Phase.RUNNING and self.engine is not None and not (self.engine.ready or self.engine.problem)
        )

    @property
    def engine_trouble(self) -> Reason | None:
        """Why nobody is compared although the server runs."""
        if self.phase is not Phase.RUNNING or self.engine is None or self.engine.ready:
            return None
        return self.engine.problem

    @property
    def port_is_taken(self) -> bool:
        return self.reason is not None and self.reason.code == ServerReason.PORT_TAKEN

    @property
    def owner_process(self) -> str | None:
        """The process that owns the data folder, when that is what is wrong and it is known."""
        if self.reason is None or self.reason.code != ServerReason.DATA_FOLDER_IN_USE:
            return None
        found = re.search(r"process (\d+)", str(self.reason.figures().get("owner", "")))
        return found[1] if found else None


def window_code(reason: Reason) -> str:
    """What the window says of ``reason``: its buttons are the remedy where a terminal names a command."""
    return _SAID_WITH_BUTTONS.get(reason.code, reason.code)


def models_are_missing(reason: Reason | None) -> bool:
    """Whether fetching the models would help."""
    return reason is not None and reason.code in MODEL_TROUBLE
