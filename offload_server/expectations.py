"""What pydantic wanted to see, in a notation that needs no translation: ``≥ 0``, ``integer``, ``a | b``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

_KINDS: Final[Mapping[str, str]] = {
    "int": "integer",
    "float": "number",
    "finite": "number",
    "bool": "true | false",
    "string": "string",
    "datetime": "2026-12-31T18:00:00+09:00",
    "timezone": "2026-12-31T18:00:00+09:00",
    "model": "{…}",
    "dict": "{…}",
    "list": "[…]",
}
"""By the first word of pydantic's error type (``int_parsing``, ``int_type``): the names of JSON, or an example."""
_BOUNDS: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "greater_than_equal": lambda given: f"≥ {given['ge']:g}",
    "greater_than": lambda given: f"> {given['gt']:g}",
    "less_than_equal": lambda given: f"≤ {given['le']:g}",
    "less_than": lambda given: f"< {given['lt']:g}",
    "string_too_short": lambda given: f"string[{given['min_length']}…]",
    "string_too_long": lambda given: f"string[…{given['max_length']}]",
    "literal_error": lambda given: _alternatives(given["expected"]),
    "enum": lambda given: _alternatives(given["expected"]),
    "string_pattern_mismatch": lambda _: "string ∖ U+0000…001F",
}


def first_complaint(error: ValidationError) -> tuple[str, ErrorDetails]:
    """The dotted name of the first field that is wrong (empty for the whole), and what pydantic says of it."""
    first = error.errors(include_url=False, include_input=False)[0]
    return ".".join(str(part) for part in first["loc"]), first


def expected(complaint: ErrorDetails) -> str:
    """What was needed instead; pydantic's own English only for what no model of ours asks for."""
    bound = _BOUNDS.get(complaint["type"])
    if bound is not None:
        return bound(complaint.get("ctx", {}))
    return _KINDS.get(complaint["type"].split("_")[0], complaint["msg"])


def _alternatives(text: str) -> str:
    """``'en', 'ko' or 'de'`` as ``en | ko | de``."""
    return " | ".join(part.strip().strip("'") for part in text.replace(" or ", ", ").split(","))
