"""Codes into sentences, in English and Korean: the one place in which Munjigi's sentences are made.

The compiled catalogues (``translations/*/LC_MESSAGES/munjigi.mo``) come from Babel (``scripts/translations.py``) and
are read by the gettext of the standard library, so that a Pi needs nothing more.
"""

from __future__ import annotations

import functools
import gettext
import io
import locale
import logging
import os
from collections.abc import Mapping
from importlib import resources as package_files
from typing import Final, Literal, Protocol

from resources.figures import figure
from resources.sentences import SENTENCES

_log = logging.getLogger(__name__)

Language = Literal["en", "ko"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "ko")
DEFAULT_LANGUAGE: Final[Language] = "en"
_DOMAIN: Final = "munjigi.mo"


class SpokenReason(Protocol):
    """Anything with a code and figures: ``pipeline.types.Reason`` without importing it."""

    @property
    def code(self) -> str: ...

    def figures(self) -> Mapping[str, str | int | float]: ...


class Catalogue:
    """The sentences of one language; cheap to make, safe in any thread."""

    def __init__(self, language: str) -> None:
        """Take ``language`` as far as it is spoken here ("ko-KR" is "ko"); any other falls back to English."""
        self.language: Language = negotiate(language)
        self._translations = _translations(self.language)

    def say(self, code: str, /, **figures: object) -> str:
        """The sentence of ``code`` with ``figures`` filled in.

        Never raises: an unknown code or a missing figure is logged as an error and the bare code comes back.
        """
        sentence = SENTENCES.get(str(code))
        if sentence is None:
            _log.error("no sentence for the code %s", code)
            return str(code)
        written = {name: figure(name, value) for name, value in figures.items()}
        try:
            return self._translations.gettext(sentence).format_map(self._said(written))
        except (KeyError, ValueError, IndexError) as problem:
            _log.error("the sentence of %s lacks %s; it got %s", code, problem, sorted(figures))
            return str(code)

    def _said(self, written: dict[str, str]) -> dict[str, str]:
        """``written`` with what the operating system says of a ``problem`` in this language, too."""
        if problem := written.get("problem"):  # an empty text is where gettext keeps a catalogue's header
            written["problem"] = self._translations.gettext(problem)
        return written

    def say_reason(self, reason: SpokenReason) -> str:
        """The sentence of a reason."""
        return self.say(reason.code, **reason.figures())


@functools.cache
def _translations(language: Language) -> gettext.NullTranslations:
    file = package_files.files("resources") / "translations" / language / "LC_MESSAGES" / _DOMAIN
    try:
        return gettext.GNUTranslations(io.BytesIO(file.read_bytes()))
    except OSError as problem:
        _log.error("the catalogue %s cannot be read (%s): sentences stay English", language, problem)
        return gettext.NullTranslations()


def negotiate(accept_language: str | None, default: Language = DEFAULT_LANGUAGE) -> Language:
    """The language to answer in: an ``Accept-Language`` header (RFC 9110 12.5.4) or a single tag.

    Ranges are tried from the highest weight down, each shortened from the right until it fits (lookup, RFC 4647 3.4);
    weight 0 forbids a language; ``*`` takes the default if that is not forbidden. What cannot be read is passed over.
    """
    ranges = _ranges(accept_language or "")
    refused = {tag for tag, weight in ranges if weight == 0}
    allowed = [language for language in (default, *LANGUAGES) if language not in refused]
    for tag, weight in sorted(ranges, key=lambda item: -item[1]):
        if weight == 0:
            continue
        for language in allowed:
            if tag in {"*", language} or tag.startswith(f"{language}-"):
                return language
    return default


def _ranges(header: str) -> list[tuple[str, float]]:
    """The language ranges of a header in its order, each with its weight; unreadable ones are left out."""
    found = []
    for part in header.split(",")[:_MOST_RANGES]:
        tag, _, parameters = part.partition(";")
        weight = _weight(parameters)
        if tag.strip() and weight is not None:
            found.append((tag.strip().lower(), weight))
    return found


_MOST_RANGES: Final = 32
"""Nobody reads more languages; a longer header is an attempt to keep the server busy."""


def _weight(parameters: str) -> float | None:
    name, _, value = parameters.strip().partition("=")
    if not name:
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return None
    return weight if name.strip().lower() == "q" and 0 <= weight <= 1 else None


def system_language() -> Language:
    """The language of this machine's user: POSIX variables first, then what the C library says (Windows)."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return negotiate(_tag(value))
    return negotiate(_tag(locale.getlocale()[0] or ""))


def _tag(locale_name: str) -> str:
    """``ko_KR.UTF-8`` and Windows' ``Korean_Korea`` as language tags."""
    tag = locale_name.split(".", maxsplit=1)[0].split("@", maxsplit=1)[0].replace("_", "-").lower()
    return "ko" if tag.startswith("korean") else tag
