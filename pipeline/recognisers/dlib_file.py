"""Reading the layers of a dlib network file (.dat) without dlib: the numbers alone, nothing is executed.

dlib writes a network as its layers one after the other, the one nearest to the picture first, each introduced by a tag
("con_4", "affine_", "fc_2") with its length before it. Integers are one byte of length (bit 7: negative) and that many
bytes, little endian; a tensor is its version, four sides and raw little-endian float32 (dlib 19.24, serialize.h,
gpu_data.cpp, layers.h).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pipeline.types import Float32Array

_TAG = re.compile(rb"\x01(?:\x05con_4|\x07affine_|\x04fc_2)")
_TENSOR_VERSION = 2
_MOST_NUMBERS = 1 << 28


@dataclass(frozen=True, slots=True, eq=False)
class ConvolutionLayer:
    """``kernel`` float32 [out, in, height, width], ``bias`` float32 [out]; ``stride``, ``padding`` (rows, columns)."""

    kernel: Float32Array
    bias: Float32Array
    stride: tuple[int, int]
    padding: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class AffineLayer:
    """What batch normalisation became after training: x * ``scale`` + ``shift`` a channel, float32 [channels]."""

    scale: Float32Array
    shift: Float32Array


@dataclass(frozen=True, slots=True, eq=False)
class DenseLayer:
    """``matrix`` float32 [in, out]; no bias."""

    matrix: Float32Array


Layer = ConvolutionLayer | AffineLayer | DenseLayer


def read_layers(content: bytes) -> tuple[Layer, ...]:
    """The layers with weights, the one nearest to the picture first; ValueError for a file that is cut off or odd."""
    layers: list[Layer] = []
    reader = _Reader(content)
    while (tag := reader.next_tag()) is not None:
        layers.append(_READERS[tag](reader))
    return tuple(layers)


class _Reader:
    """A place in the file; after a layer the search goes on behind its numbers, never among them."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def next_tag(self) -> bytes | None:
        found = _TAG.search(self._content, self._at)
        if found is None:
            return None
        self._at = found.end()
        return found.group()[2:]

    def integer(self) -> int:
        head = self._take(1)[0]
        value = int.from_bytes(self._take(head & 0x0F), "little")
        return -value if head & 0x80 else value

    def count(self) -> int:
        """An integer that counts something; ValueError when it cannot."""
        value = self.integer()
        if not 0 <= value <= _MOST_NUMBERS:
            raise ValueError(f"{value} at byte {self._at} counts nothing")
        return value

    def tensor(self) -> tuple[Float32Array, tuple[int, ...]]:
        """The numbers flat, and the four sides."""
        if (version := self.integer()) != _TENSOR_VERSION:
            raise ValueError(f"a tensor of version {version} at byte {self._at}")
        sides = tuple(self.count() for _ in range(4))
        numbers = np.frombuffer(self._take(4 * math.prod(sides)), "<f4").astype(np.float32)
        if not np.isfinite(numbers).all():
            raise ValueError(f"numbers before byte {self._at} are not finite")
        return numbers, sides

    def _take(self, count: int) -> bytes:
        if self._at + count > len(self._content):
            raise ValueError(f"the file ends at byte {len(self._content)}, in the middle of a layer")
        taken = self._content[self._at : self._at + count]
        self._at += count
        return taken


def _convolution(reader: _Reader) -> ConvolutionLayer:
    numbers, _sides = reader.tensor()
    filters, rows, columns = (reader.count() for _ in range(3))
    stride = reader.count(), reader.count()
    padding = reader.count(), reader.count()
    area = filters * rows * columns
    if not area or (numbers.size - filters) <= 0 or (numbers.size - filters) % area:
        raise ValueError(f"{numbers.size} numbers are no {filters} filters of {rows}x{columns} with biases")
    kernel = numbers[:-filters].reshape(filters, -1, rows, columns)
    return ConvolutionLayer(kernel, numbers[-filters:], stride, padding)


def _affine(reader: _Reader) -> AffineLayer:
    numbers, _sides = reader.tensor()
    if numbers.size % 2 or not numbers.size:
        raise ValueError(f"{numbers.size} numbers are no pairs of scale and shift")
    half = numbers.size // 2
    return AffineLayer(numbers[:half], numbers[half:])


def _dense(reader: _Reader) -> DenseLayer:
    outputs, inputs = reader.count(), reader.count()
    numbers, _sides = reader.tensor()
    if numbers.size != outputs * inputs:
        raise ValueError(f"{numbers.size} numbers are no {inputs}x{outputs} matrix")
    return DenseLayer(numbers.reshape(inputs, outputs))


_READERS: dict[bytes, Callable[[_Reader], Layer]] = {b"con_4": _convolution, b"affine_": _affine, b"fc_2": _dense}
