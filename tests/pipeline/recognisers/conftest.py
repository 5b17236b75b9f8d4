"""Loaded networks for all tests of this folder: tracing one takes seconds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipeline.recognisers.openface import ARRAY_SHAPES, OpenFace
from pipeline.recognisers.sface import SFace
from pipeline.types import Float32Array
from weights.array_values import values_sha256
from weights.store import WeightsStore


@pytest.fixture(scope="session")
def sface(models: WeightsStore) -> SFace:
    return SFace(models.arrays("sface-arrays"), models.manifest.entry("sface").sha256)


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
    return OpenFace(random_arrays, values_sha256(random_arrays))


@pytest.fixture(scope="session")
def classic_weights(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> WeightsStore:
    """The developers' OpenFace, installed into a folder of its own."""
    store = WeightsStore(tmp_path_factory.mktemp("classic"), (shared_folder / "weights",))
    store.install("openface")
    return store


@pytest.fixture(scope="session")
def openface(classic_weights: WeightsStore) -> OpenFace:
    arrays = classic_weights.arrays("openface")
    return OpenFace(arrays, values_sha256(arrays))
