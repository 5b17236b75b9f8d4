"""SFace (Zhong et al., "SFace: Sigmoid-Constrained Hypersphere Loss for Robust Face Recognition", TIP 2021), in code.

The network is a plain chain of MobileNet v1 blocks; the layer list stands here, the numbers come from the initialisers
of OpenCV's face_recognition_sface_2021dec.onnx. Batch normalisation is folded into the layer before it (or after it,
for the one before the final dense layer), so that what runs is convolutions, PReLUs and one matrix.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.alignment import FIVE_POINT_112, FIVE_POINT_112_SIDE_PX, align_five_points
from pipeline.calibration import SFACE_MEANS_SCALE
from pipeline.recognisers.embeddings import embeddings_of
from pipeline.recognisers.network import BuildGraph, Network
from pipeline.types import (
    AlignedFace,
    DetectedFace,
    Embedding,
    Float32Array,
    TemplateSpace,
    Threshold,
    UInt8Array,
)

DIMENSIONS = 128
# Raised whenever the same crop would give another embedding (colour order, scaling, alignment template).
PREPROCESSING_VERSION = 1

_CONVOLUTION_EPSILON = 1e-3
_HEAD_EPSILON = 2e-5

# Strides of the depthwise convolutions conv_2_dw, conv_4_dw ... each followed by a 1x1 convolution of the same number.
_DEPTHWISE_STRIDES = {2: 1, 3: 2, 4: 1, 5: 2, 6: 1, 7: 2, 8: 1, 9: 1, 10: 1, 11: 1, 12: 1, 13: 2, 14: 1}
_FINAL_SIDE = 7
_FINAL_CHANNELS = 1024

Arrays = Mapping[str, Float32Array]


@dataclass(frozen=True, slots=True, eq=False)
class _Convolution:
    """``kernel`` [height, width, in, out], or [height, width, in, 1] when depthwise; then bias and PReLU slopes."""

    kernel: Float32Array
    bias: Float32Array
    slopes: Float32Array
    stride: int
    depthwise: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Head:
    """The dense layer: ``matrix`` [7 * 7 * 1024, 128] over (row, column, channel), and its bias."""

    matrix: Float32Array
    bias: Float32Array


class SFace:
    """SFace 2021dec: 112x112 five-point crops to unit embeddings of 128 numbers.

    ``network`` is ``graph`` of the ONNX file's initialisers, in any runtime; ``weights_sha256`` is that file's hash,
    part of the template space.
    """

    name = "sface"
    side_px = FIVE_POINT_112_SIDE_PX

    def __init__(self, network: Network, weights_sha256: str) -> None:
        self.space = TemplateSpace("sface-2021dec", weights_sha256, FIVE_POINT_112, PREPROCESSING_VERSION)
        self._network = network
        self.runtime = network.device.runtime
        self.device = network.device.name
        self.runtime_reason = network.device.reason

    def default_threshold(self, false_match_rate: float) -> Threshold:
        """The plain L2 distance of averaged unit embeddings at ``false_match_rate`` on the shipped scale."""
        return SFACE_MEANS_SCALE.threshold(false_match_rate)

    def align(self, image: UInt8Array, face: DetectedFace, landmarks: Float32Array) -> AlignedFace:
        """The 112 px crop from the detector's five points, or from the 68 landmarks when it has none."""
        points = face.five_points if face.five_points is not None else five_of_68(landmarks)
        return align_five_points(image, points)

    def embed(self, faces: Sequence[AlignedFace]) -> tuple[Embedding, ...]:
        """One unit embedding a crop, in order. Raises InvalidEmbeddingError when one is not finite."""
        if not faces:
            return ()
        return embeddings_of(self._network.run(np.stack([face.image for face in faces])), self.space)


def five_of_68(landmarks: Float32Array) -> Float32Array:
    """Eye centres, nose tip and corners of the mouth, float32 [5, 2], from iBUG's 68 points."""
    eyes = landmarks[36:42].mean(axis=0), landmarks[42:48].mean(axis=0)
    return np.stack([*eyes, landmarks[30], landmarks[48], landmarks[54]]).astype(np.float32)


