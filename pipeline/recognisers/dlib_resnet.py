"""dlib's ResNet with 29 convolutions (King, "High Quality Face Recognition with Deep Metric Learning", 2017), in code.

A smaller sibling of ResNet-34 (He et al., CVPR 2016): dlib_face_recognition_resnet_model_v1. The affine layers are
folded into the convolutions before them and the scaling of the pixels into the first one. Residuals are added as dlib
adds: the smaller map is filled with zeros at its bottom and right, and in its last channels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.alignment import DLIB_CHIP_150, DLIB_CHIP_SIDE_PX, align_dlib_chip
from pipeline.calibration import RESNET_MEANS_SCALE
from pipeline.recognisers.dlib_file import AffineLayer, ConvolutionLayer, DenseLayer, Layer
from pipeline.recognisers.embeddings import embeddings_of
from pipeline.recognisers.network import BuildGraph, Network
from pipeline.types import AlignedFace, DetectedFace, Embedding, Float32Array, TemplateSpace, Threshold, UInt8Array

DIMENSIONS = 128
# Raised whenever the same crop would give another embedding (colour order, scaling, alignment).
PREPROCESSING_VERSION = 1

# dlib's input layer: each channel less this mean, through 256. In the order blue, green, red, as our crops are.
_MEAN_BGR = np.array((104.298, 117.001, 122.782), np.float64)
_SPAN = 256.0
# Channels of each residual block, and whether it halves the map.
_BLOCKS = tuple(
    (channels, index == 0 and channels > 32)
    for channels, blocks in ((32, 3), (64, 4), (128, 3), (256, 3))
    for index in range(blocks)
)
_BLOCKS += ((256, True),)

_Step = Callable[[Any], Any]


@dataclass(frozen=True, slots=True, eq=False)
class _Folded:
    """A convolution with its affine layer inside: ``kernel`` [height, width, in, out], ``bias`` [out]."""

    kernel: Float32Array
    bias: Float32Array
    stride: int
    padding: int


class DlibResNet:
    """dlib's ResNet: 150x150 chips to unit embeddings of 128 numbers.

    ``network`` is ``graph`` of the .dat file's layers, in any runtime; ``weights_sha256`` the file's hash, part of the
    template space.
    """

    name = "resnet"
    side_px = DLIB_CHIP_SIDE_PX

    def __init__(self, network: Network, weights_sha256: str) -> None:
        self.space = TemplateSpace("dlib-resnet-v1", weights_sha256, DLIB_CHIP_150, PREPROCESSING_VERSION)
        self._network = network
        self.runtime = network.device.runtime
        self.device = network.device.name
        self.runtime_reason = network.device.reason

    def default_threshold(self, false_match_rate: float) -> Threshold:
        """The plain L2 distance of averaged unit embeddings at ``false_match_rate`` on the shipped scale."""
        return RESNET_MEANS_SCALE.threshold(false_match_rate)

    def align(self, image: UInt8Array, face: DetectedFace, landmarks: Float32Array) -> AlignedFace:  # noqa: ARG002
        """dlib's face chip from the 68 landmarks; the detector's five points are not used."""
        return align_dlib_chip(image, landmarks)

    def embed(self, faces: Sequence[AlignedFace]) -> tuple[Embedding, ...]:
        """One unit embedding a crop, in order. Raises InvalidEmbeddingError when one is not finite."""
        if not faces:
            return ()
        return embeddings_of(self._network.run(np.stack([face.image for face in faces])), self.space)


def graph(layers: Sequence[Layer]) -> BuildGraph:
    """What builds the graph: uint8 BGR [n, 150, 150, 3] in, float32 [n, 128] out, not of unit length, as dlib's own.

    ValueError for the layers of another network.
    """
    convolutions, matrix = _folded(layers)
    first = _with_scaling(convolutions[0])

    def build(tf: Any) -> _Step:
        stem = _convolution(tf, first)
        pairs = zip(convolutions[1::2], convolutions[2::2], _BLOCKS, strict=True)
        blocks = [_block(tf, one, other, halves=halves) for one, other, (_channels, halves) in pairs]
        dense = tf.constant(matrix)

        def forward(pixels: Any) -> Any:
            x = tf.nn.max_pool2d(tf.nn.relu(stem(tf.cast(pixels, tf.float32))), 3, 2, "VALID")
            for block in blocks:
                x = block(x)
            return tf.matmul(tf.reduce_mean(x, axis=(1, 2)), dense)

        return forward

    return build


def _folded(layers: Sequence[Layer]) -> tuple[list[_Folded], Float32Array]:
    """Every convolution with the affine layer behind it, and the dense matrix; ValueError for another network."""
    if len(layers) != 2 * (1 + 2 * len(_BLOCKS)) + 1 or not isinstance(layers[-1], DenseLayer):
        raise ValueError(f"{len(layers)} layers with weights are not dlib's ResNet")
    convolutions = [_one(*pair) for pair in zip(layers[:-1:2], layers[1:-1:2], strict=True)]
    found = [(each.kernel.shape, each.stride, each.padding) for each in convolutions]
    if found != _PLAN or layers[-1].matrix.shape != (256, DIMENSIONS):
        raise ValueError(f"kernels of {found[:3]}... are not those of dlib's ResNet")
    return convolutions, layers[-1].matrix


def _one(convolution: Layer, affine: Layer) -> _Folded:
    if not isinstance(convolution, ConvolutionLayer) or not isinstance(affine, AffineLayer):
        raise ValueError("a convolution without its affine layer")  # noqa: TRY004 - of the file, not of a program
    if affine.scale.shape != convolution.bias.shape:
        raise ValueError(f"{affine.scale.size} scales for {convolution.bias.size} filters")
    scale = affine.scale.astype(np.float64)
    kernel = convolution.kernel.transpose(2, 3, 1, 0) * scale
    bias = convolution.bias * scale + affine.shift
    return _Folded(kernel.astype(np.float32), bias.astype(np.float32), convolution.stride[0], convolution.padding[0])


def _with_scaling(first: _Folded) -> _Folded:
    """The pixels' scaling inside, which no padding contradicts, and the kernel turned round for crops in BGR."""
    kernel = first.kernel[:, :, ::-1].astype(np.float64) / _SPAN
    bias = first.bias - (kernel * _MEAN_BGR[:, None]).sum(axis=(0, 1, 2))
    return _Folded(kernel.astype(np.float32), bias.astype(np.float32), first.stride, first.padding)


