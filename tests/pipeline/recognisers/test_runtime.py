"""How networks are run: traced sizes, chunks and padding, and when TensorFlow is imported."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from pipeline.recognisers.runtime import BATCH_SIZES, LoadedNetwork, load_network

SIDE = 4


def add_up(tf: Any) -> Any:
    """A network of one sum: the total of each picture, twice."""
    twice = tf.constant([[2.0, 2.0]])
    return lambda pixels: tf.reduce_sum(tf.cast(pixels, tf.float32), axis=(1, 2, 3))[:, None] * twice


@pytest.fixture(scope="module")
def adder() -> LoadedNetwork:
    pytest.importorskip("tensorflow", reason="no TensorFlow here (extras cpu or gpu)")
    return load_network(add_up, SIDE)


@pytest.mark.parametrize("count", [1, 2, 3, 8, 9, 21])
def test_a_batch_of_any_size_is_answered_in_order(adder: LoadedNetwork, count: int) -> None:
    batch = np.random.default_rng(1).integers(0, 256, (count, SIDE, SIDE, 3), np.uint8)
    expected = batch.sum(axis=(1, 2, 3), dtype=np.float64) * 2
    assert np.allclose(adder.run(batch), np.stack([expected, expected], axis=1))


def test_no_picture_no_row(adder: LoadedNetwork) -> None:
    assert adder.run(np.zeros((0, SIDE, SIDE, 3), np.uint8)).shape == (0, 2)


def test_running_never_traces_again() -> None:
    pytest.importorskip("tensorflow", reason="no TensorFlow here (extras cpu or gpu)")
    traces = []

    def build(tf: Any) -> Any:
        def forward(pixels: Any) -> Any:
            traces.append(tuple(pixels.shape))
            return tf.reduce_sum(tf.cast(pixels, tf.float32), axis=(1, 2))

        return forward

    network = load_network(build, SIDE)
    for count in (1, 5, 30):
        network.run(np.zeros((count, SIDE, SIDE, 3), np.uint8))
    assert traces == [(size, SIDE, SIDE, 3) for size in BATCH_SIZES]


def imported(*statements: str) -> set[str]:
    """Modules that a fresh interpreter holds after these statements."""
    program = "; ".join((*statements, "import sys; print(*sys.modules)"))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_recognisers_leaves_tensorflow_alone() -> None:
    modules = imported("import pipeline.recognisers.runtime, pipeline.recognisers.sface, pipeline.presets")
    assert "pipeline.recognisers.sface" in modules
    assert "tensorflow" not in modules


def test_naming_a_preset_loads_nothing_heavy() -> None:
    modules = imported(
        "from pathlib import Path",
        "from pipeline.presets import standard",
        "from weights.store import WeightsStore",
        "standard(WeightsStore(Path('nowhere')))",
    )
    assert not modules & {"tensorflow", "cv2", "dlib"}
