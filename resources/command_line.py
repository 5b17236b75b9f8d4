"""A command line that explains itself in the reader's language; argparse's own complaints are English only."""

from __future__ import annotations

import argparse
import re
from typing import Final, NoReturn

from resources.catalogue import Catalogue

EXIT_USAGE: Final = 2
# argparse's complaints (the same in Python 3.11 to 3.13) and the codes of our sentences, which name the same figures.
_COMPLAINTS: Final = (
    (re.compile(r"unrecognized arguments: (?P<given>.+)", re.DOTALL), "usage_unknown"),
    (re.compile(r"the following arguments are required: (?P<option>.+)"), "usage_missing"),
    (re.compile(r"argument (?P<option>.+?): expected .+ arguments?"), "usage_value_missing"),
    (
        re.compile(r"argument (?P<option>.+?): invalid choice: '(?P<given>.*)' \(choose from (?P<known>.+)\)"),
        "usage_choice",
    ),
    (re.compile(r"argument (?P<option>.+?): invalid \S+ value: '(?P<given>.*)'", re.DOTALL), "usage_value"),
)


def speaking(words: Catalogue) -> type[argparse.ArgumentParser]:
    """The class of parser that refuses with one sentence of ``words`` and exit code 2; its subcommands do the same."""

    class SpeakingParser(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:
            help_is_at = words.say("usage_see_help", command=f"{self.prog} --help")
            self.exit(EXIT_USAGE, f"{complaint(message, words)} {help_is_at}\n")

    return SpeakingParser


def complaint(message: str, words: Catalogue) -> str:
    """What argparse complains of, as a sentence of ours; an unknown complaint keeps its own words."""
    for pattern, code in _COMPLAINTS:
        if found := pattern.fullmatch(message):
            return words.say(code, **{name: text.replace("'", "") for name, text in found.groupdict().items()})
    return words.say("usage_wrong", problem=message)
