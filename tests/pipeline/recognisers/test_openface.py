"""OpenFace in TensorFlow against a second implementation in float64: with seeded weights, and with the real ones."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from pipeline.alignment import CLASSIC_ALIGNMENTS, NOSE_CENTRED, PROGRAM_2019, align_nose_centred
from pipeline.calibration import OPENFACE_MEANS_SCALES
from pipeline.detection_classic import HAAR_STILLS, HAAR_STILLS_AGAIN, HaarDetector
from pipeline.errors import InvalidEmbeddingError
from pipeline.landmarks import HAAR_FIT, Dlib68
from pipeline.recognisers.openface import ARRAY_SHAPES, OpenFace, graph
from pipeline.recognisers.registry import make_recogniser
from pipeline.types import AlignedFace, Box, DetectedFace, Float32Array, TemplateSpace, UInt8Array
from tests.pipeline.real_faces import lfw_photos, nearest_the_centre
from tests.pipeline.recognisers.openface_reference import embedding_of
from weights.store import WeightsStore

Arrays = Mapping[str, Float32Array]


def noise(count: int) -> list[AlignedFace]:
    """Crops with large and small structure, so that pools and normalisations have something to do."""
    random = np.random.default_rng(96)
    coarse = random.integers(0, 256, (count, 12, 12, 3)).repeat(8, axis=1).repeat(8, axis=2)
    fine = random.integers(-30, 31, (count, 96, 96, 3))
    return [AlignedFace(np.clip(crop, 0, 255).astype(np.uint8), NOSE_CENTRED) for crop in coarse + fine]


def vectors(network: OpenFace, crops: list[AlignedFace]) -> Float32Array:
    return np.stack([embedding.vector for embedding in network.embed(crops)])


def largest_difference(network: OpenFace, crops: list[AlignedFace], arrays: Arrays) -> float:
    expected = np.stack([embedding_of(crop.image, arrays) for crop in crops])
    return float(np.abs(vectors(network, crops) - expected).max())


def test_equals_the_reference_with_random_weights(random_openface: OpenFace, random_arrays: Arrays) -> None:
    assert largest_difference(random_openface, noise(6), random_arrays) <= 1e-5


@pytest.mark.parametrize(
    "name",
    [
        *("conv1_w", "bn2_m", "conv3_b", "inception_3a_pool_conv_w", "inception_3b_pool_bn_v", "dense_w", "dense_b"),
        *("inception_3c_5x5_conv2_w", "inception_4a_1x1_bn_b", "inception_4e_3x3_conv2_w", "inception_5a_pool_conv_b"),
        "inception_5b_3x3_bn2_w",
    ],
)
def test_arrays_of_every_kind_matter_in_the_reference(random_arrays: Arrays, name: str) -> None:
    """What the reference ignored the comparison could not see."""
    assert name in ARRAY_SHAPES
    (crop,) = noise(1)
    changed = {**random_arrays, name: random_arrays[name] * np.float32(1.5) + np.float32(0.05)}
    assert np.abs(embedding_of(crop.image, changed) - embedding_of(crop.image, random_arrays)).max() > 1e-5


def test_colours_are_not_exchanged(random_openface: OpenFace) -> None:
    (crop,) = noise(1)
    turned = AlignedFace(np.ascontiguousarray(crop.image[:, :, ::-1]), crop.alignment)
    one, other = vectors(random_openface, [crop, turned])
    assert np.abs(one - other).max() > 1e-3


def test_a_batch_equals_its_singles(random_openface: OpenFace) -> None:
    crops = noise(11)
    singles = np.concatenate([vectors(random_openface, [crop]) for crop in crops])
    assert np.abs(vectors(random_openface, crops) - singles).max() <= 1e-5


def test_embeddings_are_unit_read_only_and_in_their_space(random_openface: OpenFace) -> None:
    assert random_openface.embed([]) == ()
    for embedding in random_openface.embed(noise(3)):
        assert embedding.vector.shape == (128,)
        assert embedding.vector.dtype == np.float32
        assert np.linalg.norm(embedding.vector) == pytest.approx(1, abs=1e-6)
        assert not embedding.vector.flags.writeable
        assert embedding.space == random_openface.space


def test_the_space_names_values_and_alignment(random_openface: OpenFace, random_arrays: Arrays) -> None:
    space = random_openface.space
    assert (space.network, space.alignment) == ("openface-nn4.small2.v1", "nose-centred")
    assert len(space.weights_sha256) == 64
    assert TemplateSpace.parse(space.id) == space
    assert (random_openface.name, random_openface.side_px) == ("openface", 96)
    assert random_openface.runtime.startswith("tensorflow 2.")


def test_other_arrays_and_alignments_are_refused_before_anything_is_loaded(
    random_openface: OpenFace, random_arrays: Arrays
) -> None:
    with pytest.raises(ValueError, match="conv1_w is None"):
        graph({name: array for name, array in random_arrays.items() if name != "conv1_w"})
    with pytest.raises(ValueError, match="dense_w"):
        graph({**random_arrays, "dense_w": np.zeros((736, 128), np.float32)})
    with pytest.raises(KeyError):
        OpenFace(random_openface._network, "0" * 64, "upside-down")


def test_the_threshold_is_the_alignments_own(random_openface: OpenFace) -> None:
    threshold = random_openface.default_threshold(1e-3)
    assert threshold == OPENFACE_MEANS_SCALES[NOSE_CENTRED].threshold(1e-3)
    assert threshold.unit == "l2"
    assert set(OPENFACE_MEANS_SCALES) == set(CLASSIC_ALIGNMENTS)
    assert OPENFACE_MEANS_SCALES[PROGRAM_2019].threshold(1e-3).distance < threshold.distance


def test_only_the_landmarks_are_aligned(random_openface: OpenFace) -> None:
    image = noise(1)[0].image
    landmarks = np.random.default_rng(1).uniform(10, 90, (68, 2)).astype(np.float32)
    bare = DetectedFace(Box(0, 0, 50, 50), None, 1.0)
    pointed = DetectedFace(Box(0, 0, 50, 50), landmarks[:5], 1.0)
    one, other = (random_openface.align(image, face, landmarks) for face in (bare, pointed))
    assert np.array_equal(one.image, other.image)
    assert np.array_equal(one.image, align_nose_centred(image, landmarks).image)


def test_nonsense_is_an_error_never_an_embedding(random_openface: OpenFace, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def run(self, batch: UInt8Array) -> Float32Array:
            return np.full((len(batch), 128), np.nan, np.float32)

    monkeypatch.setattr(random_openface, "_network", Broken())
    with pytest.raises(InvalidEmbeddingError):
        random_openface.embed(noise(1))


@pytest.mark.models
@pytest.mark.shared
def test_equals_the_reference_on_real_faces(
    openface: OpenFace, classic_weights: WeightsStore, models: WeightsStore, shared_folder: Path
) -> None:
    crops = [crop for _image, crop in real_crops(models, shared_folder, 26)]
    assert len(crops) >= 20
    assert largest_difference(openface, crops, classic_weights.arrays("openface")) <= 1e-5


@pytest.mark.models
@pytest.mark.shared
def test_everybody_is_nearest_to_themselves_in_poorer_light(
    openface: OpenFace, models: WeightsStore, shared_folder: Path
) -> None:
    crops = [crop for _image, crop in real_crops(models, shared_folder, 10)]
    dim = [AlignedFace((crop.image * 0.7).astype(np.uint8), crop.alignment) for crop in crops]
    distances = np.linalg.norm(vectors(openface, crops)[:, None] - vectors(openface, dim)[None], axis=2)
    assert (distances.argmin(axis=1) == np.arange(len(crops))).all()


def real_crops(models: WeightsStore, shared_folder: Path, photos: int) -> list[tuple[UInt8Array, AlignedFace]]:
    """The classic way from photo to crop."""
    detector = HaarDetector((HAAR_STILLS, HAAR_STILLS_AGAIN))
    finder = Dlib68(models.require("landmarks-68"), HAAR_FIT)
    found = []
    for image in lfw_photos(shared_folder, photos):
        if faces := detector.detect(image):
            face = nearest_the_centre(image, faces)
            found.append((image, align_nose_centred(image, finder.find(image, face.box))))
    return found


@pytest.mark.shared
def test_the_registry_knows_its_alignments_and_hashes_the_values(classic_weights: WeightsStore) -> None:
    recogniser = make_recogniser("openface", classic_weights, "program-2019")
    assert recogniser.space.alignment == "program-2019"
    # The developers' file, of which five kernels are not the published ones.
    assert recogniser.space.weights_sha256.startswith("ce1a23a6")
    with pytest.raises(ValueError, match="nose-centred, program-2019"):
        make_recogniser("openface", classic_weights, "five-point-112")
