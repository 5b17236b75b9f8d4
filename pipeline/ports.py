"""The seams of the pipeline: what the server and the station may ask of an engine, and an engine of its parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from pipeline.types import (
    AlignedFace,
    Box,
    CameraId,
    DetectedFace,
    Embedding,
    EngineOutput,
    EngineStatus,
    Float32Array,
    Observation,
    Reason,
    Template,
    TemplateSpace,
    Threshold,
    UInt8Array,
)


@dataclass(frozen=True, slots=True, eq=False)
class FrameJob:
    """One encoded frame (JPEG) on its way into the engine."""

    camera_id: CameraId
    seq: int
    captured_at_ns: int
    received_at_ns: int
    jpeg: bytes


class FaceDetector(Protocol):
    """Finds faces. One object a thread: detectors keep state between calls."""

    name: str

    def detect(self, image: UInt8Array) -> tuple[DetectedFace, ...]:
        """Every face of ``image`` (uint8 [h, w, 3], BGR), largest box first."""


class LandmarkFinder(Protocol):
    """Places the 68 points of iBUG 300-W."""

    def find(self, image: UInt8Array, box: Box) -> Float32Array:
        """Float32 [68, 2] in pixels of ``image`` (uint8 [h, w, 3], BGR)."""


class Recogniser(Protocol):
    """Turns aligned crops into unit embeddings of one template space."""

    name: str
    space: TemplateSpace
    side_px: int
    runtime: str
    device: str
    runtime_reason: Reason | None

    def default_threshold(self, false_match_rate: float) -> Threshold:
        """The shipped scale's threshold for averaged embeddings at ``false_match_rate`` (0 < rate < 1)."""

    def align(self, image: UInt8Array, face: DetectedFace, landmarks: Float32Array) -> AlignedFace:
        """The crop that this network was trained on."""

    def embed(self, faces: Sequence[AlignedFace]) -> tuple[Embedding, ...]:
        """One embedding a face, in order; any thread, one at a time."""


class FaceEngine(Protocol):
    """The owner of the models: frames in; observations, decisions and cues out.

    Outputs are delivered to ``listener`` on the engine's own threads, in capture order per camera; a listener must
    return at once. Methods never wait for a model unless they say so.
    """

    def start(self) -> None:
        """Begin loading the models in the background. Idempotent."""

    def stop(self) -> None:
        """Refuse new frames, finish the running ones, close open visits without deciding, join the threads."""

    def wait_until_ready(self, timeout_s: float) -> bool:
        """Wait for the models; False when the time ran out. ``EngineNotReadyError`` when loading failed."""

    def listen(self, listener: Callable[[EngineOutput], None]) -> Callable[[], None]:
        """Add a listener; the returned call takes it off."""

    def submit(self, job: FrameJob) -> None:
        """Offer a frame. A waiting older frame of that camera is replaced (newest wins) and gets no observation."""

    def forget_camera(self, camera_id: CameraId) -> None:
        """The camera is gone: close its visits (their decisions come out) and free its memory."""

    def use_gallery(self, templates: Sequence[Template]) -> None:
        """Swap in these people between frames; a template of another space raises TemplateSpaceMismatchError."""

    def use_false_match_rate(self, false_match_rate: float) -> None:
        """Swap the threshold between frames."""

    def threshold(self, false_match_rate: float) -> Threshold:
        """The recogniser's threshold for averaged embeddings at any rate (0 < rate < 1); EngineNotReadyError."""

    def analyse(self, picture: bytes) -> Observation:
        """Judge one still picture (JPEG or PNG), every face embedded and compared with the gallery.

        Blocks; call it from a worker thread. Raises PictureRefusedError or EngineNotReadyError.
        """

    def status(self) -> EngineStatus:
        """A snapshot; any thread."""


@dataclass(frozen=True, slots=True)
class EngineParts:
    """How an engine makes its parts, each on the thread that will use it; making one may load a model (blocks).

    ``make_picture_detector`` makes the one for still pictures, which may search at a larger size; by default it is as
    the others.
    """

    make_detector: Callable[[], FaceDetector]
    make_landmark_finder: Callable[[], LandmarkFinder]
    make_recogniser: Callable[[], Recogniser]
    make_picture_detector: Callable[[], FaceDetector] | None = None
