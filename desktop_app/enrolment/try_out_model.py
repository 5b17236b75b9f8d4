"""Walking up to the door after an enrolment: what the camera saw and decided, from its own words only. Knows no Qt.

A try is a visit at this camera since the try-out began. It counts as recognised when the engine decided so, for this
person; the time runs from the first picture of the visit to that decision. A webcam that was opened for the enrolment
alone has no visits: then only the strip is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from desktop_app.painting.strip_model import Sign, StripModel, gauge_strip, provisional_strip, strip_of_event
from offload_server.household.records import EventRecord
from pipeline.types import CameraId, Observation, ObservedFace, PersonId, Reason, Verdict, VisitId


@dataclass(frozen=True, slots=True)
class Try:
    """One visit and how it ended; ``seconds`` from the first picture to the decision, None if that was not seen."""

    visit_id: VisitId
    verdict: Verdict
    is_this_person: bool
    seconds: float | None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class TryOut:
    """One moment of it. ``observation`` is the newest picture, ``face`` the nearest one in it, ``strip`` what is known
    of that face."""

    camera_id: CameraId
    person_id: PersonId
    tries: tuple[Try, ...] = ()
    observation: Observation | None = None
    face: ObservedFace | None = None
    strip: StripModel | None = None
    sign: Sign | None = None
    first_seen_ns: Mapping[VisitId, int] = field(default_factory=dict)
    events: Mapping[VisitId, EventRecord] = field(default_factory=dict)

    @property
    def recognised(self) -> int:
        """How many tries ended well."""
        return sum(each.is_this_person for each in self.tries)

    @property
    def last(self) -> Try | None:
        return self.tries[-1] if self.tries else None


def saw(try_out: TryOut, observation: Observation, names: Mapping[PersonId, str]) -> TryOut:
    """A new picture of the camera; another camera's, or the same again, changes nothing."""
    before = try_out.observation
    if observation.camera_id != try_out.camera_id:
        return try_out
    if before is not None and before.captured_at_ns == observation.captured_at_ns:
        return try_out
    face = max(observation.faces, key=lambda each: each.box.width, default=None)
    first_seen = dict(try_out.first_seen_ns)
    for each in observation.faces:
        if each.visit_id is not None:
            first_seen.setdefault(each.visit_id, observation.captured_at_ns)
    event = try_out.events.get(face.visit_id) if face is not None and face.visit_id is not None else None
    strip, sign = _strip(face, event, names)
    return replace(try_out, observation=observation, face=face, strip=strip, sign=sign, first_seen_ns=first_seen)


def decided(try_out: TryOut, event: EventRecord, now_ns: int) -> TryOut:
    """A decision was recorded. A later revision of a visit replaces the earlier one."""
    if event.camera_id != try_out.camera_id:
        return try_out
    known = try_out.events.get(event.visit_id)
    if known is not None and known.revision >= event.revision:
        return try_out
    began = try_out.first_seen_ns.get(event.visit_id)
    seconds = None if began is None else max(0.0, (now_ns - began) / 1e9)
    well = event.verdict is Verdict.RECOGNISED and event.person_id == try_out.person_id
    made = Try(event.visit_id, event.verdict, well, seconds, event.reasons)
    others = tuple(each for each in try_out.tries if each.visit_id != event.visit_id)
    return replace(try_out, tries=(*others, made), events={**try_out.events, event.visit_id: event})


def _strip(
    face: ObservedFace | None, event: EventRecord | None, names: Mapping[PersonId, str]
) -> tuple[StripModel | None, Sign | None]:
    if face is None:
        return None, None
    if event is not None and event.verdict is not Verdict.POOR_VIEW:
        strip = strip_of_event(event)
        return strip, strip.sign
    if not face.quality.is_good:
        return gauge_strip(face.quality.reasons), Sign.POOR_VIEW
    if face.comparison is None:
        return None, None
    return provisional_strip(face.comparison, names), None
