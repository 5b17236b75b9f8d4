"""How derived files are made. A converter's version changes whenever its output would."""

from __future__ import annotations

import importlib.metadata
import io
from collections.abc import Mapping
from typing import Protocol


class Converter(Protocol):
    """Turns the source's bytes into the derived file's bytes."""

    version: int
    package: str

    def runtime(self) -> str:
        """The libraries that do the work, with their versions."""

    def convert(self, source: bytes) -> bytes:
        """The derived file; ImportError when the library is not installed, ValueError when the source is no graph."""


class OnnxInitialisers:
    """Every initialiser of an ONNX graph as a float32 array of an .npz, called as in the graph."""

    version = 1
    package = "onnx"

    def runtime(self) -> str:
        return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("numpy", "onnx"))

    def convert(self, source: bytes) -> bytes:
        import numpy as np
        import onnx
        from onnx import numpy_helper

        graph = onnx.load_model_from_string(source).graph
        arrays = {tensor.name: numpy_helper.to_array(tensor).astype(np.float32) for tensor in graph.initializer}
        if not arrays or "file" in arrays:  # numpy.savez keeps that name for itself
            raise ValueError("the graph has no initialisers, or one that an .npz cannot hold")
        written = io.BytesIO()
        np.savez(written, allow_pickle=False, **arrays)
        return written.getvalue()


CONVERTERS: Mapping[str, Converter] = {"onnx-initialisers": OnnxInitialisers()}
