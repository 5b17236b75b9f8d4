"""SFace in TensorFlow against OpenCV's own, through the whole path from photo to unit embedding."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from pipeline.alignment import FIVE_POINT_112
from pipeline.detection import YuNetDetector
from pipeline.errors import InvalidEmbeddingError
from pipeline.landmarks import Dlib68
from pipeline.reasons import PipelineReason
from pipeline.recognisers.sface import SFace, five_of_68
from pipeline.types import AlignedFace, DetectedFace, Float32Array, TemplateSpace, UInt8Array
from tests.pipeline.real_faces import astronaut, five_points, group, lfw_photos, nearest_the_centre
from weights.store import WeightsStore

pytestmark = pytest.mark.models

NO_LANDMARKS = np.zeros((68, 2), np.float32)


@pytest.fixture(scope="module")
def detector(models: WeightsStore) -> YuNetDetector:
    return YuNetDetector(models.require("yunet"))


@pytest.fixture(scope="module")
def opencv(models: WeightsStore) -> cv2.FaceRecognizerSF:
    return cv2.FaceRecognizerSF.create(str(models.require("sface")), "")


@pytest.fixture(scope="module")
def six_crops(sface: SFace, detector: YuNetDetector, models: WeightsStore) -> tuple[AlignedFace, ...]:
    """Six different people."""
    crops = []
    for image in (astronaut(models), group(models)):
        crops += [sface.align(image, face, NO_LANDMARKS) for face in detector.detect(image)]
    return tuple(crops)


def opencv_embedding(opencv: cv2.FaceRecognizerSF, image: UInt8Array, face: DetectedFace) -> Float32Array:
    row = np.zeros((1, 15), np.float32)
    row[0, 4:14] = five_points(face).ravel()
    feature = np.asarray(opencv.feature(opencv.alignCrop(image, row)), np.float32).ravel()
    return feature / np.float32(np.linalg.norm(feature))


def noise(count: int) -> list[AlignedFace]:
    crops = np.random.default_rng(11).integers(0, 256, (count, 112, 112, 3), np.uint8)
    return [AlignedFace(crop, FIVE_POINT_112) for crop in crops]


def vectors(sface: SFace, faces: Sequence[AlignedFace]) -> Float32Array:
    return np.stack([embedding.vector for embedding in sface.embed(faces)])


def test_equals_opencv_on_the_pictures_of_the_manifest(
    sface: SFace, opencv: cv2.FaceRecognizerSF, detector: YuNetDetector, models: WeightsStore
) -> None:
    for image in (astronaut(models), group(models)):
        faces = detector.detect(image)
        ours = vectors(sface, [sface.align(image, face, NO_LANDMARKS) for face in faces])
        theirs = np.stack([opencv_embedding(opencv, image, face) for face in faces])
        assert np.abs(ours - theirs).max() <= 1e-4


@pytest.mark.shared
def test_equals_opencv_on_real_faces_of_lfw(
    sface: SFace, opencv: cv2.FaceRecognizerSF, detector: YuNetDetector, shared_folder: Path
) -> None:
    differences = []
    for image in lfw_photos(shared_folder, 40):
        face = nearest_the_centre(image, detector.detect(image))
        (ours,) = sface.embed([sface.align(image, face, NO_LANDMARKS)])
        differences.append(float(np.abs(ours.vector - opencv_embedding(opencv, image, face)).max()))
    assert len(differences) == 40
    assert max(differences) <= 1e-4
    assert np.median(differences) <= 2e-6  # the networks agree to 4e-7: what is more comes from the crop


def test_embeddings_are_unit_read_only_and_in_their_space(sface: SFace, six_crops: tuple[AlignedFace, ...]) -> None:
    for embedding in sface.embed(six_crops):
        assert embedding.vector.shape == (128,)
        assert embedding.vector.dtype == np.float32
        assert np.linalg.norm(embedding.vector) == pytest.approx(1, abs=1e-6)
        assert not embedding.vector.flags.writeable
        assert embedding.space == sface.space


def test_the_space_names_network_weights_and_alignment(sface: SFace, models: WeightsStore) -> None:
    sha256 = models.manifest.entry("sface").sha256
    assert sface.space == TemplateSpace("sface-2021dec", sha256, "five-point-112", 1)
    assert TemplateSpace.parse(sface.space.id) == sface.space
    assert (sface.name, sface.side_px) == ("sface", 112)


def test_a_batch_equals_its_singles(sface: SFace) -> None:
    crops = noise(8)
    singles = np.concatenate([vectors(sface, [crop]) for crop in crops])
    assert np.abs(vectors(sface, crops) - singles).max() <= 1e-5


@pytest.mark.parametrize("count", [2, 3, 5, 7, 9, 19])
def test_batches_of_any_size_keep_their_order(sface: SFace, count: int) -> None:
    crops = noise(19)[:count]
    whole = vectors(sface, crops)
    assert whole.shape == (count, 128)
    for place in {0, count // 2, count - 1}:
        assert np.abs(whole[place] - vectors(sface, [crops[place]])[0]).max() <= 1e-5


def test_no_crops_no_embeddings(sface: SFace) -> None:
    assert sface.embed([]) == ()


def test_everybody_is_nearest_to_themselves_in_poorer_light(sface: SFace, six_crops: tuple[AlignedFace, ...]) -> None:
    threshold = sface.default_threshold(1e-4).distance
    dim = [AlignedFace((crop.image * 0.6).astype(np.uint8), crop.alignment) for crop in six_crops]
    distances = np.linalg.norm(vectors(sface, six_crops)[:, None] - vectors(sface, dim)[None], axis=2)
    same = np.eye(6, dtype=bool)
    assert distances[same].max() < threshold / 2
    # Two of the group are 1.004 apart, nearer than a false match rate of 1e-4 allows for: look-alikes exist.
    assert distances[~same].min() > 0.95
    assert distances[0, 1:].min() > threshold  # the astronaut is none of the group


def test_the_shipped_threshold_is_a_false_match_rate_of_means_in_plain_l2(sface: SFace) -> None:
    threshold = sface.default_threshold(1e-4)
    assert threshold.distance == pytest.approx(1.027, abs=1e-3)
    assert (threshold.unit, threshold.false_match_rate) == ("l2", 1e-4)


def test_without_five_points_the_landmarks_serve(sface: SFace, detector: YuNetDetector, models: WeightsStore) -> None:
    image = astronaut(models)
    (face,) = detector.detect(image)
    landmarks = Dlib68(models.require("landmarks-68")).find(image, face.box)
    assert np.abs(five_of_68(landmarks) - five_points(face)).max() < 8
    bare = DetectedFace(face.box, None, face.confidence)
    crops = [sface.align(image, face, landmarks), sface.align(image, bare, landmarks)]
    one, other = vectors(sface, crops)
    assert np.linalg.norm(one - other) < 0.6


def test_the_runtime_and_device_are_named(sface: SFace) -> None:
    assert sface.runtime.startswith("tensorflow 2.")
    assert sface.device


def test_threads_may_call_it_side_by_side(sface: SFace) -> None:
    crops = noise(4)
    expected = vectors(sface, crops)
    differences: list[float] = []

    def embed() -> None:
        differences.extend(float(np.abs(vectors(sface, crops) - expected).max()) for _ in range(3))

    threads = [threading.Thread(target=embed) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(differences) == 9
    assert max(differences) == 0


class _Broken:
    """A network that answers the same nonsense to everything."""

    def __init__(self, value: float) -> None:
        self._value = value

    def run(self, batch: UInt8Array) -> Float32Array:
        return np.full((len(batch), 128), self._value, np.float32)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 0.0])
def test_nonsense_is_an_error_never_an_embedding(sface: SFace, monkeypatch: pytest.MonkeyPatch, value: float) -> None:
    monkeypatch.setattr(sface, "_network", _Broken(value))
    with pytest.raises(InvalidEmbeddingError) as caught:
        sface.embed(noise(2))
    assert caught.value.reason.code == PipelineReason.EMBEDDING_INVALID
