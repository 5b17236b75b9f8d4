"""What the use-cases return: frozen records, times as aware UTC datetimes, pictures as JPEG bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NewType

from pipeline.types import CameraId, DistanceUnit, LivenessLevel, PersonId, Reason, Verdict, VisitId

SampleId = NewType("SampleId", str)
ConsentId = NewType("ConsentId", str)
EventId = NewType("EventId", str)
CameraKind = Literal["network", "webcam", "mjpeg"]


@dataclass(frozen=True, slots=True)
class ConsentRecord:
    """Who agreed, when, to which text; ``guardian`` is who agreed for a child; ``withdrawn_at`` ends it."""

    id: ConsentId
    person_id: PersonId
    given_by: str
    guardian: bool
    text_version: str
    given_at: dt.datetime
    withdrawn_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """One member of the household. ``consent`` is the valid one; since ``paused_at`` no door recognises them."""

    id: PersonId
    name: str
    created_at: dt.datetime
    sample_count: int
    consent: ConsentRecord | None
    paused_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class SampleRecord:
    """One kept sample. ``source`` is "picture" or "camera"; figures as in ``pipeline.types.Quality``."""

    id: SampleId
    person_id: PersonId
    created_at: dt.datetime
    source: str
    camera_id: CameraId | None
    face_px: float
    sharpness: float
    brightness: float
    yaw_deg: float
    pitch_deg: float


@dataclass(frozen=True, slots=True)
class CameraEnrolment:
    """What a look through a camera brought: the kept samples and how often each reason refused a frame."""

    samples: tuple[SampleRecord, ...]
    frames_seen: int
    refusals: tuple[tuple[Reason, int], ...]


@dataclass(frozen=True, slots=True)
class ErasureReport:
    """What was erased with a person."""

    person_id: PersonId
    samples: int
    consents: int
    events_made_anonymous: int


@dataclass(frozen=True, slots=True)
class CameraRecord:
    """A camera as a row that the server made.

    ``confirmed_at`` None: the admin has not said yet that it is theirs. ``source`` is where a camera that this PC opens
    itself gives its pictures (a webcam's name, an address); None for those that come by the network.
    """

    id: CameraId
    name: str
    first_seen_at: dt.datetime
    last_seen_at: dt.datetime
    confirmed_at: dt.datetime | None = None
    kind: CameraKind = "network"
    source: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class AdmittedCamera:
    """A camera let in by ``hello``; ``resume_key`` is told to it once and stored as a hash."""

    camera: CameraRecord
    resume_key: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class NamedDistance:
    """A person and how far the visit was from them; ``name`` None when the person was erased since."""

    person_id: PersonId
    name: str | None
    distance: float


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One decision about one visit, as it was. Consumers key on (``visit_id``, ``revision``)."""

    id: EventId
    visit_id: VisitId
    revision: int
    camera_id: CameraId
    camera_name: str
    at: dt.datetime
    verdict: Verdict
    person_id: PersonId | None
    person_name: str | None
    nearest: NamedDistance | None
    runner_up: NamedDistance | None
    threshold: float | None
    false_match_rate: float | None
    unit: DistanceUnit | None
    margin: float | None
    frames_used: int
    attempts: int
    newest_frame_age_ms: float
    liveness: LivenessLevel
    reasons: tuple[Reason, ...]
    has_snapshot: bool


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are wanted, newest first; ``before`` is the id of the last one of the page before.

    ``text`` is looked for in the names of the door and of whoever the event speaks of; case and width do not count.
    """

    camera_id: CameraId | None = None
    person_id: PersonId | None = None
    verdict: Verdict | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    before: EventId | None = None
    limit: int = 50
    text: str | None = None


@dataclass(frozen=True, slots=True)
class EventPage:
    events: tuple[EventRecord, ...]
    next_before: EventId | None


@dataclass(frozen=True, slots=True)
class EventCounts:
    """How many visits match a filter: ``total`` all of it, ``by_verdict`` all but its verdict; zeros are left out."""

    total: int
    by_verdict: Mapping[Verdict, int]


@dataclass(frozen=True, slots=True)
class EventList:
    """A filter's list at one moment: one row a visit, as it was last decided, newest first.

    ``as_of`` names the moment: rows asked for with it stand still while new events are recorded. ``first`` are the
    first rows.
    """

    as_of: int
    counts: EventCounts
    first: tuple[EventRecord, ...]


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The text that is agreed to; ``version`` is what a consent records."""

    version: str
    texts: Mapping[str, str] = field(default_factory=dict)
