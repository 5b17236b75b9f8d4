"""Paths written as in SVG: M, L, C with absolute coordinates, and Z."""

from __future__ import annotations

import functools
import re

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

_TOKENS = re.compile(r"[MLCZ]|-?[\d.]+")


@functools.cache
def path_of(text: str) -> QPainterPath:
    """The path of ``text``; the same object each time, not to be changed."""
    path = QPainterPath()
    for command, numbers in _commands(text):
        points = [QPointF(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        if command == "M":
            path.moveTo(points[0])
        elif command == "L":
            path.lineTo(points[0])
        elif command == "C":
            for start in range(0, len(points), 3):
                path.cubicTo(*points[start : start + 3])
        else:
            path.closeSubpath()
    return path


def _commands(text: str) -> list[tuple[str, list[float]]]:
    found: list[tuple[str, list[float]]] = []
    for token in _TOKENS.findall(text):
        if token.isalpha():
            found.append((token, []))
        else:
            found[-1][1].append(float(token))
    return found
