"""The parts of an engine, loaded for still pictures."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.ports import EngineParts, FaceDetector, LandmarkFinder, Recogniser


@dataclass(frozen=True, slots=True, eq=False)
class LoadedParts:
    """Not for two threads."""

    detector: FaceDetector
    landmarks: LandmarkFinder
    recogniser: Recogniser


def load(parts: EngineParts) -> LoadedParts:
    """Load the models (seconds; blocks). WeightError."""
    make_detector = parts.make_picture_detector or parts.make_detector
    return LoadedParts(make_detector(), parts.make_landmark_finder(), parts.make_recogniser())
