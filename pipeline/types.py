"""What travels through the pipeline: frozen dataclasses, arrays read-only.

Pixels are counted from the top left corner of the picture; boxes are half open. "Left" and "right" of a face are the
subject's own. Times in ``_ns`` are this process's monotonic clock (``time.monotonic_ns``).
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, NewType, TypeVar

import numpy as np
import numpy.typing as npt

PersonId = NewType("PersonId", str)
CameraId = NewType("CameraId", str)
VisitId = NewType("VisitId", str)
TrackId = NewType("TrackId", int)

UInt8Array = npt.NDArray[np.uint8]
Float32Array = npt.NDArray[np.float32]

DistanceUnit = Literal["l2", "squared_l2", "cosine"]


_Array = TypeVar("_Array", bound=npt.NDArray[Any])


def read_only(array: _Array) -> _Array:
    """Return ``array`` with writing forbidden: what crosses a thread is never changed again."""
    array.setflags(write=False)
    return array


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was refused or cannot be judged: a code and its figures, never a sentence.

    The sentence is made from the catalogue (``resources.catalogue``) at the edge, in the reader's language.
    """

    code: str
    parameters: tuple[tuple[str, str | int | float], ...] = ()

    @classmethod
    def of(cls, code: str, **parameters: str | float) -> Reason:
        """Make a reason whose parameters carry their unit in their name (``face_px=41``)."""
        return cls(str(code), tuple(sorted(parameters.items())))

    def figures(self) -> dict[str, str | int | float]:
        """The parameters as a dictionary."""
        return dict(self.parameters)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One decoded picture: ``image`` is uint8 [height, width, 3], BGR, read-only."""

    camera_id: CameraId
    seq: int
    captured_at_ns: int
    received_at_ns: int
    image: UInt8Array

    @property
    def width_px(self) -> int:
        return int(self.image.shape[1])

    @property
    def height_px(self) -> int:
        return int(self.image.shape[0])


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels: left and top included, right and bottom not."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def centre(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2


@dataclass(frozen=True, slots=True, eq=False)
class DetectedFace:
    """What a detector found.

    ``five_points`` is float32 [5, 2] in pixels: right eye, left eye, nose tip, right and left corner of the mouth;
    None from detectors that give a box only. ``confidence`` is the detector's own, 0..1.
    """

    box: Box
    five_points: Float32Array | None
    confidence: float


@dataclass(frozen=True, slots=True)
class HeadPose:
    """Head rotation in degrees: yaw > 0 towards the subject's left, pitch > 0 up, roll > 0 clockwise in the picture."""

    yaw_deg: float
    pitch_deg: float
    roll_deg: float


@dataclass(frozen=True, slots=True)
class Quality:
    """Measures of one face and the verdict: no reasons means good enough to judge.

    ``face_px`` is the width of the detector's box; ``sharpness`` the variance of the Laplacian on the aligned 112 px
    crop (0 upwards, larger is sharper); ``brightness`` the mean luma of the crop, 0..255; ``contrast`` its standard
    deviation. ``eye_openness`` is the mean eye aspect ratio (None: not measured); it is never among the reasons of
    a visit, as people blink at a door: only enrolment asks for open eyes.
    """

    face_px: float
    sharpness: float
    brightness: float
    contrast: float
    pose: HeadPose
    reasons: tuple[Reason, ...] = ()
    eye_openness: float | None = None

    @property
    def is_good(self) -> bool:
        return not self.reasons


@dataclass(frozen=True, slots=True, eq=False)
class AlignedFace:
    """A crop as a recogniser wants it: ``image`` uint8 [side, side, 3], BGR; ``alignment`` names how it was cut."""

    image: UInt8Array
    alignment: str


@dataclass(frozen=True, slots=True)
class TemplateSpace:
    """Everything that must be equal before two embeddings may be compared."""

    network: str
    weights_sha256: str
    alignment: str
    preprocessing_version: int

    @property
    def id(self) -> str:
        return f"{self.network}:{self.weights_sha256}:{self.alignment}:{self.preprocessing_version}"

    @classmethod
    def parse(cls, text: str) -> TemplateSpace:
        """Read back ``id``; ValueError when ``text`` is none."""
        network, weights_sha256, alignment, version = text.split(":")
        return cls(network, weights_sha256, alignment, int(version))


@dataclass(frozen=True, slots=True, eq=False)
class Embedding:
    """``vector`` is float32 [dimensions], of unit length."""

    vector: Float32Array
    space: TemplateSpace


@dataclass(frozen=True, slots=True)
class Threshold:
    """The largest distance that still counts as the same person, stated as the false match rate it stands for."""

    distance: float
    unit: DistanceUnit
    false_match_rate: float
    source: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person of the gallery and how far the probe is from them (smaller is more alike)."""

    person_id: PersonId
    distance: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """One probe against the whole gallery, nearest person first; empty gallery, no candidates."""

    space: TemplateSpace
    threshold: Threshold
    candidates: tuple[Candidate, ...]

    @property
    def nearest(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None

    @property
    def runner_up(self) -> Candidate | None:
        return self.candidates[1] if len(self.candidates) > 1 else None


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How often one reason was met, and its newest figures."""

    count: int
    newest: Reason


