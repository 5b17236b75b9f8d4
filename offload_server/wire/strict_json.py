"""JSON without its loose ends: one object, no duplicate keys, no NaN, no huge numbers, no deep nesting."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, NoReturn

from offload_server.wire.errors import MalformedMessageError
from offload_server.wire.limits import MAX_DIGITS, MAX_NESTING


def parse_object(text: str) -> dict[str, Any]:
    """Return the JSON object in ``text``; raise ``MalformedMessageError`` for anything else, and nothing else."""
    try:
        value = json.loads(
            text,
            object_pairs_hook=_without_duplicates,
            parse_int=_bounded_integer,
            parse_float=_finite,
            parse_constant=_refuse_constant,
        )
        _check(value, MAX_NESTING)
    except MalformedMessageError:
        raise
    except (ValueError, RecursionError) as error:
        raise MalformedMessageError("not JSON") from error
    if not isinstance(value, dict):
        raise MalformedMessageError("not a JSON object")
    return value


def dump_object(fields: Mapping[str, object]) -> str:
    """Return ``fields`` as compact JSON, non-ASCII characters as they are."""
    return json.dumps(fields, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise MalformedMessageError("a key stands twice")
    return fields


def _bounded_integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise MalformedMessageError("a number is too long")
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise MalformedMessageError("a number is not finite")
    return number


def _refuse_constant(_name: str) -> NoReturn:
    raise MalformedMessageError("a number is not finite")


def _check(value: object, levels: int) -> None:
    """Refuse nesting beyond ``levels`` and text that is no Unicode (lone surrogates)."""
    if isinstance(value, str):
        value.encode()
    elif isinstance(value, dict | list):
        if levels == 0:
            raise MalformedMessageError("nested too deeply")
        for key in value if isinstance(value, dict) else ():
            key.encode()
        for inner in value.values() if isinstance(value, dict) else value:
            _check(inner, levels - 1)
