"""OpenFace nn4.small2.v1 (Amos, Ludwiczuk and Satyanarayanan, CMU-CS-16-118, 2016), built in code.

The network is the one that was trained, which differs from the published definition (openface #349, #351): the pools of
the inception modules shrink, and their branch is padded back with zeros after its convolution. Batch normalisation is
folded into the convolutions, so that what runs is convolutions, pools, two local normalisations and one matrix.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

import numpy as np

from pipeline.alignment import CLASSIC_ALIGNMENTS, CLASSIC_SIDE_PX, NOSE_CENTRED
from pipeline.calibration import OPENFACE_MEANS_SCALES
from pipeline.recognisers.embeddings import embeddings_of
from pipeline.recognisers.network import BuildGraph, Network
from pipeline.types import AlignedFace, DetectedFace, Embedding, Float32Array, TemplateSpace, Threshold, UInt8Array

DIMENSIONS = 128
# Raised whenever the same crop would give another embedding (colour order, scaling, alignment targets).
PREPROCESSING_VERSION = 1

_EPSILON = 1e-5
_FEATURES = 736

Arrays = Mapping[str, Float32Array]
_Shape = tuple[int, ...]
_Step = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Inception:
    """One module: channels of its branches (0: the branch is absent) and how its pool works.

    ``reduce_3`` -> ``conv_3`` is the 3x3 branch, with ``stride``; ``reduce_5`` -> ``conv_5`` the 5x5 branch. A "max"
    pool has stride 2, an "l2" pool (root of the sum of the squares) stride 3. ``side_px`` is the module's output.
    """

    name: str
    channels_in: int
    reduce_3: int
    conv_3: int
    reduce_5: int
    conv_5: int
    pool: Literal["max", "l2"]
    pool_conv: int
    conv_1: int
    stride: int
    side_px: int


_MODULES = (
    _Inception("3a", 192, 96, 128, 16, 32, "max", 32, 64, 1, 12),
    _Inception("3b", 256, 96, 128, 32, 64, "l2", 64, 64, 1, 12),
    _Inception("3c", 320, 128, 256, 32, 64, "max", 0, 0, 2, 6),
    _Inception("4a", 640, 96, 192, 32, 64, "l2", 128, 256, 1, 6),
    _Inception("4e", 640, 160, 256, 64, 128, "max", 0, 0, 2, 3),
    _Inception("5a", 1024, 96, 384, 0, 0, "l2", 96, 256, 1, 3),
    _Inception("5b", 736, 96, 384, 0, 0, "max", 96, 256, 1, 3),
)


class OpenFace:
    """OpenFace nn4.small2.v1: 96x96 crops to unit embeddings of 128 numbers.

    ``network`` is ``graph`` of the arrays, in any runtime; ``values_sha256`` is the hash of their values
    (weights.array_values), part of the template space, as is ``alignment`` ("nose-centred" or "program-2019").
    KeyError for another alignment.
    """

    name = "openface"
    side_px = CLASSIC_SIDE_PX

    def __init__(self, network: Network, values_sha256: str, alignment: str = NOSE_CENTRED) -> None:
        self._align, self._scale = CLASSIC_ALIGNMENTS[alignment], OPENFACE_MEANS_SCALES[alignment]
        self.space = TemplateSpace("openface-nn4.small2.v1", values_sha256, alignment, PREPROCESSING_VERSION)
        self._network = network
        self.runtime = network.device.runtime
        self.device = network.device.name
        self.runtime_reason = network.device.reason

    def default_threshold(self, false_match_rate: float) -> Threshold:
        """The plain L2 distance of averaged unit embeddings at ``false_match_rate`` on this alignment's scale."""
        return self._scale.threshold(false_match_rate)

    def align(self, image: UInt8Array, face: DetectedFace, landmarks: Float32Array) -> AlignedFace:  # noqa: ARG002
        """The 96 px crop, from the 68 landmarks alone; the detector's five points are not used."""
        return self._align(image, landmarks)

    def embed(self, faces: Sequence[AlignedFace]) -> tuple[Embedding, ...]:
        """One unit embedding a crop, in order. Raises InvalidEmbeddingError when one is not finite."""
        if not faces:
            return ()
        return embeddings_of(self._network.run(np.stack([face.image for face in faces])), self.space)


