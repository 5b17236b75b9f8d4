"""Text of a peer on the network, made safe to log, store and show."""

from __future__ import annotations

import unicodedata


def printable(text: str, limit: int) -> str:
    """Return ``text`` without unprintable characters, in NFC, single-spaced, at most ``limit`` characters.

    Control characters, line breaks, text direction marks and lone surrogates become spaces or nothing, so that a
    name can neither forge a log line nor turn the text around it. Doing it twice changes nothing.
    """
    spaced = " ".join("".join(_safe(character) for character in text).split())
    return unicodedata.normalize("NFC", spaced)[:limit].rstrip()


def _safe(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character.isspace() else ""
