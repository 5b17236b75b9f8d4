"""Which runtime runs a network on this PC, and why: TensorFlow with a graphics card, LiteRT without one."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from pipeline.reasons import PipelineReason
from pipeline.recognisers.converted import FORMS, ConversionRecord, ConvertedFiles
from pipeline.recognisers.litert import LiteRtNetwork
from pipeline.recognisers.litert import is_installed as litert_is_installed
from pipeline.recognisers.network import BuildGraph, Network
from pipeline.recognisers.runtime import load_network
from pipeline.types import Reason

logger = logging.getLogger(__name__)
RuntimeName = Literal["auto", "tensorflow", "litert", "litert-fp32", "litert-int8"]
RUNTIMES: tuple[RuntimeName, ...] = ("auto", "tensorflow", "litert", "litert-fp32", "litert-int8")


@dataclass(frozen=True, slots=True)
class Source:
    """One network in a folder of weights: how to build its graph, and what identifies its values."""

    folder: Path
    network: str
    values_sha256: str
    graph_version: int
    side_px: int
    build: Callable[[], BuildGraph]


@dataclass(frozen=True, slots=True)
class Choice:
    """``form`` None: TensorFlow; else the converted file of that form. ``reason`` says why."""

    form: str | None
    reason: Reason


def open_network(source: Source, runtime: RuntimeName = "auto") -> Network:
    """The network, loaded and warm (seconds; blocks); its device says why it runs there."""
    files = ConvertedFiles(source.folder, source.network)
    record = files.record(source.values_sha256, source.graph_version) if litert_is_installed() else None
    choice = choose(record, runtime, has_gpu=has_gpu())
    if choice.form is not None and record is not None and (model := files.read(choice.form, record)) is not None:
        try:
            return LiteRtNetwork(model, choice.form, choice.reason)
        except (ValueError, RuntimeError) as error:  # as recorded, and yet no network
            logger.warning("%s cannot be used: %s", files.path(choice.form).name, error)
    reason = choice.reason if choice.form is None else Reason.of(PipelineReason.RUNTIME_NOT_CONVERTED)
    return load_network(source.build(), source.side_px, reason)


def choose(record: ConversionRecord | None, runtime: RuntimeName, *, has_gpu: bool) -> Choice:
    """Pure. What was asked for if it is there; by itself a graphics card, else what was measured fastest and true."""
    if runtime == "tensorflow":
        return Choice(None, Reason.of(PipelineReason.RUNTIME_ASKED_FOR))
    if record is None:
        return Choice(None, Reason.of(PipelineReason.RUNTIME_NOT_CONVERTED))
    if runtime == "auto" and has_gpu:
        return Choice(None, Reason.of(PipelineReason.RUNTIME_HAS_GPU))
    if runtime in {"litert-fp32", "litert-int8"}:
        return Choice(runtime.removeprefix("litert-"), Reason.of(PipelineReason.RUNTIME_ASKED_FOR))
    return _fastest(record, with_tensorflow=runtime == "auto")


def _fastest(record: ConversionRecord, *, with_tensorflow: bool) -> Choice:
    allowed = [form for form in FORMS if form in record.sha256 and record.is_true_enough(form)]
    names = [*allowed, "tensorflow"] if with_tensorflow else allowed
    measured = {name: record.ms_a_face[name] for name in names if name in record.ms_a_face}
    best = min(measured, key=lambda name: measured[name], default="fp32")
    reason = Reason.of(
        PipelineReason.RUNTIME_MEASURED_FASTEST,
        face_ms=round(measured.get(best, 0.0), 1),
        slowest_ms=round(max(measured.values(), default=0.0), 1),
    )
    return Choice(None if best == "tensorflow" else best, reason)


def has_gpu() -> bool:
    """Whether TensorFlow could use a graphics card here, without importing it: a driver, and a build that knows it."""
    try:
        metadata.version("tensorflow")  # tensorflow-cpu is another distribution
    except metadata.PackageNotFoundError:
        return False
    return sys.platform == "linux" and Path("/dev/nvidiactl").exists()
