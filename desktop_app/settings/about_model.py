"""What this program is made of: the libraries under it, each with its version and licence. Knows no Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import metadata

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_ONLY_DEVELOPERS = re.compile(r"extra == ['\"]dev['\"]")
_LONGEST_LICENCE = 80
"""Some packages put the whole text where the name belongs: then the first line is its name."""


@dataclass(frozen=True, slots=True)
class Library:
    """One installed package that Munjigi asks for; ``licence`` is empty when it does not say."""

    name: str
    version: str
    licence: str


def libraries(program: str = "munjigi") -> tuple[Library, ...]:
    """Everything that ``program`` asks for and that is installed here, by name; developers' tools are left out."""
    wanted = {
        found[0].lower(): found[0]
        for line in metadata.requires(program) or ()
        if not _ONLY_DEVELOPERS.search(line) and (found := _NAME.match(line))
    }
    return tuple(each for name in sorted(wanted) if (each := _installed(wanted[name])) is not None)


def _installed(name: str) -> Library | None:
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    return Library(about["Name"], about["Version"], _licence(about))


def _licence(about: metadata.PackageMetadata) -> str:
    """Field by field: ``about.json`` parses all of them, at 12 ms a package."""
    expression = _first(about, "License-Expression")
    if expression:
        return expression
    text = _first(about, "License").strip()
    first_line = text.splitlines()[0].strip() if text else ""
    if first_line and first_line.upper() != "UNKNOWN":
        return first_line[:_LONGEST_LICENCE]
    return _classified(about)


def _first(about: metadata.PackageMetadata, field: str) -> str:
    return str((about.get_all(field) or [""])[0])


def _classified(about: metadata.PackageMetadata) -> str:
    classifiers = about.get_all("Classifier") or []
    names = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License :: ")]
    return ", ".join(names)
