"""What is known of one visit: immutable, so that a step can be repeated, tested and undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pipeline.gallery import Gallery
from pipeline.types import (
    CameraId,
    Comparison,
    Embedding,
    LivenessEvidence,
    LivenessLevel,
    ObservedFace,
    ReasonCount,
    Threshold,
    UInt8Array,
    Verdict,
    VisitId,
)

MS = 1_000_000
FRAMES_OF_A_VISIT = 2  # a face in one single frame is the detector's flicker


@dataclass(frozen=True, slots=True)
class VisitRules:
    """The numbers of design 4; distances are plain L2 between unit vectors.

    ``attempts_at``: numbers of kept crops at which a comparison is worth its price; once ``most_kept`` are there,
    better ones are compared at most every ``attempt_every_ns``.
    ``clear_share``: two crops suffice when their mean is nearer than the threshold by this share of the nominal one:
    two decades of SFace's scale (.056 a decade of 1.07), so a clear case is a hundred times rarer among strangers than
    the threshold demands. ``margin_share``: about one decade: the runner-up is then ten times likelier to be a chance
    match. Shares, because every recogniser has a scale of its own.
    ``doubt_rate``: beyond the distance of this false match rate nobody of the household is found (one photo in a
    hundred of strangers is nearer, but 99.7 % of genuine pairs); between it and the threshold lies doubt.
    """

    most_kept: int = 8
    spacing_ns: int = 200 * MS
    fewest_kept: int = 3
    fewest_kept_when_clear: int = 2
    clear_share: float = 0.1
    margin_share: float = 0.056
    doubt_rate: float = 5e-2
    attempts_at: tuple[int, ...] = (2, 3, 4, 6, 8)
    attempt_every_ns: int = 1_000 * MS
    decide_after_ns: int = 8_000 * MS
    out_of_sight_ns: int = 3_000 * MS


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """What a visit is judged by; swapped as a whole with ``dataclasses.replace`` between two steps.

    ``threshold_at`` is a recogniser's scale for averaged embeddings (``Recogniser.default_threshold``).
    """

    gallery: Gallery
    threshold_at: Callable[[float], Threshold]
    false_match_rate: float
    rules: VisitRules = field(default_factory=VisitRules)

    @property
    def nominal(self) -> Threshold:
        """The threshold of a single comparison at the admin's false match rate."""
        return self.threshold_at(self.false_match_rate)

    @property
    def margin(self) -> float:
        """How much further the runner-up must be."""
        return self.rules.margin_share * self.nominal.distance

    @property
    def clear_by(self) -> float:
        """How far below its threshold a distance is clear."""
        return self.rules.clear_share * self.nominal.distance

    @property
    def doubt_distance(self) -> float:
        """Beyond it nobody enrolled is found; never nearer than the nominal threshold."""
        return max(self.threshold_at(self.rules.doubt_rate).distance, self.nominal.distance)


@dataclass(frozen=True, slots=True, eq=False)
class VisitSighting:
    """One face of this visit in one frame. ``crop`` is the face with its surroundings (uint8 [h, w, 3], BGR)."""

    face: ObservedFace
    captured_at_ns: int
    crop: UInt8Array | None

    @property
    def evidence(self) -> Embedding | None:
        """The embedding, if the face was good enough to judge by."""
        return self.face.embedding if self.face.quality.is_good else None


@dataclass(frozen=True, slots=True, eq=False)
class Attempt:
    """A comparison that was made: with which crops, on which basis, when."""

    kept: tuple[VisitSighting, ...]
    basis: Basis
    made_ns: int
    comparison: Comparison


@dataclass(frozen=True, slots=True, eq=False)
class VisitState:
    """``opened_ns``, ``last_seen_ns`` and the ``now`` of a step are when the machine looked; ``started_at_ns`` and
    ``newest_captured_ns`` when the camera did. The first rule the visit's life, the second the age of its evidence.

    ``stranger`` is a good crop far from the kept ones, waiting for a second one to end the visit; it counts for
    nothing else. ``verdict`` is that of revision 0, once decided; ``lifted`` says that revision 1 is out, too.
    """

    visit_id: VisitId
    camera_id: CameraId
    basis: Basis
    opened_ns: int
    last_seen_ns: int
    started_at_ns: int = 0
    newest_captured_ns: int = 0
    frames_seen: int = 0
    frames_poor: int = 0
    kept: tuple[VisitSighting, ...] = ()
    stranger: VisitSighting | None = None
    poor: Mapping[str, ReasonCount] = field(default_factory=lambda: MappingProxyType({}))
    clearest: VisitSighting | None = None
    attempts: int = 0
    last_attempt: Attempt | None = None
    liveness: LivenessEvidence = field(default_factory=LivenessEvidence)
    verdict: Verdict | None = None
    lifted: bool = False
    closed: bool = False

    @property
    def attack_suspected(self) -> bool:
        return self.liveness.level is LivenessLevel.ATTACK_SUSPECTED

    @property
    def may_be_recognised(self) -> bool:
        """Whether another comparison could still open a door."""
        recognised = self.lifted or self.verdict is Verdict.RECOGNISED
        return not (recognised or self.closed or self.attack_suspected)

    @property
    def next_deadline_ns(self) -> int | None:
        """When a step is due even if no frame comes; None once closed."""
        if self.closed:
            return None
        rules = self.basis.rules
        out_of_sight = self.last_seen_ns + rules.out_of_sight_ns
        if self.verdict is not None or self.frames_seen < FRAMES_OF_A_VISIT:
            return out_of_sight
        return min(out_of_sight, self.opened_ns + rules.decide_after_ns)


def open_visit(visit_id: VisitId, camera_id: CameraId, basis: Basis, now: int) -> VisitState:
    """A visit of which nothing is known yet; ``now`` in monotonic nanoseconds."""
    return VisitState(visit_id, camera_id, basis, opened_ns=now, last_seen_ns=now)
