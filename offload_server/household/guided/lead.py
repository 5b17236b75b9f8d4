"""What is made of each frame: which face is meant, what to say, and whether it may become a sample. No waiting here."""

from __future__ import annotations

from dataclasses import dataclass

from offload_server.household.guided.directions import RING, STILL, from_straight_ahead, pointed_at
from offload_server.household.guided.drafts import DraftBook
from offload_server.household.guided.eyes import OpenEyes
from offload_server.household.guided.gates import Asked, faces_that_count, poor_reasons, read_gates
from offload_server.household.guided.hints import Hint, Sight, SteadyHint, choose_hint
from offload_server.household.guided.states import (
    SAMPLES_A_DIRECTION,
    SAMPLES_WITHOUT_MOVEMENT,
    Direction,
    GateReading,
)
from offload_server.household.guided.tally import Tally
from offload_server.reasons import ServerReason
from pipeline.reasons import PipelineReason
from pipeline.types import HeadPose, Observation, ObservedFace, Reason, TrackId

SPACING_NS = 400_000_000
"""Between two kept frames: twice what a visit asks for (design.md 4), so that the three of a direction differ and each
is seen to come; a head that follows the hints still fills the ring in some 20 s."""
STILL_SPACING_NS = 600_000_000
"""Where nobody turns, variation comes with time: breath, a glance, a smile."""
ARRIVAL_PAUSE_NS = 4_000_000_000
"""To put on glasses or a hat before the first sample."""
_STREAM_PAUSE_NS = 300_000_000
"""The stream embeds an undecided visitor every 200 ms, a recognised one every second: after this it is asked for."""
_ALIKE_IN_A_ROW = 3


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A face that passes every gate but those of its embedding."""

    face: ObservedFace
    observation: Observation
    direction: Direction


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What one frame said."""

    observation: Observation
    face_index: int | None
    wanted: Direction | None
    gates: tuple[GateReading, ...]
    pose: HeadPose | None


