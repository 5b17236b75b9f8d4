"""A head that can turn: an ellipsoid with features on it, from which the drawing and the 68 points both come.

Units of the model: the head is about 150 wide and 205 high, its middle at 0,0; +x right in the picture, +y down.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from pipeline.types import Float32Array, read_only

Spot: TypeAlias = tuple[float, float, float]
Projector: TypeAlias = Callable[[float, float, float], QPointF]

_RX, _RY, _RZ = 74.0, 102.0, 84.0
_EYE: Final[tuple[Spot, ...]] = (
    (-46, -15, 0),
    (-38, -22, 0),
    (-27, -22, 0),
    (-17, -14, 0),
    (-27, -10, 0),
    (-38, -10, 0),
)
_BROW: Final[tuple[Spot, ...]] = ((-55, -37, 0), (-46, -44, 0), (-35, -46, 0), (-24, -44, 0), (-14, -40, 0))
_BRIDGE: Final[tuple[Spot, ...]] = ((0, -20, 2), (0, -6, 7), (0, 8, 13), (0, 22, 20))
_BASE: Final[tuple[Spot, ...]] = ((-14, 33, 4), (-7, 36, 9), (0, 38, 12), (7, 36, 9), (14, 33, 4))
_LIP_OUTER: Final = (
    (-25, 62), (-15, 57), (-6, 54.5), (0, 56), (6, 54.5), (15, 57),
    (25, 62), (15, 68), (7, 71), (0, 72), (-7, 71), (-15, 68),
)  # fmt: skip
_LIP_INNER: Final = ((-20, 62), (-7, 61), (0, 61.5), (7, 61), (20, 62), (7, 63.5), (0, 64), (-7, 63.5))


@dataclass(frozen=True)
class Head:
    """A head's pose in degrees: yaw > 0 to the right of the picture, pitch > 0 up."""

    yaw_deg: float = 0.0
    pitch_deg: float = 0.0

    def at(self, x: float, y: float, lift: float = 0.0, depth: float | None = None) -> QPointF:
        """Where the point ``x``, ``y`` of the front of the head is seen; ``depth`` replaces the ellipsoid's own."""
        yaw, pitch = math.radians(self.yaw_deg), math.radians(self.pitch_deg)
        if depth is None:
            depth = _RZ * math.sqrt(max(0.0, 1 - min((x / _RX) ** 2 + (y / _RY) ** 2, 1.0)))
        z = depth + lift
        turned = x * math.cos(yaw) + z * math.sin(yaw)
        behind = -x * math.sin(yaw) + z * math.cos(yaw)
        return QPointF(turned, y * math.cos(pitch) - behind * math.sin(pitch) + 10 * math.sin(pitch))

    def spots(self, spots: Sequence[Spot]) -> list[QPointF]:
        return [self.at(x, y, lift) for x, y, lift in spots]

    @property
    def jaw(self) -> list[QPointF]:
        found = []
        for index in range(17):
            angle = index / 16 * math.pi
            side = math.sin(angle)
            narrow = 1 - 0.16 * side * side * (1 - abs(math.cos(angle)))
            found.append(self.at(-71 * math.cos(angle) * narrow, -8 + 103 * side, depth=16))
        return found

    @property
    def left_eye(self) -> list[QPointF]:
        """The eye at the left of the picture, as drawn from its outer corner over the lid."""
        return self.spots(_EYE)

    @property
    def right_eye(self) -> list[QPointF]:
        mirrored = _mirrored(_EYE)
        return self.spots([mirrored[index] for index in (3, 2, 1, 0, 5, 4)])

    @property
    def left_brow(self) -> list[QPointF]:
        return self.spots(_BROW)

    @property
    def right_brow(self) -> list[QPointF]:
        return self.spots(_mirrored(_BROW)[::-1])

    @property
    def nose_base(self) -> list[QPointF]:
        return self.spots(_BASE)

    @property
    def lips(self) -> list[QPointF]:
        return self.spots([(x, y, 2) for x, y in _LIP_OUTER])

    def landmarks(self) -> Float32Array:
        """The 68 points in iBUG order, float32 [68, 2], in units of the model."""
        inner = self.spots([(x, y, 2) for x, y in _LIP_INNER])
        points = [*self.jaw, *self.left_brow, *self.right_brow, *self.spots(_BRIDGE), *self.nose_base]
        points += [*self.left_eye, *self.right_eye, *self.lips, *inner]
        return read_only(np.array([(point.x(), point.y()) for point in points], np.float32))


def _mirrored(spots: Sequence[Spot]) -> list[Spot]:
    return [(-x, y, lift) for x, y, lift in spots]


def smooth(points: Sequence[QPointF], *, closed: bool = False) -> QPainterPath:
    """A curve through all points (Catmull and Rom's, as Bezier pieces)."""
    count = len(points)

    def at(index: int) -> QPointF:
        return points[index % count] if closed else points[max(0, min(count - 1, index))]

    path = QPainterPath(points[0])
    for index in range(count if closed else count - 1):
        before, start, end, after = (at(index + step) for step in (-1, 0, 1, 2))
        path.cubicTo(start + (end - before) / 6, end - (after - start) / 6, end)
    if closed:
        path.closeSubpath()
    return path
