"""Which detector, landmarks and recogniser work together. Light: models are loaded by the factories, not here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pipeline.ports import EngineParts, FaceDetector, LandmarkFinder
from pipeline.recognisers.registry import make_recogniser
from pipeline.recognisers.runtimes import RuntimeName

if TYPE_CHECKING:
    from weights.store import WeightsStore


RECOGNISER_OF: dict[str, str] = {"standard": "sface", "classic": "openface"}
"""The short name of each preset's recogniser, as the engine's status says it."""


def standard(weights: WeightsStore, runtime: RuntimeName = "auto") -> EngineParts:
    """YuNet, dlib's 68 landmarks and SFace."""
    return compose("yunet", RECOGNISER_OF["standard"], weights, runtime=runtime)


def classic(weights: WeightsStore, runtime: RuntimeName = "auto") -> EngineParts:
    """The way of 2019: Haar cascade, dlib's 68 landmarks, the nose to the centre, OpenFace, plain L2."""
    return compose("haar", RECOGNISER_OF["classic"], weights, runtime=runtime)


PRESETS: dict[str, Callable[[WeightsStore, RuntimeName], EngineParts]] = {"standard": standard, "classic": classic}


def preset(name: str, weights: WeightsStore, runtime: RuntimeName = "auto") -> EngineParts:
    """The parts of the preset ``name``; KeyError for one that does not exist."""
    return PRESETS[name](weights, runtime)


def preset_of(recogniser: str) -> str | None:
    """The preset whose recogniser that is; None for any other."""
    return next((name for name, its_own in RECOGNISER_OF.items() if its_own == recogniser), None)


def compose(
    detector: str,
    recogniser: str,
    weights: WeightsStore,
    alignment: str | None = None,
    runtime: RuntimeName = "auto",
) -> EngineParts:
    """Any detector with any recogniser, the landmarks fitted to the detector's boxes.

    KeyError for a detector that does not exist; names of recogniser and alignment are checked when it is made.
    """
    make = DETECTORS[detector]
    return EngineParts(
        make_detector=partial(make.for_frames, weights),
        make_landmark_finder=partial(make.landmark_finder, weights),
        make_recogniser=partial(make_recogniser, recogniser, weights, alignment, runtime),
        make_picture_detector=partial(make.for_stills, weights),
    )


@dataclass(frozen=True, slots=True)
class _Detector:
    """How to make a detector for frames and for still pictures, and the landmarks that start from its boxes."""

    for_frames: Callable[[WeightsStore], FaceDetector]
    for_stills: Callable[[WeightsStore], FaceDetector]
    landmark_finder: Callable[[WeightsStore], LandmarkFinder]


# Factories import what they make: cv2 and dlib are not needed to name a preset.
def _yunet(weights: WeightsStore) -> FaceDetector:
    from pipeline.detection import YuNetDetector

    _one_thread_a_call()
    return YuNetDetector(weights.require("yunet"))


def _yunet_for_stills(weights: WeightsStore) -> FaceDetector:
    from pipeline.detection import STILL_SEARCH_PX, YuNetDetector

    _one_thread_a_call()
    return YuNetDetector(weights.require("yunet"), STILL_SEARCH_PX)


def _haar(_weights: WeightsStore) -> FaceDetector:
    from pipeline.detection_classic import HaarDetector

    _one_thread_a_call()
    return HaarDetector()


def _haar_for_stills(_weights: WeightsStore) -> FaceDetector:
    from pipeline.detection_classic import HAAR_STILLS, HAAR_STILLS_AGAIN, HaarDetector

    _one_thread_a_call()
    return HaarDetector((HAAR_STILLS, HAAR_STILLS_AGAIN))


def _haar_2019(_weights: WeightsStore) -> FaceDetector:
    from pipeline.detection_classic import HAAR_2019, HaarDetector

    _one_thread_a_call()
    return HaarDetector((HAAR_2019,))


def _hog(_weights: WeightsStore) -> FaceDetector:
    from pipeline.detection_classic import HogDetector

    _one_thread_a_call()
    return HogDetector()


def _hog_for_stills(_weights: WeightsStore) -> FaceDetector:
    from pipeline.detection_classic import HogDetector

    _one_thread_a_call()
    return HogDetector(upsample=1)


def _dlib_from_yunet(weights: WeightsStore) -> LandmarkFinder:
    from pipeline.landmarks import YUNET_FIT, Dlib68

    return Dlib68(weights.require("landmarks-68"), YUNET_FIT)


def _dlib_from_haar(weights: WeightsStore) -> LandmarkFinder:
    from pipeline.landmarks import HAAR_FIT, Dlib68

    return Dlib68(weights.require("landmarks-68"), HAAR_FIT)


def _dlib_from_hog(weights: WeightsStore) -> LandmarkFinder:
    from pipeline.landmarks import HOG_FIT, Dlib68

    return Dlib68(weights.require("landmarks-68"), HOG_FIT)


DETECTORS: dict[str, _Detector] = {
    "yunet": _Detector(_yunet, _yunet_for_stills, _dlib_from_yunet),
    "haar": _Detector(_haar, _haar_for_stills, _dlib_from_haar),
    "haar-2019": _Detector(_haar_2019, _haar_2019, _dlib_from_haar),
    "hog": _Detector(_hog, _hog_for_stills, _dlib_from_hog),
}


def _one_thread_a_call() -> None:
    """For the whole process: the engine's workers, one a core, are the parallelism, not the calls inside them."""
    import cv2

    cv2.setNumThreads(1)