class Lead:
    """Leads one person round the ring. Loop thread only; times are the frames' own (captured_at_ns).

    ``room`` is how many samples the person may be given at most.
    """

    def __init__(self, person_name: str, book: DraftBook, room: int) -> None:
        self.person_name = person_name
        self.without_movement = False
        self.seen: Seen | None = None
        self.tally = Tally()
        self.rejected: set[TrackId] = set()
        self._book = book
        self._room = room
        self._eyes = OpenEyes()
        self._steady = SteadyHint()
        self._arrives_at_ns: int | None = None
        self._arrival_begun = False
        self._kept_ns: int | None = None
        self._embedded_ns: int | None = None
        self._alike = 0

    @property
    def directions(self) -> tuple[Direction, ...]:
        """What the ring consists of now."""
        base = STILL if self.without_movement else RING
        return (*base, Direction.ARRIVAL) if self._arrival_begun else base

    @property
    def hint(self) -> Hint | None:
        """The steady one; None before the first frame."""
        return self._steady.shown

    def missing(self, direction: Direction) -> int:
        """How many samples a direction lacks."""
        still = self.without_movement and direction is Direction.FRONT
        return max(0, (SAMPLES_WITHOUT_MOVEMENT if still else SAMPLES_A_DIRECTION) - self._book.count(direction))

    def open_directions(self) -> tuple[Direction, ...]:
        """Where a sample may be kept now: the front first, as the turns are counted from it; none without room."""
        if len(self._book.shown) >= self._room:
            return ()
        if self._arrival_begun:
            return (Direction.ARRIVAL,) if self.missing(Direction.ARRIVAL) else ()
        missing = tuple(each for each in self.directions if self.missing(each))
        return STILL if Direction.FRONT in missing and not self._book.count(Direction.FRONT) else missing

    def begin_arrival(self) -> None:
        """From now on "as you usually arrive"; the first sample comes after a pause."""
        self._arrival_begun = True
        self._arrives_at_ns = None

    def another_camera(self) -> None:
        """What was learnt of tracks and clocks belongs to the camera before."""
        self.seen = None
        self._steady = SteadyHint()
        self._kept_ns = self._embedded_ns = self._arrives_at_ns = None
        self.rejected.clear()

    def see(self, observation: Observation, *, active: bool) -> Candidate | None:
        """Take in one frame; ``active`` is False while nothing is to be kept (paused, a question waits)."""
        if observation.problem is not None:  # a damaged frame says nothing of who stands there
            self.tally.refuse((observation.problem,))
            return None
        faces = faces_that_count(observation.faces)
        asked = self._asked(faces[0].quality.pose if faces else None)
        self._learn(observation, faces, active=active)
        self._say(observation, faces, asked)
        index = observation.faces.index(faces[0]) if faces else None
        pose = from_straight_ahead(faces[0].quality.pose, asked.neutral) if faces else None
        self.seen = Seen(observation, index, asked.wanted, read_gates(faces, asked), pose)
        if not active or asked.wanted is None:
            return None
        refusals = self._refusals(faces, asked)
        self.tally.refuse(refusals)
        return None if refusals else self._candidate(faces[0], observation, asked)

    def still_wants(self, candidate: Candidate) -> bool:
        """Whether the candidate's direction is still open, as others may have been kept since."""
        return candidate.direction in self.open_directions()

    def kept(self, candidate: Candidate) -> None:
        """A sample was made of it."""
        self._kept_ns = candidate.observation.captured_at_ns
        self._alike = 0

    def too_alike(self, reason: Reason) -> None:
        """A candidate was refused as a near-duplicate."""
        self._alike += 1
        self.tally.refuse((reason,))

    def _asked(self, pose: HeadPose | None) -> Asked:
        """Wanted is where the head points, if that is open, else the first that lacks samples."""
        open_now, neutral = self.open_directions(), self._book.neutral
        pointed = pointed_at(pose, neutral, open_now) if pose is not None else None
        return Asked(pointed or next(iter(open_now), None), neutral, self._eyes.needed)

    def _learn(self, observation: Observation, faces: tuple[ObservedFace, ...], *, active: bool) -> None:
        now = observation.captured_at_ns
        self.tally.picture(now, active=active)
        if self._arrival_begun and self._arrives_at_ns is None:
            self._arrives_at_ns = now + ARRIVAL_PAUSE_NS
        if len(faces) == 1:
            self._eyes.learn(faces[0].quality.eye_openness)
            if faces[0].embedding is not None:
                self._embedded_ns = now

    def _say(self, observation: Observation, faces: tuple[ObservedFace, ...], asked: Asked) -> None:
        wanted = asked.wanted
        best = choose_hint(
            Sight(
                faces=faces,
                asked=asked,
                person_name=self.person_name,
                missing=self.missing(wanted) if wanted else 0,
                picture_luma=_luma(observation, faces),
                alike=self._alike >= _ALIKE_IN_A_ROW,
                rejected=bool(faces) and faces[0].track_id in self.rejected,
                begun=wanted is not None and self._book.count(wanted) > 0,
                arriving=self._is_arriving(observation.captured_at_ns),
                without_movement=self.without_movement,
            )
        )
        self._steady = self._steady.step(best, observation.captured_at_ns)

    def _refusals(self, faces: tuple[ObservedFace, ...], asked: Asked) -> tuple[Reason, ...]:
        if not faces:
            return (Reason.of(ServerReason.NO_FACE_IN_PICTURE),)
        if len(faces) > 1:
            return (Reason.of(ServerReason.SEVERAL_FACES_IN_PICTURE, faces=len(faces)),)
        return poor_reasons(faces[0], asked)

    def _candidate(self, face: ObservedFace, observation: Observation, asked: Asked) -> Candidate | None:
        now = observation.captured_at_ns
        direction = pointed_at(face.quality.pose, asked.neutral, self.open_directions())
        if direction is None or face.track_id in self.rejected or self._is_arriving(now):
            return None
        spacing_ns = STILL_SPACING_NS if self.without_movement or direction is Direction.ARRIVAL else SPACING_NS
        if _is_within(now, self._kept_ns, spacing_ns):
            return None
        if face.embedding is None and _is_within(now, self._embedded_ns, _STREAM_PAUSE_NS):
            return None  # the stream's own comes in a moment, and costs nothing
        return Candidate(face, observation, direction)

    def _is_arriving(self, now_ns: int) -> bool:
        return self._arrival_begun and (self._arrives_at_ns is None or now_ns < self._arrives_at_ns)


def _is_within(now_ns: int, then_ns: int | None, span_ns: int) -> bool:
    """False, too, for a clock that jumped back: nobody waits until it has caught up."""
    return then_ns is not None and 0 <= now_ns - then_ns < span_ns


def _luma(observation: Observation, faces: tuple[ObservedFace, ...]) -> float | None:
    """The mean of the whole picture, where a dark face makes it matter; every eighth pixel tells it."""
    if observation.image is None or not faces:
        return None
    if all(reason.code != PipelineReason.FACE_TOO_DARK for reason in faces[0].quality.reasons):
        return None
    return float(observation.image[::8, ::8].mean())
