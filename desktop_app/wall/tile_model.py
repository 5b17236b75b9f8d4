"""What one camera's tile says, free of Qt and of any language: made from what the engine and the server said.

``tile_model_of`` is called on the GUI thread for each new frame and at least once a second, so that ages go on when no
frame comes: a frozen picture is never shown as live.
"""

from __future__ import annotations

import datetime as dt
import enum
import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from desktop_app.painting.strip_model import (
    NOBODY_COMPARED,
    SIGN_OF_VERDICT,
    Sign,
    StripForm,
    StripModel,
    gauge_strip,
    provisional_strip,
    spread_of,
    strip_of_decision,
    strip_of_event,
)
from desktop_app.tokens import theme_named
from offload_server.household.records import EventRecord
from pipeline.types import (
    Box,
    CameraId,
    Decision,
    Float32Array,
    Observation,
    ObservedFace,
    PersonId,
    Reason,
    TrackId,
    UInt8Array,
    Verdict,
    VisitId,
)

STALE_AFTER_S: Final = theme_named("dark").motion_ms["stale_after"] / 1000
_OFFLINE_AFTER_S: Final = 60.0
"""A lost camera keeps its last, greyed picture this long; then the tile says only that it is off."""
_RATE_WINDOW_NS: Final = 2_000_000_000

Decided: TypeAlias = Decision | EventRecord


class TileState(enum.Enum):
    LIVE = enum.auto()
    PAUSED = enum.auto()  # pictures are live, nobody is compared
    STALE = enum.auto()
    OFFLINE = enum.auto()
    CURTAIN = enum.auto()
    CONNECTING = enum.auto()


@dataclass(frozen=True, slots=True)
class Instant:
    """One moment on both clocks."""

    monotonic_ns: int
    wall: dt.datetime

    @classmethod
    def read(cls) -> Instant:
        """Now, the wall clock in the local time zone."""
        return cls(time.monotonic_ns(), dt.datetime.now().astimezone())


@dataclass(frozen=True, slots=True)
class TileCamera:
    """What the wall knows of a camera: ``paused`` is why nobody is compared (engine loading or failed)."""

    id: CameraId
    name: str
    is_connected: bool
    last_seen_at: dt.datetime | None = None
    address: str = ""
    fps: float | None = None
    paused: Reason | None = None
    problem: Reason | None = None
    """Why a camera of this PC gives no pictures."""


@dataclass(frozen=True, slots=True, eq=False)
class TileFace:
    """One face on the picture. ``sign`` None: the visit is still gathering. ``name`` is the recognised person's, else
    that of the nearest if there is one; ``other`` is the runner-up's of an uncertain visit."""

    track_id: TrackId
    box: Box
    landmarks: Float32Array
    sign: Sign | None
    strip: StripModel
    name: str = ""
    other: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class TileModel:
    """One tile. ``image`` uint8 [height, width, 3], BGR, None where no picture may or can be shown; ``faces`` nearest
    to the camera first; ``picture_at`` is when the shown (or last) picture was taken."""

    camera_id: CameraId
    name: str
    state: TileState
    image: UInt8Array | None = None
    faces: tuple[TileFace, ...] = ()
    age_s: float | None = None
    picture_at: dt.datetime | None = None
    last_seen_at: dt.datetime | None = None
    seen_ago_s: float | None = None
    fps: float | None = None
    latency_ms: float | None = None
    address: str = ""
    paused: Reason | None = None
    problem: Reason | None = None

    @property
    def is_live(self) -> bool:
        """Whether pictures come right now, shown or behind a curtain."""
        return self.age_s is not None and self.age_s <= STALE_AFTER_S and self.state is not TileState.OFFLINE

    @property
    def sign(self) -> Sign | None:
        """The sign of the chip: a suspected attack first, else the nearest face that has one."""
        if self.state is TileState.STALE:
            return Sign.STALE
        signs = [face.sign for face in self.faces if face.sign is not None]
        return Sign.ATTACK if Sign.ATTACK in signs else next(iter(signs), None)


def tile_model_of(  # noqa: PLR0917 - the wall hands over what it has, in this order
    camera: TileCamera,
    observation: Observation | None,
    decision: Decided | Iterable[Decided] | None,
    names: Mapping[PersonId, str],
    now: Instant,
    curtain: bool = False,
) -> TileModel:
    """The tile of ``camera`` at ``now``.

    ``decision`` holds what was decided about the visits in this picture, as decisions or as the recorded events; the
    newest revision of each visit counts. ``names`` are the household's. Cheap: no copy of the picture.
    """
    age_s = None if observation is None else max(0.0, (now.monotonic_ns - observation.captured_at_ns) / 1e9)
    state = _state(camera, observation, age_s, curtain)
    shown = observation if state in {TileState.LIVE, TileState.PAUSED, TileState.STALE} else None
    faces = _faces(shown, camera, _by_visit(decision), names) if shown and state is not TileState.STALE else ()
    return TileModel(
        camera.id,
        camera.name,
        state,
        image=shown.image if shown else None,
        faces=faces,
        age_s=age_s,
        picture_at=None if age_s is None else now.wall - dt.timedelta(seconds=age_s),
        last_seen_at=camera.last_seen_at,
        seen_ago_s=None if camera.last_seen_at is None else (now.wall - camera.last_seen_at).total_seconds(),
        fps=camera.fps,
        latency_ms=None if observation is None else (observation.finished_at_ns - observation.captured_at_ns) / 1e6,
        address=camera.address,
        paused=camera.paused,
        problem=camera.problem,
    )


