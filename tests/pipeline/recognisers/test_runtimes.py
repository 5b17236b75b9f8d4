"""Which runtime runs a network: what was asked for, what was measured, and what is whole."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.lab.conversion import milliseconds
from pipeline.reasons import PipelineReason
from pipeline.recognisers.converted import FORMS, ConversionRecord, ConvertedFiles, Shift
from pipeline.recognisers.litert import LiteRtNetwork
from pipeline.recognisers.runtime import LoadedNetwork, freeze
from pipeline.recognisers.runtimes import RuntimeName, Source, choose, open_network
from pipeline.types import Reason
from weights.digest import sha256_of

SIDE = 4
RECORD = ConversionRecord(
    "values", 1, "test", {"fp32": "", "int8": ""}, {"tensorflow": 12.0, "fp32": 9.0, "int8": 6.0},
    {"fp32": Shift(1e-6, 1e-6, 870), "int8": Shift(0.012, 0.01, 870)},
)  # fmt: skip


def add_up(tf: Any) -> Any:
    """A network of one sum: the total of each picture, twice."""
    twice = tf.constant([[2.0, 2.0]])
    return lambda pixels: tf.reduce_sum(tf.cast(pixels, tf.float32), axis=(1, 2, 3))[:, None] * twice


@pytest.fixture(scope="module")
def models() -> dict[str, bytes]:
    pytest.importorskip("tensorflow", reason="no TensorFlow here (extras cpu or gpu)")
    frozen = freeze(add_up, SIDE)
    return {form: frozen.converted(with_int8=form == "int8") for form in FORMS}


@pytest.fixture
def source(tmp_path: Path, models: dict[str, bytes]) -> Source:
    """A folder in which the network of one sum was converted."""
    made = Source(tmp_path, "adder", "values", 1, SIDE, lambda: add_up)
    record = dataclasses.replace(RECORD, sha256={form: sha256_of(model) for form, model in models.items()})
    ConvertedFiles(tmp_path, "adder").write(models, record)
    return made


@pytest.mark.parametrize(
    ("record", "runtime", "has_gpu", "form", "why"),
    [
        (RECORD, "auto", False, "int8", PipelineReason.RUNTIME_MEASURED_FASTEST),
        (RECORD, "auto", True, None, PipelineReason.RUNTIME_HAS_GPU),
        (RECORD, "tensorflow", False, None, PipelineReason.RUNTIME_ASKED_FOR),
        (RECORD, "litert", True, "int8", PipelineReason.RUNTIME_MEASURED_FASTEST),
        (RECORD, "litert-fp32", False, "fp32", PipelineReason.RUNTIME_ASKED_FOR),
        (RECORD, "litert-int8", True, "int8", PipelineReason.RUNTIME_ASKED_FOR),
        (None, "auto", False, None, PipelineReason.RUNTIME_NOT_CONVERTED),
        (None, "litert", False, None, PipelineReason.RUNTIME_NOT_CONVERTED),
    ],
)
def test_what_is_asked_for_comes_first_then_the_card_then_the_clock(
    record: ConversionRecord | None, runtime: RuntimeName, has_gpu: bool, form: str | None, why: PipelineReason
) -> None:
    choice = choose(record, runtime, has_gpu=has_gpu)
    assert (choice.form, choice.reason.code) == (form, why)


@pytest.mark.parametrize("shifts", [{}, {"int8": Shift(0.0201, 0.01, 870)}])
def test_int8_that_moves_distances_too_far_or_was_never_measured_is_not_taken_by_itself(
    shifts: dict[str, Shift],
) -> None:
    record = dataclasses.replace(RECORD, shifts=shifts)
    assert choose(record, "auto", has_gpu=False).form == "fp32"
    assert choose(record, "litert-int8", has_gpu=False).form == "int8"  # who asks for it gets it


def test_tensorflow_stays_where_it_is_faster() -> None:
    record = dataclasses.replace(RECORD, ms_a_face={"tensorflow": 5.0, "fp32": 9.0, "int8": 6.0})
    choice = choose(record, "auto", has_gpu=False)
    assert choice.form is None
    assert choice.reason.figures() == {"face_ms": 5.0, "slowest_ms": 9.0}


def test_a_converted_network_answers_as_the_original(source: Source) -> None:
    batch = np.random.default_rng(1).integers(0, 256, (3, SIDE, SIDE, 3), np.uint8)
    expected = batch.sum(axis=(1, 2, 3), dtype=np.float64) * 2
    network = open_network(source, "litert-fp32")
    assert isinstance(network, LiteRtNetwork)
    assert np.allclose(network.run(batch), np.stack([expected, expected], axis=1))
    assert network.run(batch[:0]).shape == (0, 2)
    assert network.device.runtime.startswith("litert 2.")
    assert network.device.reason is not None
    assert network.device.reason.code == PipelineReason.RUNTIME_ASKED_FOR


@pytest.mark.allow_log("is missing or damaged")
@pytest.mark.parametrize("harm", ["cut", "changed", "gone"])
def test_a_damaged_form_is_not_used(source: Source, harm: str) -> None:
    file = ConvertedFiles(source.folder, "adder").path("int8")
    content = file.read_bytes()
    match harm:
        case "cut":
            file.write_bytes(content[:-1])
        case "changed":
            file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        case _:
            file.unlink()
    network = open_network(source, "auto")
    assert isinstance(network, LoadedNetwork)
    assert network.device.reason is not None
    assert network.device.reason.code == PipelineReason.RUNTIME_NOT_CONVERTED


def test_forms_of_other_values_or_of_an_older_graph_are_not_used(source: Source) -> None:
    for other in (
        dataclasses.replace(source, values_sha256="others"),
        dataclasses.replace(source, graph_version=2),
    ):
        assert isinstance(open_network(other, "auto"), LoadedNetwork)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"format": 2}', b'{"format": 1}', b'{"format": 1, "shifts": 3}', b"\xff"]
)
def test_a_record_that_is_none_is_no_record(source: Source, content: bytes) -> None:
    files = ConvertedFiles(source.folder, "adder")
    files.record_path.write_bytes(content)
    assert files.record("values", 1) is None


def test_a_record_is_read_as_it_was_written() -> None:
    assert ConversionRecord.decode(RECORD.encode()) == RECORD


def test_networks_are_timed_in_turns(source: Source) -> None:
    network = open_network(source, "litert-fp32")
    assert milliseconds({"one": network, "other": network}, SIDE).keys() == {"one", "other"}


def test_with_litert_tensorflow_is_never_imported(source: Source) -> None:
    program = (
        "import sys, pathlib; from pipeline.recognisers.runtimes import Source, open_network; "
        f"network = open_network(Source(pathlib.Path({str(source.folder)!r}), 'adder', 'values', 1, {SIDE}, None)); "
        "print(network.device.runtime, 'tensorflow' in sys.modules, 'keras' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split()[-3:] == ["int8", "False", "False"]
    assert done.stderr == ""


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "fp32"},
        {"sha256": {"fp32": None}},
        {"ms_a_face": {"fp32": "1", "tensorflow": 2.0}},
        {"ms_a_face": {"fp32": None}},
        {"ms_a_face": {"fp32": float("nan")}},
        {"shifts": {"int8": {"largest": "x", "p99": 0.0, "pairs": 1}}},
        {"shifts": {"int8": {"largest": 0.0}}},
    ],
)
def test_a_record_of_other_figures_is_none(tmp_path: Path, change: dict[str, object]) -> None:
    files = ConvertedFiles(tmp_path, "adder")
    document = json.loads(RECORD.encode()) | change
    files.record_path.write_text(json.dumps(document))
    assert files.record("values", 1) is None
    files.record_path.write_text("[" * 100_000)
    assert files.record("values", 1) is None
    files.record_path.write_bytes(RECORD.encode())
    assert files.record("values", 1) == RECORD


@pytest.mark.allow_log("cannot be used")
def test_a_file_that_is_as_recorded_and_no_network_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("ai_edge_litert", reason="no LiteRT here (extra litert)")
    record = dataclasses.replace(RECORD, sha256=dict.fromkeys(FORMS, sha256_of(b"nonsense")))
    ConvertedFiles(tmp_path, "adder").write(dict.fromkeys(FORMS, b"nonsense"), record)
    monkeypatch.setattr("pipeline.recognisers.runtimes.load_network", lambda _build, _side, reason: reason)
    reason = open_network(Source(tmp_path, "adder", "values", 1, SIDE, lambda: add_up), "litert-fp32")
    assert isinstance(reason, Reason)
    assert reason.code == PipelineReason.RUNTIME_NOT_CONVERTED
