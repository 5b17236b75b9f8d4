"""Texts of others for tooltips and notifications, which Qt and the desktop draw as HTML: a name must stay a name."""

from __future__ import annotations

import html
from typing import Final

_MARKS: Final = frozenset("<&")
_QUOTES: Final = str.maketrans("<>", "‹›")


def plain_tip(text: str) -> str:
    """``text`` as a tooltip that shows exactly it, line breaks too. Names of cameras and files come from strangers."""
    if _MARKS.isdisjoint(text):
        return text
    return f'<span style="white-space: pre-wrap">{html.escape(text, quote=False)}</span>'


def plain_note(text: str) -> str:
    """``text`` for the system's notifications: some desktops read HTML in them and others show it, so there is none."""
    return text.translate(_QUOTES)
