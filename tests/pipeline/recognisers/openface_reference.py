"""OpenFace nn4.small2.v1 written a second time, to check the first: float64, Torch's layers one by one, nothing folded.

Maps are [channels, rows, columns]; nothing here comes from the port but the names of the arrays.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Map = npt.NDArray[np.float64]
# name of the module, kind of its pool, stride of its 3x3 and 5x5 convolutions
MODULES = (
    ("3a", "max", 1),
    ("3b", "l2", 1),
    ("3c", "max", 2),
    ("4a", "l2", 1),
    ("4e", "max", 2),
    ("5a", "l2", 1),
    ("5b", "max", 1),
)


def embedding_of(bgr: npt.NDArray[np.uint8], arrays: Mapping[str, npt.NDArray[np.float32]]) -> Map:
    """The unit embedding, float64 [128], of one crop (uint8 [96, 96, 3], BGR)."""
    layers = Layers({name: array.astype(np.float64) for name, array in arrays.items()})
    x = bgr[:, :, ::-1].astype(np.float64).transpose(2, 0, 1) / 255.0
    x = layers.convolve(x, "conv1", stride=2, padding=3)
    x = cross_map_normalise(max_pool(pad(x, 1, 1)))
    x = layers.convolve(layers.convolve(x, "conv2"), "conv3", padding=1)
    x = max_pool(pad(cross_map_normalise(x), 1, 1))
    for name, pool, stride in MODULES:
        x = layers.inception(x, f"inception_{name}", pool, stride)
    vector = layers.arrays["dense_w"] @ x.mean(axis=(1, 2)) + layers.arrays["dense_b"]
    return np.asarray(vector / np.sqrt((vector**2).sum()), np.float64)


class Layers:
    """The layers that hold weights."""

    def __init__(self, arrays: Mapping[str, Map]) -> None:
        self.arrays = arrays

    def convolve(self, x: Map, name: str, stride: int = 1, padding: int = 0) -> Map:
        """Convolution, batch normalisation (running statistics, epsilon 1e-5) and ReLU."""
        kernel = self.arrays[f"{name}_w"]
        side = kernel.shape[2]
        windows = np.lib.stride_tricks.sliding_window_view(pad(x, padding, padding), (side, side), axis=(1, 2))
        y = np.tensordot(kernel, windows[:, ::stride, ::stride], axes=([1, 2, 3], [0, 3, 4]))
        y += column(self.arrays[f"{name}_b"])
        weight, bias, mean, variance = (
            column(self.arrays[f"{name.replace('conv', 'bn')}_{part}"]) for part in ("w", "b", "m", "v")
        )
        return np.maximum((y - mean) / np.sqrt(variance + 1e-5) * weight + bias, 0.0)

    def inception(self, x: Map, prefix: str, pool: str, stride: int) -> Map:
        three = self.convolve(self.convolve(x, f"{prefix}_3x3_conv1"), f"{prefix}_3x3_conv2", stride, 1)
        branches = [three]
        if f"{prefix}_5x5_conv1_w" in self.arrays:
            branches.append(self.convolve(self.convolve(x, f"{prefix}_5x5_conv1"), f"{prefix}_5x5_conv2", stride, 2))
        pooled = max_pool(x) if pool == "max" else l2_pool(x)
        if f"{prefix}_pool_conv_w" in self.arrays:
            pooled = self.convolve(pooled, f"{prefix}_pool_conv")
        missing = three.shape[1] - pooled.shape[1]
        branches.append(pad(pooled, missing // 2, missing - missing // 2))
        if f"{prefix}_1x1_conv_w" in self.arrays:
            branches.append(self.convolve(x, f"{prefix}_1x1_conv"))
        return np.concatenate(branches)


def column(values: Map) -> Map:
    return values[:, None, None]


def pad(x: Map, before: int, after: int) -> Map:
    return np.pad(x, ((0, 0), (before, after), (before, after)))


def windows_3x3(x: Map, stride: int) -> Map:
    return np.lib.stride_tricks.sliding_window_view(x, (3, 3), axis=(1, 2))[:, ::stride, ::stride]


def max_pool(x: Map) -> Map:
    return np.asarray(windows_3x3(x, 2).max(axis=(3, 4)), np.float64)


def l2_pool(x: Map) -> Map:
    return np.asarray(np.sqrt((windows_3x3(x, 3) ** 2).sum(axis=(3, 4))), np.float64)


def cross_map_normalise(x: Map) -> Map:
    """SpatialCrossMapLRN(5, 1e-4, .75): each value over (1 + 1e-4 / 5 * squares of the five maps around it)^.75."""
    squares = np.pad(x**2, ((2, 2), (0, 0), (0, 0)))
    sums = np.lib.stride_tricks.sliding_window_view(squares, 5, axis=0).sum(axis=3)
    return np.asarray(x / (1.0 + 1e-4 / 5 * sums) ** 0.75, np.float64)
