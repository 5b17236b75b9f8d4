"""What a guided enrolment says of itself: frozen values, made on the server's loop, drawn by whoever wants to.

Directions are the subject's own: who turns to LEFT shows the camera their right cheek.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NewType

from pipeline.types import CameraId, HeadPose, Observation, PersonId, Reason, Threshold, UInt8Array

DraftId = NewType("DraftId", str)
SAMPLES_A_DIRECTION = 3
SAMPLES_WITHOUT_MOVEMENT = 6
"""From the front alone, when nobody can be asked to turn: a mean of five photos and more gains little (design.md 4)."""


class Direction(enum.StrEnum):
    """The segments of the ring, in the order in which they are asked for; ARRIVAL is "as you usually arrive"."""

    FRONT = "front"
    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"
    ARRIVAL = "arrival"


class GuidedPhase(enum.StrEnum):
    """PAUSED by the admin; CAMERA_LOST resumes by itself; COMPLETE: every wanted direction is full; ENDED: over."""

    LOOKING = "looking"
    PAUSED = "paused"
    CAMERA_LOST = "camera_lost"
    COMPLETE = "complete"
    ENDED = "ended"


class Gate(enum.StrEnum):
    """The six gates under the ring, in the order in which they are drawn (board enrol)."""

    SIZE = "size"
    SHARPNESS = "sharpness"
    LIGHT = "light"
    EYES = "eyes"
    ONE_FACE = "one_face"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class GateReading:
    """``passed`` None: cannot be measured now. ``value`` and ``limit`` in px, variance, luma, aspect, degrees."""

    gate: Gate
    passed: bool | None
    value: float | None = None
    limit: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class DraftSample:
    """A sample that is kept in memory until the enrolment is saved.

    ``picture`` is the aligned crop (uint8 [side, side, 3], BGR); ``quality`` 0..1 for the 3 px bar under it, made of
    size, sharpness and light against their gates.
    """

    id: DraftId
    direction: Direction
    picture: UInt8Array
    quality: float
    face_px: float
    pose: HeadPose


@dataclass(frozen=True, slots=True, eq=False)
class GuidedState:
    """One moment. ``wanted`` is the direction that is asked for now; ``hint`` the one most useful sentence (a reason
    code, steady for at least 1.5 s), ``detail`` the smaller line under it; ``question`` waits for an answer of the
    admin ("is this really ...?"). ``observation`` is the newest frame, ``face_index`` which of its faces is meant,
    ``pose`` its turn counted from how this person looks straight ahead (as the gate TURN is).
    """

    phase: GuidedPhase
    person_name: str
    camera_id: CameraId | None
    without_movement: bool
    directions: tuple[Direction, ...]
    samples: tuple[DraftSample, ...] = ()
    wanted: Direction | None = None
    hint: Reason | None = None
    detail: Reason | None = None
    question: Reason | None = None
    gates: tuple[GateReading, ...] = ()
    pose: HeadPose | None = None
    observation: Observation | None = None
    face_index: int | None = None
    pictures_seen: int = 0
    seconds: float = 0.0

    def kept(self, direction: Direction) -> tuple[DraftSample, ...]:
        """The samples of one direction, oldest first."""
        return tuple(sample for sample in self.samples if sample.direction is direction)

    def wanted_of(self, direction: Direction) -> int:
        """How many samples fill one direction; photos may add more."""
        if self.without_movement and direction is Direction.FRONT:
            return SAMPLES_WITHOUT_MOVEMENT
        return SAMPLES_A_DIRECTION

    @property
    def wanted_total(self) -> int:
        """How many samples a full ring has."""
        return sum(self.wanted_of(direction) for direction in self.directions)


@dataclass(frozen=True, slots=True, eq=False)
class PhotoOutcome:
    """What became of one photo: kept as ``draft``, or refused with every reason."""

    file_name: str
    draft: DraftSample | None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherMember:
    """How near another member of the household comes: from their nearest sample to this person's template."""

    person_id: PersonId
    name: str
    distances: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class EnrolmentReport:
    """What an enrolment is worth. Distances in the threshold's unit.

    ``own`` holds each sample's distance to the mean of the person's others; ``look_alike`` is set when the nearest
    other member comes so near that visits may come out as uncertain. ``refusals`` says how often each reason refused.
    """

    person_id: PersonId
    name: str
    samples: int
    seconds: float
    threshold: Threshold
    own: tuple[float, ...]
    others: tuple[OtherMember, ...] = ()
    look_alike: OtherMember | None = None
    pictures_seen: int = 0
    refusals: tuple[tuple[Reason, int], ...] = ()
    by_direction: Mapping[Direction, int] = field(default_factory=lambda: MappingProxyType({}))
    finished_at: dt.datetime | None = None

    @property
    def usual_distance(self) -> float | None:
        """The median of ``own``; None with fewer than two samples."""
        if len(self.own) < 2:
            return None
        ordered = sorted(self.own)
        middle = len(ordered) // 2
        return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
