"""Made-up visits at one door for pictures of the full view: every state, everybody drawn, figures as an engine's."""

from __future__ import annotations

import datetime as dt
import functools
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from desktop_app.drawn.camera_picture import Figure, camera_picture
from desktop_app.drawn.doors import DOORS, NAMES
from desktop_app.drawn.head import Head
from desktop_app.wall.wall_model import Door, WallReport
from offload_server.household.records import EventId, EventRecord, NamedDistance
from pipeline.reasons import PipelineReason
from pipeline.types import (
    AlignedFace,
    CameraId,
    Candidate,
    Comparison,
    HeadPose,
    KeptCrop,
    LivenessLevel,
    Observation,
    ObservedFace,
    PersonId,
    Quality,
    Reason,
    ReasonCount,
    TemplateSpace,
    Threshold,
    TrackId,
    UInt8Array,
    Verdict,
    VisitEvidence,
    VisitId,
    VisitProgress,
)

if TYPE_CHECKING:
    from desktop_app.station import Station
    from desktop_app.wall.wall_screen import WallScreen

_CAMERA: Final = CameraId("front")
_SPACE: Final = TemplateSpace("sface", "0" * 64, "five-point-112", 1)
_SIZE: Final = (640, 480)
_TURNS_DEG: Final = (-14, -6, 0, 5, 9, 14, 19, 24)
_SMALL: Final = Reason.of(PipelineReason.FACE_TOO_SMALL, face_px=41, needed_px=60)
_TURNED: Final = Reason.of(PipelineReason.FACE_TURNED, yaw_deg=38, limit_deg=35)
_BLURRED: Final = Reason.of(PipelineReason.FACE_BLURRED, sharpness=9, needed=15)
_FAR: Final = Reason.of(PipelineReason.NEAREST_TOO_FAR, distance=1.31, threshold=1.04)
_ALIKE: Final = Reason.of(PipelineReason.TOO_ALIKE, margin=0.03, needed=0.06)
_FRAMES: Final = 12
_FRAME_S: Final = 0.067
_STAGES_MS: Final = {
    "decode": 2.1, "detect": 9.2, "track": 0.1, "landmarks": 2.4, "align": 0.7, "quality": 0.9, "embed": 14.0,
    "compare": 0.4, "visit": 0.6,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visitor:
    """One person in view. ``distances`` are to the household, nearest first; ``verdict`` None: still gathering."""

    figure: Figure
    distances: Sequence[tuple[str, float]]
    verdict: Verdict | None
    kept: int = 8
    reasons: tuple[Reason, ...] = ()
    attempts: int = 1


_LIKE_SEOYEON: Final = (("seoyeon", 0.81), ("haeun", 1.24), ("jiwoo", 1.29), ("minjun", 1.37), ("sunja", 1.45))
_LIKE_NOBODY: Final = (("minjun", 1.31), ("jiwoo", 1.36), ("haeun", 1.39), ("seoyeon", 1.42), ("sunja", 1.5))
_LIKE_TWO: Final = (("haeun", 0.94), ("jiwoo", 0.97), ("seoyeon", 1.22), ("minjun", 1.33), ("sunja", 1.41))
_SEOYEON: Final = Figure("seoyeon", 308, 196, 1.1, Head(14, 3))
_COURIER: Final = Figure("courier", 340, 200, 1.05, Head(-9, -4))

VISITS: Final[MappingProxyType[str, tuple[Visitor, ...]]] = MappingProxyType(
    {
        "recognised": (Visitor(_SEOYEON, _LIKE_SEOYEON, Verdict.RECOGNISED),),
        "gathering": (Visitor(_SEOYEON, _LIKE_SEOYEON, None, kept=2, attempts=0),),
        "unknown": (Visitor(_COURIER, _LIKE_NOBODY, Verdict.UNKNOWN, reasons=(_FAR,), attempts=5),),
        "uncertain": (
            Visitor(Figure("haeun", 330, 200, 1.05, Head(5, -2)), _LIKE_TWO, Verdict.UNCERTAIN, 6, (_ALIKE,), 3),
        ),
        "poor": (
            Visitor(Figure("minjun", 380, 230, 0.24, Head(38, 0)), (), Verdict.POOR_VIEW, 0, (_SMALL, _TURNED), 0),
        ),
        "two": (
            Visitor(replace(_SEOYEON, x=200, y=220, scale=0.8), _LIKE_SEOYEON, Verdict.RECOGNISED),
            Visitor(replace(_COURIER, x=460, y=230, scale=0.7), _LIKE_NOBODY, Verdict.UNKNOWN, 8, (_FAR,), 5),
        ),
        "nobody": (),
    }
)


POSES: Final = (*VISITS, "stale", "offline", "curtain")


def pose_visit(wall: WallScreen, station: Station, state: str, language: str) -> None:
    """Show the front door full size in a state of ``POSES``."""
    visitors = VISITS.get(state, VISITS["recognised"])
    now = dt.datetime.now().astimezone()
    is_lost = state in {"stale", "offline"}
    last_seen = now - dt.timedelta(seconds=12 if state == "stale" else 22 * 60)
    door = Door(_CAMERA, DOORS[language]["front"], is_connected=True, last_seen_at=last_seen)
    station.report = WallReport((door,), {PersonId(who): name for who, name in NAMES[language].items()})
    station.report_changed.emit(station.report)
    for event in _events(visitors, language, now):
        wall.show_event(event)
    seen = _observation(visitors)
    for seq in range(_FRAMES):
        wall.grid.show_frames({_CAMERA: _taken(seen, seq, 0.096 + (_FRAMES - 1 - seq) * _FRAME_S)})
    wall.open_door(_CAMERA)
    if is_lost:
        station.report = replace(station.report, doors=(replace(door, is_connected=False),))
        station.report_changed.emit(station.report)
        age_s = 12.0 if state == "stale" else 22 * 60.0
        wall.grid.look_at(_CAMERA, {_CAMERA: _taken(seen, _FRAMES, age_s)})
        wall.show_opened()
    wall.full_bar.curtain.setChecked(state == "curtain")


def _observation(visitors: Sequence[Visitor]) -> Observation:
    image = camera_picture(*_SIZE, "porch", [visitor.figure for visitor in visitors])
    faces = tuple(_face(number, visitor) for number, visitor in enumerate(visitors))
    return Observation(_CAMERA, 0, 0, 0, 0, image, faces, _STAGES_MS)


def _taken(seen: Observation, seq: int, age_s: float) -> Observation:
    """A frame taken ``age_s`` ago; it came 62 ms later and was judged after 96 ms."""
    taken_ns = time.monotonic_ns() - int(age_s * 1e9)
    received_ns, finished_ns = taken_ns + 62_000_000, taken_ns + 96_000_000
    return replace(seen, seq=seq, captured_at_ns=taken_ns, received_at_ns=received_ns, finished_at_ns=finished_ns)


def _face(number: int, visitor: Visitor) -> ObservedFace:
    figure = visitor.figure
    pose = HeadPose(figure.head.yaw_deg, figure.head.pitch_deg, 1.0)
    poor = visitor.verdict is Verdict.POOR_VIEW
    quality = Quality(figure.box.width, 212.0, 128.0, 46.0, pose, visitor.reasons if poor else (), 0.31)
    return ObservedFace(
        TrackId(number),
        VisitId(f"visit-{number}"),
        figure.box,
        None,
        figure.landmarks,
        quality,
        aligned=AlignedFace(_crop(figure.who, figure.head.yaw_deg), "five-point-112"),
        comparison=_comparison(visitor.distances) if visitor.distances else None,
        progress=_progress(visitor),
    )


@functools.cache
def _crop(who: str, yaw_deg: float) -> UInt8Array:
    return camera_picture(112, 112, "porch", (Figure(who, 54, 50, 0.52, Head(yaw_deg)),))


def _comparison(distances: Sequence[tuple[str, float]], by: float = 0.0) -> Comparison:
    people = tuple(Candidate(PersonId(who), distance + by) for who, distance in distances)
    return Comparison(_SPACE, Threshold(1.04, "l2", 1e-4, "drawn"), people)


def _progress(visitor: Visitor) -> VisitProgress:
    kept = tuple(
        KeptCrop(0, _crop(visitor.figure.who, turn), HeadPose(turn, 0, 0), _comparison(visitor.distances, turn / 200))
        for turn in _TURNS_DEG[: visitor.kept]
    )
    recognised = visitor.verdict is Verdict.RECOGNISED
    evidence = VisitEvidence(
        kept,
        most_kept=8,
        attempts=visitor.attempts,
        comparison=_comparison(visitor.distances) if visitor.attempts else None,
        averaged=visitor.kept if visitor.attempts else 0,
        next_threshold=None if recognised else Threshold(1.04 - 0.03 * visitor.attempts, "l2", 1e-5, "drawn"),
    )
    poor = {"face_blurred": ReasonCount(5, _BLURRED), "face_turned": ReasonCount(3, _TURNED)}
    if visitor.verdict is Verdict.POOR_VIEW:
        poor = {"face_too_small": ReasonCount(61, _SMALL), "face_turned": ReasonCount(22, _TURNED)}
    poor_frames = max(count.count for count in poor.values())
    seen = poor_frames + (visitor.kept * 4 if visitor.kept else 0)
    return VisitProgress(evidence, 6_000.0, seen, poor_frames, MappingProxyType(poor))


def _events(visitors: Sequence[Visitor], language: str, now: dt.datetime) -> list[EventRecord]:
    return [
        _event(number, visitor, visitor.verdict, language, now)
        for number, visitor in enumerate(visitors)
        if visitor.verdict is not None
    ]


def _event(number: int, visitor: Visitor, verdict: Verdict, language: str, now: dt.datetime) -> EventRecord:
    names = NAMES[language]
    near = [NamedDistance(PersonId(who), names[who], distance) for who, distance in visitor.distances[:2]]
    who = near[0] if near and verdict is Verdict.RECOGNISED else None
    return EventRecord(
        id=EventId(f"event-{number}"),
        visit_id=VisitId(f"visit-{number}"),
        revision=0,
        camera_id=_CAMERA,
        camera_name=DOORS[language]["front"],
        at=now,
        verdict=verdict,
        person_id=who.person_id if who else None,
        person_name=who.name if who else None,
        nearest=near[0] if near else None,
        runner_up=near[1] if near else None,
        threshold=1.04 if near else None,
        false_match_rate=1e-4,
        unit="l2",
        margin=near[1].distance - near[0].distance if near else None,
        frames_used=visitor.kept,
        attempts=visitor.attempts,
        newest_frame_age_ms=120.0,
        liveness=LivenessLevel.NONE,
        reasons=visitor.reasons,
        has_snapshot=False,
    )
