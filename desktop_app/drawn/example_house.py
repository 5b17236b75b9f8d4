"""A made-up house for pictures of the program: four doors, five visits, everybody drawn."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from desktop_app.drawn.camera_picture import Figure, camera_picture
from desktop_app.drawn.head import Head
from desktop_app.wall.wall_model import Door, WallReport
from offload_server.household.records import EventId, EventRecord, NamedDistance
from pipeline.reasons import PipelineReason
from pipeline.types import (
    CameraId,
    HeadPose,
    LivenessLevel,
    Observation,
    ObservedFace,
    PersonId,
    Quality,
    Reason,
    TrackId,
    Verdict,
    VisitId,
)
from resources.catalogue import Language

_DOORS: Final = {
    "en": ("Front door", "Garden gate", "Back door", "Stairwell"),
    "ko": ("현관", "마당 대문", "뒷문", "계단"),
}
_PEOPLE: Final = {
    "en": {"seoyeon": "Seo-yeon", "minjun": "Min-jun", "haeun": "Ha-eun"},
    "ko": {"seoyeon": "서연", "minjun": "민준", "haeun": "하은"},
}
_SIZE: Final = (640, 480)
_THRESHOLD: Final = 1.08
_SMALL: Final = Reason.of(PipelineReason.FACE_TOO_SMALL, face_px=41, needed_px=60)
_TURNED: Final = Reason.of(PipelineReason.FACE_TURNED, yaw_deg=34, limit_deg=30)
_FIGURES: Final = (
    ("porch", Figure("seoyeon", 320, 230, 1.1), ()),
    ("gate", Figure("courier", 360, 230, 1.0), ()),
    ("night", Figure("minjun", 380, 240, 0.45, Head(yaw_deg=34)), (_SMALL, _TURNED)),
    ("hall", Figure("minjun", 280, 240, 0.9), ()),
)
_APART_MS: Final = (67.5, 66.7, 68.4, 67.5)
"""Between two pictures of each door."""
_STALE_S: Final = 12
"""The last door's picture is this old: a lost camera."""


class ExampleHouse:
    """The third door sees somebody too small and turned; the fourth one was lost 12 s ago."""

    def __init__(self, language: str, now: dt.datetime) -> None:
        self.language: Language = "ko" if language == "ko" else "en"
        self._now = now
        self._names = _PEOPLE[self.language]
        names = _DOORS[self.language]
        self._doors = tuple(
            Door(CameraId(f"c{number}"), name, number < 3, now - dt.timedelta(seconds=_STALE_S))
            for number, name in enumerate(names)
        )
        self.report = WallReport(self._doors, {PersonId(who): name for who, name in self._names.items()})
        self.events = tuple(self._events())

    def frames(self) -> dict[CameraId, Observation]:
        """The newest pictures, taken just now but for the lost camera's."""
        return {door.camera_id: self._observation(number, door) for number, door in enumerate(self._doors)}

    def frames_before(self, newest: Mapping[CameraId, Observation]) -> dict[CameraId, Observation]:
        """The pictures before ``newest``: with both a door has its rate."""
        return {camera: _one_before(frame, number) for number, (camera, frame) in enumerate(newest.items())}

    def portrait(self, event_id: str) -> Figure:
        """Whoever came in an event."""
        return Figure(event_id.partition("-")[0], 60, 58, 0.42)

    def _observation(self, number: int, door: Door) -> Observation:
        scene, figure, reasons = _FIGURES[number]
        taken_ns = time.monotonic_ns() - (_STALE_S * 1_000_000_000 if number == len(_FIGURES) - 1 else 96_000_000)
        pose = HeadPose(figure.head.yaw_deg, 0.0, 0.0)
        face = ObservedFace(
            TrackId(number),
            VisitId(f"visit-{number}"),
            figure.box,
            None,
            figure.landmarks,
            Quality(figure.box.width, 300.0, 120.0, 50.0, pose, reasons),
        )
        image = camera_picture(*_SIZE, scene, (figure,))
        return Observation(door.camera_id, 2, taken_ns, taken_ns, taken_ns + 88_000_000, image, (face,))

    def _events(self) -> list[EventRecord]:
        far = (Reason.of(PipelineReason.NEAREST_TOO_FAR, distance=1.31, threshold=_THRESHOLD),)
        alike = (Reason.of(PipelineReason.TOO_ALIKE, margin=0.07, needed=0.1),)
        recognised, unknown, uncertain = Verdict.RECOGNISED, Verdict.UNKNOWN, Verdict.UNCERTAIN
        return [
            self._event("neighbour-0", "old-0", 3, 320, unknown, (("minjun", 1.34), ("haeun", 1.45)), far),
            self._event("minjun-0", "old-1", 1, 170, recognised, (("minjun", 0.92), ("haeun", 1.3))),
            self._event("haeun-0", "old-2", 0, 41, uncertain, (("haeun", 0.95), ("seoyeon", 1.02)), alike),
            self._event("courier-0", "visit-1", 1, 1, unknown, (("minjun", 1.31), ("haeun", 1.39)), far),
            self._event("seoyeon-0", "visit-0", 0, 0, recognised, (("seoyeon", 0.81), ("haeun", 1.21))),
        ]

    def _event(  # noqa: PLR0917 - read as a table above
        self,
        event: str,
        visit: str,
        door: int,
        minutes_ago: int,
        verdict: Verdict,
        nearest: tuple[tuple[str, float], tuple[str, float]],
        reasons: tuple[Reason, ...] = (),
    ) -> EventRecord:
        first, second = (NamedDistance(PersonId(who), self._names[who], far) for who, far in nearest)
        who = first if verdict is Verdict.RECOGNISED else None
        return EventRecord(
            id=EventId(event),
            visit_id=VisitId(visit),
            revision=0,
            camera_id=self._doors[door].camera_id,
            camera_name=self._doors[door].name,
            at=self._now - dt.timedelta(minutes=minutes_ago),
            verdict=verdict,
            person_id=who.person_id if who else None,
            person_name=who.name if who else None,
            nearest=first,
            runner_up=second,
            threshold=_THRESHOLD,
            false_match_rate=1e-4,
            unit="l2",
            margin=second.distance - first.distance,
            frames_used=5,
            attempts=1,
            newest_frame_age_ms=120.0,
            liveness=LivenessLevel.NONE,
            reasons=reasons,
            has_snapshot=True,
        )


def _one_before(frame: Observation, number: int) -> Observation:
    apart_ns = int(_APART_MS[number] * 1e6)
    return replace(
        frame,
        seq=frame.seq - 1,
        captured_at_ns=frame.captured_at_ns - apart_ns,
        received_at_ns=frame.received_at_ns - apart_ns,
        finished_at_ns=frame.finished_at_ns - apart_ns,
    )
