"""Running a converted network with LiteRT: no TensorFlow, a fifth of its memory and of its start-up time."""

from __future__ import annotations

import importlib
import threading
from importlib import metadata
from typing import Any

import numpy as np

from pipeline.recognisers.native_chatter import without_start_up_chatter
from pipeline.recognisers.network import Device
from pipeline.types import Float32Array, Reason, UInt8Array

DISTRIBUTION = "ai-edge-litert"


class LiteRtNetwork:
    """One face at a time: on a CPU batches gain a tenth, and every batch size would be a graph of its own."""

    def __init__(self, model: bytes, form: str, reason: Reason | None = None) -> None:
        """``model`` is the converted file, ``form`` its name ("fp32", "int8"); ValueError when it is none."""
        with without_start_up_chatter():
            interpreter = importlib.import_module("ai_edge_litert.interpreter").Interpreter
            self._interpreter: Any = interpreter(model_content=model, num_threads=1)
            self._interpreter.allocate_tensors()
        self._input: Any = self._interpreter.get_input_details()[0]
        self._output: Any = self._interpreter.get_output_details()[0]
        self._running = threading.Lock()
        self.device = Device(f"litert {metadata.version(DISTRIBUTION)} {form}", "CPU", reason)
        self.run(np.zeros(tuple(self._input["shape"]), np.uint8))

    def run(self, batch: UInt8Array) -> Float32Array:
        """As ``Network.run``."""
        rows = np.empty((len(batch), *self._output["shape"][1:]), np.float32)
        with self._running:
            for index in range(len(batch)):
                self._interpreter.set_tensor(self._input["index"], batch[index : index + 1])
                self._interpreter.invoke()
                rows[index] = self._interpreter.get_tensor(self._output["index"])[0]
        return rows


def is_installed() -> bool:
    """Whether the package is there; it is not imported."""
    try:
        metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return False
    return True