def graph(arrays: Arrays) -> BuildGraph:
    """What builds the graph: uint8 BGR [n, 96, 96, 3] in, float32 [n, 128] out, not yet of unit length.

    ``arrays`` are named and shaped as in ``ARRAY_SHAPES`` (Torch's order: out, in, height, width); ValueError for those
    of another network.
    """
    _check(arrays)
    folded = {name: _folded(arrays, name) for name in _CONVOLUTION_SHAPES}
    # Crops are BGR, the network wants RGB: turning the first kernel round once is the same as turning every crop.
    kernel, bias = folded["conv1"]
    folded["conv1"] = np.ascontiguousarray(kernel[:, :, ::-1]), bias

    def build(tf: Any) -> _Step:
        return _Builder(tf, folded).whole(arrays["dense_w"].T, arrays["dense_b"])

    return build


class _Builder:
    """Makes the steps of the forward pass; the tensors of the weights are shared by the graphs of all batch sizes."""

    def __init__(self, tf: Any, folded: Mapping[str, tuple[Float32Array, Float32Array]]) -> None:
        self._tf = tf
        self._folded = folded

    def whole(self, matrix: Float32Array, offset: Float32Array) -> _Step:
        tf = self._tf
        steps = [*self._stem(), *(self._inception(module) for module in _MODULES)]
        dense, bias = tf.constant(np.ascontiguousarray(matrix)), tf.constant(offset)

        def forward(pixels: Any) -> Any:
            x = tf.cast(pixels, tf.float32) * (1 / 255)
            for step in steps:
                x = step(x)
            return tf.nn.bias_add(tf.matmul(tf.reduce_mean(x, axis=(1, 2)), dense), bias)

        return forward

    def _stem(self) -> tuple[_Step, ...]:
        return (
            self._convolution("conv1", stride=2),
            self._padded_pool,
            self._normalise,
            self._convolution("conv2"),
            self._convolution("conv3"),
            self._normalise,
            self._padded_pool,
        )

    def _inception(self, module: _Inception) -> _Step:
        """Its branches side by side, in the order 3x3, 5x5, pool, 1x1."""
        prefix = f"inception_{module.name}"
        branches = [self._chain(f"{prefix}_3x3", module.stride)]
        if module.conv_5:
            branches.append(self._chain(f"{prefix}_5x5", module.stride))
        branches.append(self._pool_branch(module))
        if module.conv_1:
            branches.append(self._convolution(f"{prefix}_1x1_conv"))
        return lambda x: self._tf.concat([branch(x) for branch in branches], axis=3)

    def _chain(self, prefix: str, stride: int) -> _Step:
        reduce, convolve = self._convolution(f"{prefix}_conv1"), self._convolution(f"{prefix}_conv2", stride)
        return lambda x: convolve(reduce(x))

    def _pool_branch(self, module: _Inception) -> _Step:
        pool = self._max_pool if module.pool == "max" else self._l2_pool
        convolve = self._convolution(f"inception_{module.name}_pool_conv") if module.pool_conv else lambda x: x

        def branch(x: Any) -> Any:
            pooled = convolve(pool(x))
            # Zeros around the small map, the odd one at the bottom and right: Torch's DepthConcat.
            missing = module.side_px - pooled.shape[1]
            edges = (missing // 2, missing - missing // 2)
            return self._tf.pad(pooled, ((0, 0), edges, edges, (0, 0)))

        return branch

    def _convolution(self, name: str, stride: int = 1) -> _Step:
        tf = self._tf
        kernel, bias = (tf.constant(array) for array in self._folded[name])
        edges = (kernel.shape[0] // 2, kernel.shape[0] // 2)

        def step(x: Any) -> Any:
            # TensorFlow's "SAME" pads strided convolutions on one side only; the network was trained with both.
            padded = tf.pad(x, ((0, 0), edges, edges, (0, 0))) if edges[0] else x
            return tf.nn.relu(tf.nn.bias_add(tf.nn.conv2d(padded, kernel, stride, "VALID"), bias))

        return step

    def _padded_pool(self, x: Any) -> Any:
        # Zeros serve as padding because nothing here is below zero.
        return self._max_pool(self._tf.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0))))

    def _max_pool(self, x: Any) -> Any:
        return self._tf.nn.max_pool2d(x, 3, 2, "VALID")

    def _l2_pool(self, x: Any) -> Any:
        return self._tf.sqrt(self._tf.nn.avg_pool2d(self._tf.square(x), 3, 3, "VALID") * 9.0)

    def _normalise(self, x: Any) -> Any:
        # Torch's SpatialCrossMapLRN(5, 1e-4, .75) counts two neighbours a side and divides alpha by the five.
        return self._tf.nn.local_response_normalization(x, depth_radius=2, bias=1.0, alpha=2e-5, beta=0.75)