@dataclass(frozen=True, slots=True, eq=False)
class KeptCrop:
    """A look that counts for its visit.

    ``image`` is the aligned crop that the network saw (uint8 [side, side, 3], BGR, read-only, shared, not copied);
    ``comparison`` is this crop alone against the gallery, at the threshold of a single comparison.
    """

    captured_at_ns: int
    image: UInt8Array
    pose: HeadPose
    comparison: Comparison


@dataclass(frozen=True, slots=True, eq=False)
class VisitEvidence:
    """What a visit has gathered: the very same object as long as nothing is added.

    ``comparison`` is the mean of the ``averaged`` crops of the last attempt, at the threshold that this attempt had to
    meet; None before the first. ``next_threshold`` is what a further attempt would have to meet; None when there will
    be none.
    """

    kept: tuple[KeptCrop, ...]
    most_kept: int
    attempts: int
    comparison: Comparison | None
    averaged: int
    next_threshold: Threshold | None


@dataclass(frozen=True, slots=True, eq=False)
class VisitProgress:
    """How far a visit has come: for the station's eyes only, never for the way back to a camera.

    ``age_ms`` counts from the visit's first frame to this one. Of ``frames_seen`` frames ``frames_poor`` could not be
    judged; ``poor`` counts why, by reason code (a frame may have several).
    """

    evidence: VisitEvidence
    age_ms: float
    frames_seen: int
    frames_poor: int
    poor: Mapping[str, ReasonCount]


@dataclass(frozen=True, slots=True, eq=False)
class ObservedFace:
    """One face in one frame, with what the machine made of it.

    ``landmarks`` is float32 [68, 2] in pixels (iBUG 300-W order). ``embedding`` and ``comparison`` are None in frames
    in which this face was not embedded. ``comparison`` may then be the track's last one: ``comparison_age_ms`` says
    how old it is (0 = this frame). ``aligned`` is kept only beside an embedding. ``progress`` is its visit's, if it has
    one.
    """

    track_id: TrackId
    visit_id: VisitId | None
    box: Box
    five_points: Float32Array | None
    landmarks: Float32Array
    quality: Quality
    embedding: Embedding | None = None
    aligned: AlignedFace | None = None
    comparison: Comparison | None = None
    comparison_age_ms: float = 0.0
    progress: VisitProgress | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """All that one frame said. ``problem`` is set when the frame could not be read; it then has no image."""

    camera_id: CameraId
    seq: int
    captured_at_ns: int
    received_at_ns: int
    finished_at_ns: int
    image: UInt8Array | None
    faces: tuple[ObservedFace, ...]
    stages_ms: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    problem: Reason | None = None


class LivenessLevel(enum.IntEnum):
    """How surely a living person stood there; only NONE until the liveness work lands."""

    ATTACK_SUSPECTED = -1
    NONE = 0
    PASSIVE = 1
    CHALLENGED = 2


@dataclass(frozen=True, slots=True)
class LivenessEvidence:
    level: LivenessLevel = LivenessLevel.NONE
    reasons: tuple[Reason, ...] = ()


class Verdict(enum.StrEnum):
    """The five ways in which a visit can end."""

    RECOGNISED = "RECOGNISED"
    UNKNOWN = "UNKNOWN"
    UNCERTAIN = "UNCERTAIN"
    POOR_VIEW = "POOR_VIEW"
    ATTACK_SUSPECTED = "ATTACK_SUSPECTED"


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """What another recogniser said of the same crops."""

    recogniser: str
    comparison: Comparison
    agrees: bool


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """What the machine decided about one visit. Consumers key on (``visit_id``, ``revision``).

    ``revision`` is 0, or 1 after the one lift to RECOGNISED that good new evidence may bring. ``person_id`` is set
    for RECOGNISED only. ``comparison`` holds the averaged embedding against the gallery with the threshold that this
    attempt had to meet; ``attempts`` is how many comparisons the visit has paid for. ``crop`` is a view of the best
    face with its surroundings (uint8 [h, w, 3], BGR), for the record of the event. ``nominal_threshold`` is the one of
    a single comparison at the false match rate that the admin was told.
    """

    visit_id: VisitId
    revision: int
    camera_id: CameraId
    verdict: Verdict
    person_id: PersonId | None
    comparison: Comparison | None
    margin: float | None
    attempts: int
    frames_used: int
    newest_frame_age_ms: float
    started_at_ns: int
    decided_at_ns: int
    liveness: LivenessEvidence
    second_recogniser: SecondOpinion | None
    reasons: tuple[Reason, ...]
    crop: UInt8Array | None
    nominal_threshold: Threshold | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """A request that the visitor do something (turn, nod, blink) before the decision."""

    visit_id: VisitId
    camera_id: CameraId
    challenge: str
    expires_at_ns: int


EngineOutput = Observation | Decision | Cue


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """One person in one space: the unit-length mean of ``sample_count`` embeddings."""

    person_id: PersonId
    embedding: Embedding
    sample_count: int


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """What the status bar and the health route say of the engine."""

    ready: bool
    recogniser: str
    runtime: str
    device: str
    template_space: TemplateSpace | None
    frames_searched: int
    frames_with_face: int
    frames_per_second: float
    faces_per_second: float
    problem: Reason | None = None
    runtime_reason: Reason | None = None
