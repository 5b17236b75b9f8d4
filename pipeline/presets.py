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
        make_picture_detector=partial(_yunet_for_stills, weights),
    )


PRESETS: dict[str, Callable[[WeightsStore], EngineParts]] = {"standard": standard}


def preset(name: str, weights: WeightsStore) -> EngineParts:
    """The parts of the preset ``name``; KeyError for one that does not exist."""
    return PRESETS[name](weights)


# Factories import what they make: cv2 and dlib are not needed to name a preset.
def _yunet(weights: WeightsStore) -> FaceDetector:
    from pipeline.detection import YuNetDetector

    _one_thread_a_call()
    return YuNetDetector(weights.require("yunet"))


def _yunet_for_stills(weights: WeightsStore) -> FaceDetector:
    from pipeline.detection import STILL_SEARCH_PX, YuNetDetector

    _one_thread_a_call()
    return YuNetDetector(weights.require("yunet"), STILL_SEARCH_PX)


def _dlib_68(weights: WeightsStore) -> LandmarkFinder:
    from pipeline.landmarks import Dlib68

    return Dlib68(weights.require("landmarks-68"))


def _one_thread_a_call() -> None:
    """For the whole process: the engine's workers, one a core, are the parallelism, not the calls inside them."""
    import cv2

    cv2.setNumThreads(1)
