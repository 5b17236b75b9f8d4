"""Which detector, landmarks and recogniser work together. Light: models are loaded by the factories, not here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from pipeline.ports import EngineParts, FaceDetector, LandmarkFinder
from pipeline.recognisers.registry import make_recogniser

if TYPE_CHECKING:
    from weights.store import WeightsStore


def standard(weights: WeightsStore) -> EngineParts:
    """YuNet, dlib's 68 landmarks and SFace."""
    return EngineParts(
        make_detector=partial(_yunet, weights),
        make_landmark_finder=partial(_dlib_68, weights),
        make_recogniser=partial(make_recogniser, "sface", weights),
    )


PRESETS: dict[str, Callable[[WeightsStore], EngineParts]] = {"standard": standard}


def preset(name: str, weights: WeightsStore) -> EngineParts:
    """The parts of the preset ``name``; KeyError for one that does not exist."""
    return PRESETS[name](weights)


# Factories import what they make: cv2 and dlib are not needed to name a preset.
def _yunet(weights: WeightsStore) -> FaceDetector:
    import cv2

    from pipeline.detection import YuNetDetector

    # One thread a call, for the whole process: the engine's workers and the doors side by side are the parallelism.
    cv2.setNumThreads(1)
    return YuNetDetector(weights.require("yunet"))


def _dlib_68(weights: WeightsStore) -> LandmarkFinder:
    from pipeline.landmarks import Dlib68

    return Dlib68(weights.require("landmarks-68"))
