"""``munjigi``: until the station's window exists, it offers the demo."""

from __future__ import annotations

import argparse
import logging
import math
import os
import signal
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from types import FrameType

from resources.catalogue import LANGUAGES, Catalogue, negotiate, system_language

EXIT_USAGE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; return its exit code (2: wrongly started)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    words = Catalogue(_language(given))
    options = _parser(words).parse_args(given)
    if options.command is None:
        print(words.say("munjigi_what_exists"))
        return 0
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    return _demo(options, words)


def _demo(options: argparse.Namespace, words: Catalogue) -> int:
    from offload_server.demo.options import DemoOptions  # here, so that --help is there at once
    from offload_server.demo.run import run

    shared = options.shared or (Path(variable) if (variable := os.environ.get("MUNJIGI_SHARED")) else None)
    code = run(
        DemoOptions(
            seconds=options.seconds,
            json=options.json,
            language=words.language,
            data=options.data,
            weights=options.weights,
            shared=shared,
        )
    )
    _flush()
    return code


def _flush() -> None:
    """Write what is left; whoever read our output may have gone (``munjigi demo | head``)."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # as Python's documentation advises


def _language(arguments: Sequence[str]) -> str:
    """The language asked for, known before the parser that speaks it is made; else the system's."""
    early = argparse.ArgumentParser(add_help=False, exit_on_error=False, allow_abbrev=False)
    early.add_argument("--language")
    try:
        asked = early.parse_known_args(arguments)[0].language
    except argparse.ArgumentError:
        asked = None
    return negotiate(asked) if asked else system_language()


def _parser(words: Catalogue) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="munjigi", description=words.say("munjigi_description"), allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"munjigi {metadata.version('munjigi')}")
    _add_everywhere(parser, words, default=None)
    commands = parser.add_subparsers(dest="command", metavar="demo")
    demo = commands.add_parser("demo", help=words.say("munjigi_help_demo"), allow_abbrev=False)
    _add_everywhere(demo, words, default=argparse.SUPPRESS)  # else it would undo what stands before ``demo``
    demo.add_argument("--headless", action="store_true", help=words.say("munjigi_help_headless"))
    demo.add_argument("--seconds", type=_seconds, default=30.0, metavar="N", help=words.say("munjigi_help_seconds"))
    demo.add_argument("--json", action="store_true", help=words.say("munjigi_help_json"))
    demo.add_argument("--weights", type=Path, metavar="DIR", help=words.say("munjigi_help_weights"))
    demo.add_argument("--shared", type=Path, metavar="DIR", help=words.say("munjigi_help_shared"))
    return parser


def _add_everywhere(parser: argparse.ArgumentParser, words: Catalogue, default: str | None) -> None:
    parser.add_argument("--data", type=Path, metavar="DIR", default=default, help=words.say("munjigi_help_data"))
    parser.add_argument("--language", choices=LANGUAGES, default=default, help=words.say("munjigi_help_language"))


def _seconds(text: str) -> float:
    value = float(text)
    if not (math.isfinite(value) and 0 < value <= 24 * 3600):
        raise ValueError
    return value


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Ctrl-C and a polite kill end the program in order; being impatient would leave its cameras running."""
    del number, frame
    for ignored in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ignored, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
