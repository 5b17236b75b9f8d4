"""What may be a name of a person or a camera, and which names count as the same."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable

from offload_server.errors import RefusedError
from offload_server.reasons import ServerReason
from pipeline.types import Reason

MAX_NAME_CHARACTERS = 80
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS = frozenset("\u200c\u200d")  # Persian names and families of emoji need them
_CAMERA = "camera"


def clean_name(name: str) -> str:
    """``name`` trimmed and in NFC, runs of blanks made one; RefusedError unless it has 1-80 printable characters."""
    if any(_is_unprintable(each) for each in name.strip()):
        raise RefusedError(Reason.of(ServerReason.NAME_UNPRINTABLE))
    cleaned = " ".join(unicodedata.normalize("NFC", name).split())
    if not cleaned:
        raise RefusedError(Reason.of(ServerReason.NAME_EMPTY))
    if len(cleaned) > MAX_NAME_CHARACTERS:
        raise RefusedError(Reason.of(ServerReason.NAME_TOO_LONG, limit=MAX_NAME_CHARACTERS))
    return cleaned


def name_key(name: str) -> str:
    """Equal for names that people would take for the same one: case and width do not count."""
    once = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return unicodedata.normalize("NFKC", once.casefold())  # Unicode 3.13, D147: the first round may bring new capitals


def free_name(suggested: str, is_taken: Callable[[str], bool]) -> str:
    """A printable name near what a stranger suggested, made unique by a number."""
    printable = "".join(each for each in suggested if not _is_unprintable(each))
    base = " ".join(unicodedata.normalize("NFC", printable).split())[: MAX_NAME_CHARACTERS - 8].strip() or _CAMERA
    candidates = itertools.chain([base], (f"{base} ({number})" for number in itertools.count(2)))
    return next(each for each in candidates if not is_taken(name_key(each)))


def _is_unprintable(character: str) -> bool:
    return unicodedata.category(character) in _UNPRINTABLE and character not in _JOINERS
