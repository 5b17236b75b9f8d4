"""What the doctor found out about one thing."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from pi_client.reasons import DoctorReason, PiReason


class Topic(enum.StrEnum):
    """In the order of the report: from the lens to the server."""

    CAMERA = "camera"
    LIGHT = "light"
    FOCUS = "focus"
    NETWORK = "network"
    SERVER = "server"
    CLOCK = "clock"


class State(enum.StrEnum):
    """``UNKNOWN``: it could not be judged, and the sentence says why."""

    OK = "ok"
    PROBLEM = "problem"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """``code`` and ``figures`` make the sentence."""

    topic: Topic
    state: State
    code: DoctorReason | PiReason
    figures: Mapping[str, str | float] = field(default_factory=dict)
