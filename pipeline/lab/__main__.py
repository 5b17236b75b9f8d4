"""``munjigi-lab``: weights and evaluation, later benchmarks. A module a command, imported only when it is called."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Mapping, Sequence
from typing import Protocol

from resources.catalogue import Catalogue, system_language
from resources.command_line import speaking

# A word of the command line -> the module that serves it; each has ``add_arguments`` and ``run``.
COMMANDS: Mapping[str, str] = {
    name: f"pipeline.lab.{name}"
    for name in ("weights", "convert", "recognise", "classify", "cluster", "evaluate", "household", "embed")
}


class Command(Protocol):
    """What a command's module offers."""

    def add_arguments(self, parser: argparse.ArgumentParser, words: Catalogue) -> None:
        """Describe the command's arguments, in the reader's language."""

    def run(self, arguments: argparse.Namespace, words: Catalogue) -> int:
        """Do it; the exit code."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 1 when it could not, 2 for a command line that makes no sense."""
    given = list(sys.argv[1:] if argv is None else argv)
    words = Catalogue(system_language())
    parser = speaking(words)(prog="munjigi-lab", description=words.say("lab_what"))
    commands = parser.add_subparsers(dest="command", required=True, metavar="{" + ",".join(COMMANDS) + "}")
    modules = {name: _load(name) for name in COMMANDS if name in given}
    for name in COMMANDS:
        chosen = commands.add_parser(name, help=words.say(f"lab_{name}_what"))
        if name in modules:
            modules[name].add_arguments(chosen, words)
    arguments = parser.parse_args(given)
    return modules[arguments.command].run(arguments, words)


def _load(name: str) -> Command:
    module: Command = importlib.import_module(COMMANDS[name])
    return module


if __name__ == "__main__":
    sys.exit(main())
