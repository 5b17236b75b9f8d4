"""Arrays made from a source: right, read-only, and made anew or refused when anything about them differs."""

from __future__ import annotations

import builtins
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

from tests.weights.conftest import flip_a_byte, small_entry
from weights.converters import CONVERTERS, OnnxInitialisers
from weights.errors import ConverterMissingError, WeightDamagedError, WeightMissingError
from weights.manifest import Derived, Manifest
from weights.store import WeightsStore

KERNEL = np.arange(12, dtype=np.float32).reshape(3, 4)
BIAS = np.array([0.5, -0.5], np.float32)


def network() -> bytes:
    """An ONNX file with two initialisers."""
    tensors = [numpy_helper.from_array(KERNEL, "conv/kernel"), numpy_helper.from_array(BIAS, "bias")]
    graph = helper.make_graph([], "small", [], [], initializer=tensors)
    content: bytes = helper.make_model(graph).SerializeToString()
    return content


NETWORK = network()
ENTRY = small_entry(name="net", content=NETWORK)
DERIVED = Derived("net-arrays", "net.npz", source="net", converter="onnx-initialisers", preset="standard")


@pytest.fixture
def store(folder: Path) -> WeightsStore:
    """The source is installed, nothing is derived yet."""
    folder.mkdir()
    (folder / ENTRY.file).write_bytes(NETWORK)
    return WeightsStore(folder, (), Manifest((ENTRY,), (DERIVED,)))


@pytest.fixture
def record(folder: Path) -> Callable[[], dict[str, object]]:
    def read() -> dict[str, object]:
        document: dict[str, object] = json.loads((folder / "net.npz.json").read_text("utf-8"))
        return document

    return read


def change_record(folder: Path, **changes: object) -> None:
    file = folder / "net.npz.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | changes), "utf-8")


def test_arrays_are_those_of_the_source_and_read_only(store: WeightsStore) -> None:
    arrays = store.arrays("net-arrays")
    assert set(arrays) == {"conv/kernel", "bias"}
    np.testing.assert_array_equal(arrays["conv/kernel"], KERNEL)
    assert all(array.dtype == np.float32 and not array.flags.writeable for array in arrays.values())


def test_installing_makes_the_file_and_its_record(
    store: WeightsStore, folder: Path, record: Callable[[], dict[str, object]]
) -> None:
    made = store.install("net-arrays")
    assert record() == {
        "format": 1,
        "source_sha256": ENTRY.sha256,
        "converter": "onnx-initialisers",
        "converter_version": OnnxInitialisers.version,
        "runtime": f"numpy {np.__version__}, onnx {onnx.__version__}",
        "sha256": hashlib.sha256(made.read_bytes()).hexdigest(),
    }
    assert store.missing("standard") == ()


WRONGS: dict[str, Callable[[Path], object]] = {
    "a wrong byte": lambda folder: flip_a_byte(folder / "net.npz", 100),
    "a cut file": lambda folder: (folder / "net.npz").write_bytes((folder / "net.npz").read_bytes()[:-1]),
    "no record": lambda folder: (folder / "net.npz.json").unlink(),
    "a record that is no JSON": lambda folder: (folder / "net.npz.json").write_text("{"),
    "a record of another format": lambda folder: change_record(folder, format=2),
    "a record with more fields": lambda folder: change_record(folder, more=1),
    "another source": lambda folder: change_record(folder, source_sha256="0" * 64),
    "an older converter": lambda folder: change_record(folder, converter_version=0),
    "another converter": lambda folder: change_record(folder, converter="by-hand"),
}


@pytest.mark.parametrize("wrong", WRONGS)
def test_what_is_wrong_is_made_anew_when_the_source_is_there(store: WeightsStore, folder: Path, wrong: str) -> None:
    right = store.install("net-arrays").read_bytes()
    WRONGS[wrong](folder)
    assert not store.installed("net-arrays")
    np.testing.assert_array_equal(store.arrays("net-arrays")["bias"], BIAS)
    assert (folder / "net.npz").read_bytes() == right
    assert store.installed("net-arrays")


@pytest.mark.parametrize("wrong", WRONGS)
def test_what_is_wrong_is_refused_without_the_source(store: WeightsStore, folder: Path, wrong: str) -> None:
    store.install("net-arrays")
    (folder / ENTRY.file).unlink()
    store.arrays("net-arrays")
    WRONGS[wrong](folder)
    with pytest.raises(WeightDamagedError) as caught:
        store.arrays("net-arrays")
    assert "net.npz" in str(caught.value)
    assert "munjigi-lab weights install net-arrays" in str(caught.value)


def test_nothing_is_made_from_a_damaged_source(store: WeightsStore, folder: Path) -> None:
    flip_a_byte(folder / ENTRY.file, 5)
    with pytest.raises(WeightDamagedError, match=r"net\.bin"):
        store.arrays("net-arrays")
    assert not (folder / "net.npz").exists()


def test_without_file_and_source_the_file_is_missing(store: WeightsStore, folder: Path) -> None:
    (folder / ENTRY.file).unlink()
    with pytest.raises(WeightMissingError, match=r"net\.npz"):
        store.arrays("net-arrays")


def test_a_missing_converter_is_named(store: WeightsStore, monkeypatch: pytest.MonkeyPatch) -> None:
    imports = builtins.__import__

    def without_onnx(name: str, *rest: object) -> ModuleType:
        if name == "onnx":
            raise ImportError(name)
        return imports(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without_onnx)
    with pytest.raises(ConverterMissingError) as caught:
        store.arrays("net-arrays")
    monkeypatch.undo()
    assert caught.value.figures()["package"] == "onnx"


def test_a_file_that_would_run_code_is_refused(store: WeightsStore, folder: Path) -> None:
    """Even with a record that fits: arrays of objects are never unpacked."""
    store.install("net-arrays")
    np.savez(folder / "net.npz", bias=np.array([{}], dtype=object))
    change_record(folder, sha256=hashlib.sha256((folder / "net.npz").read_bytes()).hexdigest())
    with pytest.raises(ValueError, match="allow_pickle=False"):
        store.arrays("net-arrays")


def test_every_converter_of_the_manifest_exists() -> None:
    assert {derived.converter for derived in WeightsStore(Path()).manifest.derived} <= set(CONVERTERS)


@pytest.mark.models
def test_sface_has_its_174_arrays(models: WeightsStore) -> None:
    arrays = models.arrays("sface-arrays")
    assert len(arrays) == 174
    assert arrays["conv_1_conv2d_weight"].shape == (32, 3, 3, 3)
    assert all(np.isfinite(array).all() for array in arrays.values())
