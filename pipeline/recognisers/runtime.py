"""Running a network: the only file that imports TensorFlow, and only inside the function that loads it."""

from __future__ import annotations

import dataclasses
import importlib
import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from pipeline.recognisers.native_chatter import without_start_up_chatter
from pipeline.recognisers.network import BuildGraph, Device
from pipeline.types import Float32Array, Reason, UInt8Array

# Every batch size is its own traced graph: a fresh shape at run time would stop the doors for a second of tracing.
# 8 is where a face costs least on a CPU (performance.md: 16 and 32 gain nothing more).
BATCH_SIZES = (1, 2, 4, 8)

_loading = threading.Lock()


class LoadedNetwork:
    """A network traced once for every batch size and warmed up; ``run`` never builds a graph again."""

    def __init__(self, functions: dict[int, Callable[[UInt8Array], Float32Array]], device: Device) -> None:
        self._functions = functions
        self._running = threading.Lock()
        self.device = device

    def run(self, batch: UInt8Array) -> Float32Array:
        """Float32 [n, d] of a uint8 batch [n, side, side, 3]; n may be 0 or as large as you like. Any thread."""
        with self._running:
            return np.concatenate([self._run_chunk(chunk) for chunk in _chunks(batch)])

    def _run_chunk(self, chunk: UInt8Array) -> Float32Array:
        size = next(size for size in BATCH_SIZES if size >= len(chunk))
        padded = np.zeros((size, *chunk.shape[1:]), np.uint8)
        padded[: len(chunk)] = chunk
        return self._functions[size](padded)[: len(chunk)]


def _chunks(batch: UInt8Array) -> Iterator[UInt8Array]:
    largest = BATCH_SIZES[-1]
    for start in range(0, max(1, len(batch)), largest):
        yield batch[start : start + largest]


def load_network(build: BuildGraph, side_px: int, reason: Reason | None = None) -> LoadedNetwork:
    """Import TensorFlow, trace ``build`` for every batch size and run each once (2-8 s; call it off any event loop)."""
    with _loading:
        tensorflow, device = _set_up()
        forward = build(tensorflow)
        functions = {size: _traced(tensorflow, forward, (size, side_px, side_px, 3)) for size in BATCH_SIZES}
    network = LoadedNetwork(functions, dataclasses.replace(device, reason=reason))
    for size in BATCH_SIZES:
        network.run(np.zeros((size, side_px, side_px, 3), np.uint8))
    return network


class FrozenGraph:
    """A graph of one face with its weights as constants, ready to be converted."""

    def __init__(self, tensorflow: Any, function: Any) -> None:
        self._tensorflow = tensorflow
        self._function = function

    def converted(self, *, with_int8: bool) -> bytes:
        """The LiteRT file; with int8 the weights are stored so and activations are rounded as they come."""
        converter = self._tensorflow.lite.TFLiteConverter.from_concrete_functions([self._function], self._function)
        if with_int8:
            converter.optimizations = [self._tensorflow.lite.Optimize.DEFAULT]
        with without_start_up_chatter():
            return bytes(converter.convert())


def freeze(build: BuildGraph, side_px: int) -> FrozenGraph:
    """Import TensorFlow and trace ``build`` for one face (seconds)."""
    with _loading:
        tensorflow, _device = _set_up()
        function = tensorflow.function(build(tensorflow), autograph=False)
        shape = tensorflow.TensorSpec((1, side_px, side_px, 3), tensorflow.uint8)
        return FrozenGraph(tensorflow, function.get_concrete_function(shape))


def _traced(
    tensorflow: Any, forward: Callable[[Any], Any], shape: tuple[int, ...]
) -> Callable[[UInt8Array], Float32Array]:
    # No XLA: SFace's depthwise convolutions are ten times slower with it. Never predict() or eager calls: twenty times.
    function = tensorflow.function(forward, autograph=False, jit_compile=False)
    traced = function.get_concrete_function(tensorflow.TensorSpec(shape, tensorflow.uint8))

    def run(batch: UInt8Array) -> Float32Array:
        return np.asarray(traced(tensorflow.constant(batch)).numpy(), np.float32)

    return run


def _set_up() -> tuple[Any, Device]:
    """TensorFlow with its thread and memory habits set; the caller holds ``_loading``."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # its information and warnings are for its own developers
    with without_start_up_chatter():
        tensorflow = importlib.import_module("tensorflow")
    gpus = tensorflow.config.list_physical_devices("GPU")
    _be_modest(tensorflow, gpus)
    return tensorflow, Device(f"tensorflow {tensorflow.__version__}", _device_name(tensorflow, gpus))


def _be_modest(tensorflow: Any, gpus: list[Any]) -> None:
    threading_config = tensorflow.config.threading
    if threading_config.get_intra_op_parallelism_threads() == 1:
        return  # set up before; once TensorFlow has run it refuses to be set again
    # One thread: with two it is slower at batch 1, and the other cores have cameras to search.
    threading_config.set_intra_op_parallelism_threads(1)
    threading_config.set_inter_op_parallelism_threads(1)
    for gpu in gpus:
        tensorflow.config.experimental.set_memory_growth(gpu, enable=True)  # else it takes the whole card


def _device_name(tensorflow: Any, gpus: list[Any]) -> str:
    if not gpus:
        return "CPU"
    details = tensorflow.config.experimental.get_device_details(gpus[0])
    return str(details.get("device_name", "GPU"))
