"""Fake parts for the real engine: deterministic, without OpenCV, dlib or TensorFlow.

A "JPEG" is made by ``encode(FakeFace(...), ...)``: the list of its faces, which the fake detector, judge and recogniser
read back from the pixels. The embedding of a face is ``fake_embedding(face.who)``.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

import numpy as np

from pipeline.calibration import SFACE_SCALE
from pipeline.engine_faces import FaceSteps
from pipeline.errors import PictureRefusedError
from pipeline.ports import EngineParts, FaceDetector, LandmarkFinder, Recogniser
from pipeline.reasons import PipelineReason
from pipeline.types import (
    AlignedFace,
    Box,
    DetectedFace,
    Embedding,
    Float32Array,
    HeadPose,
    Quality,
    Reason,
    Threshold,
    UInt8Array,
    read_only,
)
from tests.fakes.outputs import FAKE_SPACE, fake_embedding

_MAGIC = b"fake"
DAMAGED = b"damaged"
POOR = Reason.of(PipelineReason.FACE_BLURRED, sharpness=10, needed=60)


@dataclass(frozen=True, slots=True)
class FakeFace:
    """``who`` (0..255) is the seed of the embedding; ``left`` the place of a box of ``face_px``."""

    who: int
    left: int = 100
    poor: bool = False
    face_px: int = 100


def encode(*faces: FakeFace) -> bytes:
    """A frame that shows ``faces``."""
    return _MAGIC + json.dumps([asdict(face) for face in faces]).encode()


def decode(jpeg: bytes) -> UInt8Array:
    """A picture of 640x480 whose first row carries the list; PictureRefusedError for anything else."""
    if not jpeg.startswith(_MAGIC):
        raise PictureRefusedError(Reason.of(PipelineReason.PICTURE_DAMAGED))
    image = np.zeros((480, 640, 3), np.uint8)
    image.reshape(-1)[: len(jpeg)] = np.frombuffer(jpeg, np.uint8)
    return read_only(image)


def _faces_in(image: UInt8Array) -> list[FakeFace]:
    text = image.reshape(-1)[len(_MAGIC) : 640 * 3].tobytes().split(b"\0")[0]
    return [FakeFace(**face) for face in json.loads(text)]


def _face_at(image: UInt8Array, left: float) -> FakeFace:
    return next(face for face in _faces_in(image) if face.left == round(left))


def _judge(image: UInt8Array, box: Box, landmarks: Float32Array, aligned: AlignedFace, pose: HeadPose) -> Quality:
    return Quality(box.width, 400, 120, 45, pose, (POOR,) if _face_at(image, box.left).poor else ())


def _frontal(landmarks: Float32Array, width_px: int, height_px: int) -> HeadPose:
    return HeadPose(0.0, 0.0, 0.0)


def _cut(image: UInt8Array, box: Box) -> UInt8Array:
    return read_only(np.full((16, 16, 3), _face_at(image, box.left).who, np.uint8))


FAKE_STEPS = FaceSteps(decode, decode, _frontal, _judge, _cut)


def _open_gate() -> threading.Event:
    gate = threading.Event()
    gate.set()
    return gate


@dataclass(slots=True)
class FakeParts:
    """Makes the parts and controls them: a cleared gate holds its stage up; ``broken`` stages raise RuntimeError."""

    load_gate: threading.Event = field(default_factory=_open_gate)
    detect_gate: threading.Event = field(default_factory=_open_gate)
    embed_gate: threading.Event = field(default_factory=_open_gate)
    broken: set[str] = field(default_factory=set)
    batches: list[int] = field(default_factory=list)
    threads: dict[str, set[str]] = field(default_factory=dict)

    def parts(self) -> EngineParts:
        """What the engine is given."""
        return EngineParts(self._make_detector, self._make_landmark_finder, self._make_recogniser)

    def meet(self, stage: str, gate: threading.Event | None = None) -> None:
        """Note the thread, wait at the gate, fail if told to."""
        self.threads.setdefault(stage, set()).add(threading.current_thread().name)
        if gate is not None:
            assert gate.wait(10), f"the gate of {stage} stayed shut"
        if stage in self.broken:
            raise RuntimeError(f"{stage} is broken")

    def wait_until_at(self, stage: str, timeout_s: float = 5.0) -> None:
        """Wait until some thread has come to that stage."""
        deadline = time.monotonic() + timeout_s
        while stage not in self.threads:
            assert time.monotonic() < deadline, f"nobody came to {stage}"
            time.sleep(0.001)

    def _make_detector(self) -> FaceDetector:
        self.meet("make_detector")
        return FakeDetector(self)

    def _make_landmark_finder(self) -> LandmarkFinder:
        return FakeLandmarkFinder()

    def _make_recogniser(self) -> Recogniser:
        self.meet("make_recogniser", self.load_gate)
        return FakeRecogniser(self)


class FakeDetector:
    """Finds the faces that the frame says it shows."""

    name = "fake"

    def __init__(self, control: FakeParts) -> None:
        self._control = control

    def detect(self, image: UInt8Array) -> tuple[DetectedFace, ...]:
        self._control.meet("detect", self._control.detect_gate)
        return tuple(DetectedFace(Box(face.left, 50, face.face_px, 120), None, 0.9) for face in _faces_in(image))


class FakeLandmarkFinder:
    """All 68 in the middle of the box."""

    def find(self, image: UInt8Array, box: Box) -> Float32Array:
        return read_only(np.tile(np.asarray(box.centre, np.float32), (68, 1)))


class FakeRecogniser:
    """Embeds a face as ``fake_embedding(who)``, on SFace's scale."""

    name = "fake"
    space = FAKE_SPACE
    side_px = 112
    runtime = "fake-runtime"
    runtime_reason: Reason | None = None
    device = "fake-device"

    def __init__(self, control: FakeParts) -> None:
        self._control = control

    def default_threshold(self, false_match_rate: float) -> Threshold:
        return SFACE_SCALE.threshold(false_match_rate)

    def align(self, image: UInt8Array, face: DetectedFace, landmarks: Float32Array) -> AlignedFace:
        self._control.meet("align")
        who = _face_at(image, face.box.left).who
        return AlignedFace(read_only(np.full((112, 112, 3), who, np.uint8)), "fake-112")

    def embed(self, faces: Sequence[AlignedFace]) -> tuple[Embedding, ...]:
        self._control.batches.append(len(faces))
        self._control.meet("embed", self._control.embed_gate)
        return tuple(fake_embedding(int(face.image[0, 0, 0])) for face in faces)
