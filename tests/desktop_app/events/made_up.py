"""Events made up for tests."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from offload_server.household.records import EventId, EventRecord, NamedDistance
from pipeline.types import CameraId, LivenessLevel, PersonId, Reason, Verdict, VisitId

AT = dt.datetime(2026, 11, 22, 18, 42, 7, tzinfo=dt.UTC)
MINJI = NamedDistance(PersonId("p1"), "Minji", 0.81)
JIHO = NamedDistance(PersonId("p2"), "Jiho", 1.24)


def event(number: int = 0, verdict: Verdict = Verdict.RECOGNISED, **changes: object) -> EventRecord:
    """Minji at 0.81 before Jiho at 1.24, the threshold at 1.08; ``changes`` are fields."""
    recognised = verdict is Verdict.RECOGNISED
    made = EventRecord(
        id=EventId(f"e{number}"),
        visit_id=VisitId(f"v{number}"),
        revision=0,
        camera_id=CameraId("c1"),
        camera_name="Front door",
        at=AT - dt.timedelta(minutes=number),
        verdict=verdict,
        person_id=MINJI.person_id if recognised else None,
        person_name=MINJI.name if recognised else None,
        nearest=MINJI,
        runner_up=JIHO,
        threshold=1.08,
        false_match_rate=1e-4,
        unit="l2",
        margin=0.43,
        frames_used=5,
        attempts=2,
        newest_frame_age_ms=1400.0,
        liveness=LivenessLevel.NONE,
        reasons=(),
        has_snapshot=True,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def refused(verdict: Verdict, code: str, **figures: float) -> EventRecord:
    """Not recognised, for one reason."""
    return event(verdict=verdict, reasons=(Reason.of(code, **figures),))


def lifted(record: EventRecord) -> EventRecord:
    """The later decision of the same visit."""
    return replace(record, id=EventId(f"{record.id}-1"), revision=1, verdict=Verdict.RECOGNISED)
