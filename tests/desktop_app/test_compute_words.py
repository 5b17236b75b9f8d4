"""What status bar and settings say of the device."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.compute_words import compute_text
from pipeline.types import EngineStatus

ENGINE = EngineStatus(True, "sface", "tensorflow", "cpu", None, 900, 700, 28.4, 24.0)


@pytest.mark.parametrize(
    ("device", "runtime", "said"),
    [
        ("cpu", "tensorflow 2.19.1", "CPU · TensorFlow 2.19.1"),
        ("cpu", "litert 2.1.5 int8", "CPU · LiteRT 2.1.5 int8"),
        ("GPU", "tensorflow", "GPU · TensorFlow"),
        ("NVIDIA GeForce RTX 3060", "", "NVIDIA GeForce RTX 3060"),
        ("tpu-0", "", "tpu-0"),
        ("", "tensorflow", ""),
    ],
)
def test_names_are_written_as_their_makers_do(device: str, runtime: str, said: str) -> None:
    assert compute_text(replace(ENGINE, device=device, runtime=runtime)) == said


def test_nothing_is_said_of_no_engine() -> None:
    assert compute_text(None) == ""
