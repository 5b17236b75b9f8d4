"""Lucide icons (ISC) as SVG, read at run time from the package ``python-lucide``; none is in the repository."""

from __future__ import annotations

import functools
from typing import Final

_RENAMED: Final = {"history": "rotate-ccw-clock", "trash-2": "trash"}
"""Names of the board that this Lucide no longer has."""
_SMALL_PX: Final = 16


class IconMissingError(LookupError):
    """Lucide has no icon of that name: a mistake of ours, never of the user."""


def icon_svg(name: str, colour: str, size_px: float = 24) -> str:
    """The icon as SVG text, its lines in ``colour`` and as thick as the board wants them at ``size_px``.

    Raises IconMissingError for a name that Lucide does not have. QtSvg would draw ``currentColor`` black, so the colour
    is written into the text.
    """
    return _svg(name, 2.1 if size_px <= _SMALL_PX else 1.8).replace("currentColor", colour)


@functools.cache
def _svg(name: str, stroke: float) -> str:
    import lucide

    text = str(lucide.lucide_icon(_RENAMED.get(name, name), stroke_width=str(stroke)))
    if "data-missing-icon" in text:
        raise IconMissingError(name)
    return text