def graph(arrays: Arrays) -> BuildGraph:
    """What builds the graph: uint8 BGR [n, 112, 112, 3] in, float32 [n, 128] out, not yet of unit length.

    ``arrays`` are the ONNX file's initialisers by name; the folded ones become tensors that the graphs of
    all batch sizes share.
    """
    convolutions = _convolutions(arrays)
    head = _folded_head(arrays)
    shift, factor = float(arrays["scalar_op1"][0]), float(arrays["scalar_op2"][0])

    def build(tf: Any) -> Callable[[Any], Any]:
        steps = [_convolution_step(tf, layer) for layer in convolutions]
        matrix, bias = tf.constant(head.matrix), tf.constant(head.bias)

        def forward(pixels: Any) -> Any:
            x = (tf.cast(pixels, tf.float32) - shift) * factor
            for step in steps:
                x = step(x)
            flat = tf.reshape(x, (pixels.shape[0], _FINAL_SIDE * _FINAL_SIDE * _FINAL_CHANNELS))
            return tf.nn.bias_add(tf.matmul(flat, matrix), bias)

        return forward

    return build


def _convolution_step(tf: Any, layer: _Convolution) -> Callable[[Any], Any]:
    kernel, bias, excess = tf.constant(layer.kernel), tf.constant(layer.bias), tf.constant(layer.slopes - 1)
    strides = (1, layer.stride, layer.stride, 1)
    convolve = tf.nn.depthwise_conv2d if layer.depthwise else tf.nn.conv2d

    def step(x: Any) -> Any:
        if layer.kernel.shape[0] == 3:
            # TensorFlow's "SAME" pads strided convolutions on one side only; the network was trained with both.
            x = tf.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)))
        x = tf.nn.bias_add(convolve(x, kernel, strides, "VALID"), bias)
        return x + excess * tf.minimum(x, 0.0)  # PReLU: slope 1 above zero, the channel's own below

    return step


def _convolutions(arrays: Arrays) -> list[_Convolution]:
    first = _folded(arrays, "conv_1", stride=1, depthwise=False)
    # Crops are BGR, the network wants RGB: turning the kernel round once is the same as turning every crop.
    first = _Convolution(first.kernel[:, :, ::-1].copy(), first.bias, first.slopes, 1, depthwise=False)
    layers = [first]
    for number, stride in _DEPTHWISE_STRIDES.items():
        layers.append(_folded(arrays, f"conv_{number}_dw", stride, depthwise=True))
        layers.append(_folded(arrays, f"conv_{number}", 1, depthwise=False))
    return layers


def _folded(arrays: Arrays, name: str, stride: int, *, depthwise: bool) -> _Convolution:
    """The convolution ``name`` with its batch normalisation inside; kernels turned from [out, in, h, w]."""
    scale, shift = _normalisation(arrays, f"{name}_batchnorm", _CONVOLUTION_EPSILON)
    kernel = arrays[f"{name}_conv2d_weight"] * scale[:, None, None, None]
    axes = (2, 3, 0, 1) if depthwise else (2, 3, 1, 0)
    slopes = arrays[f"{name}_relu_gamma"].reshape(-1)
    return _Convolution(_float32(kernel.transpose(axes)), _float32(shift), slopes, stride, depthwise)


def _folded_head(arrays: Arrays) -> _Head:
    """Normalisation, dense layer, normalisation: one matrix, its rows in TensorFlow's order of channels."""
    before_scale, before_shift = _normalisation(arrays, "bn1", _HEAD_EPSILON)
    after_scale, after_shift = _normalisation(arrays, "fc1", _HEAD_EPSILON)
    shape = (DIMENSIONS, _FINAL_CHANNELS, _FINAL_SIDE, _FINAL_SIDE)
    weight = arrays["pre_fc1_weight"].astype(np.float64).reshape(shape)
    bias = arrays["pre_fc1_bias"] + np.einsum("ochw,c->o", weight, before_shift)
    weight = weight * before_scale[None, :, None, None] * after_scale[:, None, None, None]
    matrix = weight.transpose(2, 3, 1, 0).reshape(-1, DIMENSIONS)
    return _Head(_float32(matrix), _float32(bias * after_scale + after_shift))


def _normalisation(arrays: Arrays, name: str, epsilon: float) -> tuple[Any, Any]:
    """Batch normalisation as scale and shift per channel, float64."""
    gamma, beta, mean, variance = (
        arrays[f"{name}_{part}"].astype(np.float64) for part in ("gamma", "beta", "moving_mean", "moving_var")
    )
    scale = gamma / np.sqrt(variance + epsilon)
    return scale, beta - mean * scale


def _float32(array: Any) -> Float32Array:
    return np.ascontiguousarray(array, np.float32)
