"""``munjigi-lab convert`` on the real network, and what it changes of decisions: nothing but what was near the gate."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from pipeline.calibration import SFACE_SCALE
from pipeline.gallery import distance
from pipeline.lab import convert
from pipeline.lab.__main__ import main
from pipeline.lab.loaded_parts import load
from pipeline.lab.portraits import PortraitReader
from pipeline.presets import compose
from pipeline.recognisers.converted import LARGEST_SHIFT, ConvertedFiles
from pipeline.recognisers.runtimes import RuntimeName
from pipeline.types import Embedding
from weights.store import WeightsStore

pytestmark = pytest.mark.models
PHOTOS = 24


@pytest.fixture(scope="module")
def converted(models: WeightsStore, tmp_path_factory: pytest.TempPathFactory) -> WeightsStore:
    """The installed models in a folder of their own, SFace converted."""
    folder = tmp_path_factory.mktemp("converted")
    for file in models.folder.iterdir():
        if ".tflite" not in file.name:
            (folder / file.name).symlink_to(file)
    assert main(["convert", "sface", "--weights", str(folder)]) == 0
    return WeightsStore(folder)


def test_what_was_measured_stands_beside_the_forms(converted: WeightsStore, capsys: pytest.CaptureFixture[str]) -> None:
    files = ConvertedFiles(converted.folder, "sface")
    before = files.record_path.stat().st_mtime_ns
    assert main(["convert", "sface", "--weights", str(converted.folder), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)["sface"]
    assert files.record_path.stat().st_mtime_ns == before  # what is there and current is kept
    assert set(record["ms_a_face"]) == {"tensorflow", "fp32", "int8"}
    assert all(ms > 0 for ms in record["ms_a_face"].values())
    assert record["shifts"]["fp32"]["largest"] < 1e-4
    assert record["shifts"]["int8"]["largest"] <= LARGEST_SHIFT
    assert record["shifts"]["int8"]["pairs"] > 100


@pytest.mark.shared
def test_decisions_are_the_same_but_within_two_hundredths_of_the_threshold(
    converted: WeightsStore, shared_folder: Path
) -> None:
    photos = sorted((shared_folder / "faces" / "lfw-dev").glob("*/*_000[12].jpg"))[:PHOTOS]
    original = embeddings(converted, photos, "tensorflow")
    threshold = SFACE_SCALE.threshold(1e-3).distance
    for runtime in ("litert-fp32", "litert-int8"):
        probes = embeddings(converted, photos, runtime)
        pairs = [(one, other) for one in range(PHOTOS) for other in range(PHOTOS) if one != other]
        before = np.array([distance(original[one], original[other]) for one, other in pairs])
        after = np.array([distance(original[one], probes[other]) for one, other in pairs])
        assert np.abs(after - before).max() <= LARGEST_SHIFT
        differ = (before <= threshold) != (after <= threshold)
        assert (np.abs(before[differ] - threshold) <= LARGEST_SHIFT).all()


def embeddings(store: WeightsStore, photos: list[Path], runtime: RuntimeName) -> list[Embedding]:
    reader = PortraitReader(load(compose("yunet", "sface", store, runtime=runtime)))
    found = [portrait.embedding for portrait in reader.read(photos)]
    return [embedding for embedding in found if embedding is not None]


def test_what_cannot_be_converted_is_said_and_keeps_nobody_from_the_models(
    models: WeightsStore, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, or a crash of the converter: what was installed is installed, and TensorFlow can run it."""
    for file in models.folder.iterdir():
        if ".tflite" not in file.name:
            (tmp_path / file.name).symlink_to(file)
    asked: list[str] = []

    def crash(name: str, _folder: Path) -> bool:
        asked.append(name)
        return False

    monkeypatch.setattr(convert, "_converts_in_a_process", crash)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert main(["weights", "install", "standard", "--weights", str(tmp_path)]) == 0
    assert asked == ["sface"]
    assert "TensorFlow runs it" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.tflite*"))


def test_a_network_that_is_not_installed_cannot_be_converted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert main(["convert", "sface", "--weights", str(tmp_path)]) == 1
    assert "sface" in capsys.readouterr().err
    assert main(["convert", "--weights", str(tmp_path)]) == 0  # nothing is installed, nothing is to be done
