"""The mark by which Babel finds sentences; it changes nothing at run time."""

from __future__ import annotations


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for a mark that does not translate
    """Return ``sentence`` as it is: ``scripts/translations.py`` collects what stands in the brackets."""
    return sentence