def _state(camera: TileCamera, observation: Observation | None, age_s: float | None, curtain: bool) -> TileState:
    has_picture = observation is not None and observation.image is not None
    if not camera.is_connected and (not has_picture or age_s is None or age_s > _OFFLINE_AFTER_S):
        return TileState.OFFLINE if camera.last_seen_at is not None or has_picture else TileState.CONNECTING
    if curtain:
        return TileState.CURTAIN
    if not has_picture or age_s is None:
        return TileState.CONNECTING
    if age_s > STALE_AFTER_S:
        return TileState.STALE
    return TileState.PAUSED if camera.paused is not None else TileState.LIVE


def _by_visit(decision: Decided | Iterable[Decided] | None) -> dict[VisitId, Decided]:
    if decision is None:
        return {}
    decided = [decision] if isinstance(decision, (Decision, EventRecord)) else decision
    found: dict[VisitId, Decided] = {}
    for one in decided:
        before = found.get(one.visit_id)
        if before is None or before.revision <= one.revision:
            found[one.visit_id] = one
    return found


def _faces(
    observation: Observation,
    camera: TileCamera,
    decided: Mapping[VisitId, Decided],
    names: Mapping[PersonId, str],
) -> tuple[TileFace, ...]:
    nearest_first = sorted(observation.faces, key=lambda face: -face.box.width * face.box.height)
    if camera.paused is not None:
        return tuple(_face(face, None, NOBODY_COMPARED) for face in nearest_first)
    return tuple(_judged(face, decided.get(face.visit_id) if face.visit_id else None, names) for face in nearest_first)


def _face(face: ObservedFace, sign: Sign | None, strip: StripModel, reasons: Sequence[Reason] = ()) -> TileFace:
    name = strip.nearest.name if strip.nearest else ""
    other = strip.runner_up.name if strip.runner_up and sign is Sign.UNCERTAIN else ""
    return TileFace(face.track_id, face.box, face.landmarks, sign, strip, name, other, tuple(reasons))


def _judged(face: ObservedFace, decision: Decided | None, names: Mapping[PersonId, str]) -> TileFace:
    """The decision, once there is one; before it, and after a poor view that has become good, what is gathered."""
    better_now = face.quality.is_good and face.comparison is not None
    if decision is None or (decision.verdict is Verdict.POOR_VIEW and better_now):
        return _gathering(face, names)
    if decision.verdict is Verdict.POOR_VIEW:
        reasons = face.quality.reasons or decision.reasons
        return _face(face, Sign.POOR_VIEW, gauge_strip(reasons), reasons)
    return _face(face, SIGN_OF_VERDICT[decision.verdict], _strip(decision, names), decision.reasons)


def _gathering(face: ObservedFace, names: Mapping[PersonId, str]) -> TileFace:
    """The mean of the visit's crops and how far they lie apart; before the first comparison, this look alone."""
    if not face.quality.is_good:
        return _face(face, Sign.POOR_VIEW, gauge_strip(face.quality.reasons), face.quality.reasons)
    evidence = face.progress.evidence if face.progress is not None else None
    mean = evidence.comparison if evidence is not None else None
    comparison = mean or face.comparison
    if comparison is None:
        return _face(face, None, StripModel(Sign.STALE, StripForm.PROVISIONAL))
    spread = spread_of(evidence, comparison) if evidence is not None else None
    return _face(face, None, provisional_strip(comparison, names, spread))


def _strip(decision: Decided, names: Mapping[PersonId, str]) -> StripModel:
    if isinstance(decision, EventRecord):
        return strip_of_event(decision)
    return strip_of_decision(decision, names)


class FrameRate:
    """How many different frames a camera gave a second, over the last two seconds."""

    def __init__(self) -> None:
        self._seen: deque[tuple[int, int]] = deque()

    def saw(self, observation: Observation) -> None:
        """Count a frame, once."""
        if not self._seen or self._seen[-1][0] != observation.seq:
            self._seen.append((observation.seq, observation.received_at_ns))

    def fps(self, now_ns: int) -> float | None:
        """None until there is something to measure."""
        while self._seen and now_ns - self._seen[0][1] > _RATE_WINDOW_NS:
            self._seen.popleft()
        if len(self._seen) < 2:
            return None
        span_ns = self._seen[-1][1] - self._seen[0][1]
        return (len(self._seen) - 1) * 1e9 / span_ns if span_ns > 0 else None
