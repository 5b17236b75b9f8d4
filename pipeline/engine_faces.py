"""From a decoded picture to judged faces: the steps that frames and still pictures share."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from pipeline.ports import LandmarkFinder, Recogniser
from pipeline.types import (
    AlignedFace,
    Box,
    Comparison,
    DetectedFace,
    Embedding,
    Float32Array,
    HeadPose,
    ObservedFace,
    Quality,
    TrackId,
    UInt8Array,
    VisitId,
)
from pipeline.visit_judgement import MOST_CANDIDATES
from pipeline.visit_state import Basis


class JudgeFace(Protocol):
    """``pipeline.quality.judge``."""

    def __call__(
        self, image: UInt8Array, box: Box, landmarks: Float32Array, aligned: AlignedFace, pose: HeadPose
    ) -> Quality: ...


@dataclass(frozen=True, slots=True)
class FaceSteps:
    """The functions of the pipeline that need no model."""

    decode_stream_frame: Callable[[bytes], UInt8Array]
    decode_picture: Callable[[bytes], UInt8Array]
    head_pose: Callable[[Float32Array, int, int], HeadPose]
    judge: JudgeFace
    surroundings: Callable[[UInt8Array, Box], UInt8Array | None]


def standard_steps() -> FaceSteps:
    """The real ones; imported here so that an engine can be built without OpenCV and dlib."""
    from pipeline.decode import decode_picture, decode_stream_frame
    from pipeline.landmarks import head_pose
    from pipeline.quality import judge
    from pipeline.snapshot import surroundings

    return FaceSteps(decode_stream_frame, decode_picture, head_pose, judge, surroundings)


class StageTimes:
    """How long each stage of one frame took, in milliseconds."""

    def __init__(self) -> None:
        self._times_ms: dict[str, float] = {}

    @contextmanager
    def measure(self, stage: str) -> Iterator[None]:
        """Add the time of the block to ``stage``."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.add(stage, (time.perf_counter() - begun) * 1e3)

    def add(self, stage: str, milliseconds: float) -> None:
        """Add a time that was measured elsewhere."""
        self._times_ms[stage] = self._times_ms.get(stage, 0.0) + milliseconds

    def freeze(self) -> Mapping[str, float]:
        """A read-only copy."""
        return MappingProxyType(dict(self._times_ms))


@dataclass(frozen=True, slots=True, eq=False)
class JudgedFace:
    """A face with everything but its embedding."""

    detected: DetectedFace
    landmarks: Float32Array
    aligned: AlignedFace
    quality: Quality

    def observed(
        self,
        track_id: TrackId,
        visit_id: VisitId | None,
        embedding: Embedding | None = None,
        comparison: Comparison | None = None,
        comparison_age_ms: float = 0.0,
    ) -> ObservedFace:
        """The face as it leaves the pipeline."""
        return ObservedFace(
            track_id=track_id,
            visit_id=visit_id,
            box=self.detected.box,
            five_points=self.detected.five_points,
            landmarks=self.landmarks,
            quality=self.quality,
            embedding=embedding,
            aligned=self.aligned if embedding is not None else None,
            comparison=comparison,
            comparison_age_ms=comparison_age_ms,
        )


@dataclass(frozen=True, slots=True)
class FaceReader:
    """The parts that all threads share: the landmark finder's model is only read, ``align`` computes."""

    landmark_finder: LandmarkFinder
    recogniser: Recogniser
    steps: FaceSteps

    def read(self, image: UInt8Array, face: DetectedFace, times: StageTimes) -> JudgedFace:
        """68 landmarks, the crop, pose and quality of one face."""
        with times.measure("landmarks"):
            landmarks = self.landmark_finder.find(image, face.box)
        with times.measure("align"):
            aligned = self.recogniser.align(image, face, landmarks)
        with times.measure("quality"):
            pose = self.steps.head_pose(landmarks, image.shape[1], image.shape[0])
            quality = self.steps.judge(image, face.box, landmarks, aligned, pose)
        return JudgedFace(face, landmarks, aligned, quality)


def compare_for_display(embedding: Embedding, basis: Basis) -> Comparison:
    """One look against the gallery at the nominal threshold: to be shown, never to open a door."""
    return Comparison(embedding.space, basis.nominal, basis.gallery.search(embedding, MOST_CANDIDATES))
