"""Loaded networks for all tests of this folder: tracing one takes seconds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from pipeline.recognisers.openface import ARRAY_SHAPES, OpenFace, graph
from pipeline.recognisers.registry import make_recogniser
from pipeline.recognisers.runtime import load_network
from pipeline.recognisers.sface import SFace
from pipeline.types import Float32Array
from weights.array_values import values_sha256
from weights.store import WeightsStore


def openface_of(arrays: Mapping[str, Float32Array], alignment: str = "nose-centred") -> OpenFace:
    """On TensorFlow; ValueError for arrays of another network."""
    return OpenFace(load_network(graph(arrays), OpenFace.side_px), values_sha256(arrays), alignment)


@pytest.fixture(scope="session")
def sface(models: WeightsStore) -> SFace:
    made = make_recogniser("sface", models, runtime="tensorflow")
    assert isinstance(made, SFace)
    return made


@pytest.fixture(scope="session")
def random_arrays() -> dict[str, Float32Array]:
    """Weights of the right shapes that keep activations of one size, so that every layer matters to the result."""
    random = np.random.default_rng(4)
    arrays: dict[str, Float32Array] = {}
    for name, shape in ARRAY_SHAPES.items():
        values = random.standard_normal(shape)
        if len(shape) > 1:
            values *= np.sqrt(2 / np.prod(shape[1:]))
        elif name.endswith("_v"):
            values = random.uniform(0.5, 2, shape)  # variances
        elif "bn" in name and name.endswith("_w"):
            values = random.uniform(0.5, 1.5, shape)
        else:
            values *= 0.1
        arrays[name] = values.astype(np.float32)
    return arrays


@pytest.fixture(scope="session")
def random_openface(random_arrays: dict[str, Float32Array]) -> OpenFace:
    return openface_of(random_arrays)


@pytest.fixture(scope="session")
def classic_weights(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> WeightsStore:
    """The developers' OpenFace, installed into a folder of its own."""
    store = WeightsStore(tmp_path_factory.mktemp("classic"), (shared_folder / "weights",))
    store.install("openface")
    return store


@pytest.fixture(scope="session")
def openface(classic_weights: WeightsStore) -> OpenFace:
    return openface_of(classic_weights.arrays("openface"))
