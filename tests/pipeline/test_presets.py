"""A preset makes working parts, and says clearly what it does not know."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from pipeline.presets import DETECTORS, PRESETS, RECOGNISER_OF, compose, preset, preset_of, standard
from pipeline.recognisers.registry import RECOGNISERS, make_recogniser
from tests.pipeline.real_faces import astronaut
from weights.errors import WeightMissingError
from weights.store import WeightsStore


def test_the_presets_and_their_recognisers_are_known_by_name() -> None:
    assert {"standard", "classic"} <= set(PRESETS)
    assert {"sface", "openface"} <= set(RECOGNISERS)
    assert {"yunet", "haar", "haar-2019", "hog"} == set(DETECTORS)


def test_every_preset_says_which_recogniser_is_its_own() -> None:
    assert set(RECOGNISER_OF) == set(PRESETS)
    assert {preset_of(recogniser) for recogniser in RECOGNISER_OF.values()} == set(PRESETS)
    assert preset_of("resnet") is None


def test_unknown_names_are_key_errors(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        preset("fastest", WeightsStore(tmp_path))
    with pytest.raises(KeyError):
        make_recogniser("oracle", WeightsStore(tmp_path))
    with pytest.raises(KeyError):
        compose("eagle", "sface", WeightsStore(tmp_path))
    with pytest.raises(ValueError, match="five-point-112"):
        make_recogniser("sface", WeightsStore(tmp_path), "nose-centred")


def test_missing_weights_are_told_when_a_part_is_made_and_not_before(tmp_path: Path) -> None:
    parts = preset("standard", WeightsStore(tmp_path))
    assert parts.make_picture_detector is not None
    for make in (parts.make_detector, parts.make_picture_detector, parts.make_landmark_finder, parts.make_recogniser):
        with pytest.raises(WeightMissingError):
            make()


@pytest.mark.models
def test_the_standard_parts_work_together(models: WeightsStore) -> None:
    parts = standard(models)
    assert parts.make_picture_detector is not None
    image = astronaut(models)
    for make_detector in (parts.make_detector, parts.make_picture_detector):
        detector = make_detector()
        (face,) = detector.detect(image)
        assert detector.name == "yunet"
        assert parts.make_landmark_finder().find(image, face.box).shape == (68, 2)
    assert cv2.getNumThreads() == 1


@pytest.mark.models
def test_the_recogniser_of_the_preset_embeds(models: WeightsStore) -> None:
    parts = standard(models)
    image = astronaut(models)
    (face,) = parts.make_detector().detect(image)
    recogniser = parts.make_recogniser()
    (embedding,) = recogniser.embed([recogniser.align(image, face, np.zeros((68, 2), np.float32))])
    assert embedding.space == recogniser.space


@pytest.mark.models
@pytest.mark.parametrize("detector", sorted(DETECTORS))
def test_any_detector_goes_with_landmarks_that_fit_it(detector: str, models: WeightsStore) -> None:
    parts = compose(detector, "sface", models)
    assert parts.make_picture_detector is not None
    image = astronaut(models)
    for make_detector in (parts.make_detector, parts.make_picture_detector):
        box = make_detector().detect(image)[0].box
        points = parts.make_landmark_finder().find(image, box)
        assert np.abs(points[33] - (225, 136)).max() < 8  # her nose


@pytest.mark.models
def test_without_openface_the_classic_preset_says_what_to_install(models: WeightsStore) -> None:
    parts = preset("classic", models)
    assert parts.make_detector().name == "haar"
    if not models.installed("openface"):
        with pytest.raises(WeightMissingError, match="munjigi-lab weights install openface"):
            parts.make_recogniser()
