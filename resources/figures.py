"""Numbers as people read them: the name of a parameter says its unit, and the unit says how many digits are honest."""

from __future__ import annotations

import numbers
from typing import Final

_WHOLE_UNITS: Final = ("_px", "_deg", "_ms", "_megapixels")
_PLAIN_NUMBERS: Final = frozenset({"port", "pid", "seq", "revision", "version"})
"""Numbers that name something rather than count it: never grouped."""
_BYTE_STEPS: Final = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"))


def figure(name: str, value: object) -> str:
    """Write the parameter ``name``: bytes with their unit, pixels and degrees whole, distances with two decimals.

    The same in both languages: thousands are separated by a comma, decimals by a point.
    """
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        return str(value)
    number = float(value)
    if name == "bytes" or name.endswith("_bytes"):
        return _bytes(number)
    if name in _PLAIN_NUMBERS:
        return str(value)
    if isinstance(value, numbers.Integral) or name.endswith(_WHOLE_UNITS):
        return f"{number:,.0f}"
    return _decimal(number)


def _bytes(count: float) -> str:
    for step, unit in _BYTE_STEPS:
        if abs(count) >= step:
            return f"{count / step:.3g} {unit}"
    return f"{count:.0f} B"


def _decimal(number: float) -> str:
    """Two decimals under 10 (distances), one under 100, none above."""
    size = abs(number)
    return f"{number:,.{2 if size < 10 else 1 if size < 100 else 0}f}"