def _folded(arrays: Arrays, name: str) -> tuple[Float32Array, Float32Array]:
    """Kernel [h, w, in, out] and bias of convolution ``name`` with its batch normalisation inside."""
    scale_by, shift_by, mean, variance = (
        arrays[f"{_normalisation_of(name)}_{part}"].astype(np.float64) for part in ("w", "b", "m", "v")
    )
    scale = scale_by / np.sqrt(variance + _EPSILON)
    kernel = (arrays[f"{name}_w"] * scale[:, None, None, None]).transpose(2, 3, 1, 0)
    bias = (arrays[f"{name}_b"] - mean) * scale + shift_by
    return np.ascontiguousarray(kernel, np.float32), np.ascontiguousarray(bias, np.float32)


def _check(arrays: Arrays) -> None:
    for name, shape in ARRAY_SHAPES.items():
        if name not in arrays or arrays[name].shape != shape:
            found = arrays[name].shape if name in arrays else None
            raise ValueError(f"{name} is {found}, OpenFace nn4.small2.v1 needs {shape}")


def _normalisation_of(convolution: str) -> str:
    return convolution.replace("conv", "bn")


def _module_shapes(module: _Inception) -> dict[str, _Shape]:
    prefix = f"inception_{module.name}"
    shapes: dict[str, _Shape] = {
        f"{prefix}_3x3_conv1": (module.reduce_3, module.channels_in, 1, 1),
        f"{prefix}_3x3_conv2": (module.conv_3, module.reduce_3, 3, 3),
        f"{prefix}_5x5_conv1": (module.reduce_5, module.channels_in, 1, 1),
        f"{prefix}_5x5_conv2": (module.conv_5, module.reduce_5, 5, 5),
        f"{prefix}_pool_conv": (module.pool_conv, module.channels_in, 1, 1),
        f"{prefix}_1x1_conv": (module.conv_1, module.channels_in, 1, 1),
    }
    return {name: shape for name, shape in shapes.items() if shape[0]}


def _convolution_shapes() -> dict[str, _Shape]:
    shapes: dict[str, _Shape] = {"conv1": (64, 3, 7, 7), "conv2": (64, 64, 1, 1), "conv3": (192, 64, 3, 3)}
    for module in _MODULES:
        shapes |= _module_shapes(module)
    return shapes


def _array_shapes() -> dict[str, _Shape]:
    shapes: dict[str, _Shape] = {}
    for name, shape in _CONVOLUTION_SHAPES.items():
        normalisation = _normalisation_of(name)
        shapes |= {f"{name}_w": shape, f"{name}_b": shape[:1]}
        shapes |= {f"{normalisation}_{part}": shape[:1] for part in "wbmv"}
    return shapes | {"dense_w": (DIMENSIONS, _FEATURES), "dense_b": (DIMENSIONS,)}


_CONVOLUTION_SHAPES = _convolution_shapes()
# Every array of the network by the name of its CSV file in Keras-OpenFace.
ARRAY_SHAPES: Mapping[str, _Shape] = MappingProxyType(_array_shapes())
