"""A loaded network, whichever runtime runs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from pipeline.types import Float32Array, Reason, UInt8Array

# Given TensorFlow's module, a network makes its constants and returns its forward pass: a symbolic uint8 batch
# [n, side, side, 3] in, a symbolic float32 [n, d] out.
BuildGraph = Callable[[Any], Callable[[Any], Any]]


@dataclass(frozen=True, slots=True)
class Device:
    """Where networks run: the runtime with its version and the device by its name; ``reason`` why there, if known."""

    runtime: str
    name: str
    reason: Reason | None = None


class Network(Protocol):
    """Warm: the first ``run`` is as fast as the others."""

    @property
    def device(self) -> Device: ...

    def run(self, batch: UInt8Array) -> Float32Array:
        """Float32 [n, d] of a uint8 batch [n, side, side, 3], BGR; n may be 0. Any thread."""
