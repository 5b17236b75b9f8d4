"""dlib's ResNet in TensorFlow against dlib itself, which wrote the file and runs it in C++."""

from __future__ import annotations

from pathlib import Path

import dlib
import numpy as np
import pytest

from pipeline.alignment import DLIB_CHIP_150, align_dlib_chip
from pipeline.calibration import RESNET_MEANS_SCALE
from pipeline.detection import YuNetDetector
from pipeline.errors import InvalidEmbeddingError
from pipeline.landmarks import YUNET_FIT, Dlib68
from pipeline.recognisers.dlib_file import AffineLayer, ConvolutionLayer, DenseLayer, read_layers
from pipeline.recognisers.dlib_resnet import DlibResNet, graph
from pipeline.recognisers.registry import make_recogniser
from pipeline.types import AlignedFace, Float32Array, UInt8Array
from tests.pipeline.real_faces import astronaut, group, lfw_photos, nearest_the_centre
from weights.store import WeightsStore


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> WeightsStore:
    """The .dat file comes with a package that the server needs anyway."""
    store = WeightsStore(tmp_path_factory.mktemp("second-opinion"))
    store.install("dlib-resnet")
    return store


@pytest.fixture(scope="module")
def content(weights: WeightsStore) -> bytes:
    return weights.require("dlib-resnet").read_bytes()


@pytest.fixture(scope="module")
def resnet(weights: WeightsStore) -> DlibResNet:
    made = make_recogniser("resnet", weights)
    assert isinstance(made, DlibResNet)
    return made


def noise(count: int) -> list[AlignedFace]:
    random = np.random.default_rng(150)
    coarse = random.integers(0, 256, (count, 15, 15, 3)).repeat(10, axis=1).repeat(10, axis=2)
    fine = random.integers(-30, 31, (count, 150, 150, 3))
    return [AlignedFace(np.clip(crop, 0, 255).astype(np.uint8), DLIB_CHIP_150) for crop in coarse + fine]


def vectors(network: DlibResNet, crops: list[AlignedFace]) -> Float32Array:
    return np.stack([embedding.vector for embedding in network.embed(crops)])


def original(weights: WeightsStore, crops: list[AlignedFace]) -> Float32Array:
    """What dlib makes of the chips, at unit length."""
    model = dlib.face_recognition_model_v1(str(weights.require("dlib-resnet")))
    rgb = [np.ascontiguousarray(crop.image[:, :, ::-1]) for crop in crops]
    raw = np.array([model.compute_face_descriptor(chip) for chip in rgb])
    return np.asarray(raw / np.linalg.norm(raw, axis=1, keepdims=True), np.float32)


def chips(models: WeightsStore, images: list[UInt8Array], *, only_one: bool) -> list[AlignedFace]:
    detector, finder = YuNetDetector(models.require("yunet")), Dlib68(models.require("landmarks-68"), YUNET_FIT)
    found = []
    for image in images:
        faces = detector.detect(image)
        meant = (nearest_the_centre(image, faces),) if only_one else faces
        found += [align_dlib_chip(image, finder.find(image, face.box)) for face in meant]
    return found


def test_equals_dlib_on_noise(resnet: DlibResNet, weights: WeightsStore) -> None:
    assert np.abs(vectors(resnet, noise(4)) - original(weights, noise(4))).max() <= 1e-5


@pytest.mark.models
def test_equals_dlib_on_the_pictures_of_the_manifest(
    resnet: DlibResNet, weights: WeightsStore, models: WeightsStore
) -> None:
    crops = chips(models, [astronaut(models), group(models)], only_one=False)
    assert len(crops) == 6
    assert np.abs(vectors(resnet, crops) - original(weights, crops)).max() <= 1e-5


@pytest.mark.models
@pytest.mark.shared
def test_equals_dlib_on_more_than_thirty_faces(
    resnet: DlibResNet, weights: WeightsStore, models: WeightsStore, shared_folder: Path
) -> None:
    crops = chips(models, lfw_photos(shared_folder, 34), only_one=True)
    assert len(crops) == 34
    assert np.abs(vectors(resnet, crops) - original(weights, crops)).max() <= 1e-5


def test_a_batch_equals_its_singles_and_colours_matter(resnet: DlibResNet) -> None:
    crops = noise(5)
    singles = np.concatenate([vectors(resnet, [crop]) for crop in crops])
    assert np.abs(vectors(resnet, crops) - singles).max() <= 1e-5
    turned = AlignedFace(np.ascontiguousarray(crops[0].image[:, :, ::-1]), DLIB_CHIP_150)
    assert np.abs(vectors(resnet, [turned])[0] - singles[0]).max() > 1e-3


def test_embeddings_are_unit_and_in_their_space(resnet: DlibResNet, weights: WeightsStore) -> None:
    assert resnet.embed([]) == ()
    (embedding,) = resnet.embed(noise(1))
    assert np.linalg.norm(embedding.vector) == pytest.approx(1, abs=1e-6)
    assert embedding.space == resnet.space
    assert resnet.space.weights_sha256 == weights.manifest.entry("dlib-resnet").sha256
    assert resnet.default_threshold(1e-3) == RESNET_MEANS_SCALE.threshold(1e-3)


def test_nonsense_is_an_error_never_an_embedding(resnet: DlibResNet, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def run(self, batch: UInt8Array) -> Float32Array:
            return np.full((len(batch), 128), np.nan, np.float32)

    monkeypatch.setattr(resnet, "_network", Broken())
    with pytest.raises(InvalidEmbeddingError):
        resnet.embed(noise(1))


def test_the_file_holds_29_convolutions_each_with_its_affine_layer_and_a_matrix(content: bytes) -> None:
    layers = read_layers(content)
    kinds = [ConvolutionLayer, AffineLayer] * 29 + [DenseLayer]
    assert [type(layer) for layer in layers] == kinds
    numbers = sum(each.kernel.size + each.bias.size for each in layers if isinstance(each, ConvolutionLayer))
    assert numbers + 256 * 128 == 5_607_488


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.7, 0.999])
def test_a_file_cut_off_anywhere_is_no_network(content: bytes, share: float) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        graph(read_layers(content[: int(len(content) * share)]))


def test_files_of_other_things_are_refused(content: bytes) -> None:
    infinite = np.array([np.inf], "<f4").tobytes()
    at = content.index(b"con_4") + 40
    for odd in (b"", b"con_4", b"\x01\x05con_4" + b"\x01\x02" * 40, content[:at] + infinite + content[at + 4 :]):
        with pytest.raises(ValueError, match=r"\w"):
            graph(read_layers(odd))