def _convolution(tf: Any, layer: _Folded) -> _Step:
    kernel, bias = tf.constant(layer.kernel), tf.constant(layer.bias)
    edges = "SAME" if layer.padding else "VALID"  # with stride 1 TensorFlow pads both sides, as dlib does
    return lambda x: tf.nn.bias_add(tf.nn.conv2d(x, kernel, layer.stride, edges), bias)


def _block(tf: Any, one: _Folded, other: _Folded, *, halves: bool) -> _Step:
    first, second = _convolution(tf, one), _convolution(tf, other)

    def step(x: Any) -> Any:
        residual = second(tf.nn.relu(first(x)))
        shortcut = tf.nn.avg_pool2d(x, 2, 2, "VALID") if halves else x
        return tf.nn.relu(_filled(tf, residual, shortcut) + _filled(tf, shortcut, residual))

    return step


def _filled(tf: Any, x: Any, other: Any) -> Any:
    """``x`` with zeros at the bottom, at the right and in the last channels where ``other`` is larger."""
    missing = [(0, max(0, other.shape[axis] - x.shape[axis])) for axis in (1, 2, 3)]
    return tf.pad(x, ((0, 0), *missing)) if any(count for _, count in missing) else x


def _plan() -> list[tuple[tuple[int, ...], int, int]]:
    """Of every convolution its kernel [height, width, in, out], its stride and its padding."""
    plan: list[tuple[tuple[int, ...], int, int]] = [((7, 7, 3, 32), 2, 0)]
    before = 32
    for channels, halves in _BLOCKS:
        first = ((3, 3, before, channels), 2, 0) if halves else ((3, 3, before, channels), 1, 1)
        plan += [first, ((3, 3, channels, channels), 1, 1)]
        before = channels
    return plan


_PLAN = _plan()
