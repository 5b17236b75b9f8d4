"""``munjigi`` opens the station, ``munjigi demo`` with two demo doors, ``munjigi demo --headless`` without a window."""

from __future__ import annotations

import argparse
import logging
import math
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from desktop_app.leaving import Leaving
from resources.catalogue import LANGUAGES, Catalogue, negotiate, system_language
from resources.command_line import speaking

if TYPE_CHECKING:
    from offload_server.demo.options import DemoOptions

EXIT_USAGE = 2
MAX_PORT = 65_535
PRESETS = ("standard", "classic")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; return its exit code (2: wrongly started)."""
    leaving = Leaving()
    leaving.listen()
    given = list(sys.argv[1:] if arguments is None else arguments)
    words = Catalogue(_language(given))
    options = _parser(words).parse_args(given)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    if options.command == "demo" and (options.headless or options.json):
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _interrupt)
        return 0 if leaving.is_asked else _demo(options, words)
    if options.screenshot is not None:
        leaving.let_go()
        return _screenshot(options.screenshot, options.only, words)
    if not has_display():
        print(words.say("window_no_display"), file=sys.stderr)
        return EXIT_USAGE
    return 0 if leaving.is_asked else _station(options, words, leaving)


def has_display() -> bool:
    """Whether a window can be shown here; Windows and macOS always have a display."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _demo(options: argparse.Namespace, words: Catalogue) -> int:
    from offload_server.demo.run import run  # here, so that --help is there at once

    code = run(_demo_options(options, words)) if options.picture is None else _pictured_demo(options, words)
    _flush()
    return code


def _pictured_demo(options: argparse.Namespace, words: Catalogue) -> int:
    """The demo, and a picture of its wall as a window would have shown it."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from desktop_app.wall_picture import WallPicture
    from offload_server.demo.run import run
    from weights.folders import cache_folder

    picture, file = WallPicture(), options.picture if options.picture != Path() else cache_folder() / "wall.png"
    code = run(_demo_options(options, words), look=picture.look)
    try:
        if picture.draw(file, words.language):
            print(words.say("munjigi_wall_picture", file=str(file)), file=sys.stderr if options.json else sys.stdout)
    except OSError as error:
        print(words.say("demo_file_trouble", file=str(file), problem=error.strerror or str(error)), file=sys.stderr)
    return code


def _demo_options(options: argparse.Namespace, words: Catalogue) -> DemoOptions:
    from offload_server.demo.options import DemoOptions

    shared = getattr(options, "shared", None) or os.environ.get("MUNJIGI_SHARED")
    return DemoOptions(
        seconds=getattr(options, "seconds", 30.0),
        json=getattr(options, "json", False),
        language=words.language,
        data=options.data if options.command == "demo" else None,
        weights=options.weights,
        shared=Path(shared) if shared else None,
    )


def _station(options: argparse.Namespace, words: Catalogue, leaving: Leaving) -> int:
    from desktop_app.application import StationOptions, run
    from desktop_app.backends import HouseholdOptions
    from offload_server.__main__ import default_data_folder
    from offload_server.options import DEFAULT_PORT

    starts_demo = options.command == "demo"
    data = default_data_folder() if starts_demo or options.data is None else options.data
    port = DEFAULT_PORT if options.port is None else options.port
    asked = words.language if options.language is not None else None
    demo = _demo_options(options, words)
    lan = True if options.insecure_lan else None
    household = HouseholdOptions(data, port, options.weights, preset=options.preset, insecure_lan=lan)
    return run(StationOptions(household, demo, asked, starts_demo), sys.argv, leaving)


def _screenshot(folder: Path, only: Sequence[str], words: Catalogue) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # no window is shown, and every machine draws the same
    from desktop_app.screenshots import render_all, stems_of

    stems = stems_of(only) if only else None
    if stems is not None and not stems:
        print(words.say("usage_value", given=" ".join(only), option="--only"), file=sys.stderr)
        return EXIT_USAGE
    try:
        for file in render_all(folder, stems):
            print(file)
    except OSError as error:
        trouble = words.say("window_pictures_trouble", folder=str(folder), problem=error.strerror or str(error))
        print(trouble, file=sys.stderr)
        return 1
    return 0


class _Version(argparse.Action):
    """``--version``. Only who asks waits for the reading of the installed package: 70 ms of every start."""

    def __init__(self, option_strings: Sequence[str], dest: str) -> None:  # noqa: ARG002 - as argparse calls it
        super().__init__(option_strings, argparse.SUPPRESS, nargs=0, help="show program's version number and exit")

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib import metadata

        print(f"munjigi {metadata.version('munjigi')}")
        parser.exit()


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
    parser = speaking(words)(prog="munjigi", description=words.say("munjigi_description"), allow_abbrev=False)
    parser.add_argument("--version", action=_Version)
    _add_everywhere(parser, words, default=None)
    parser.add_argument("--port", type=_port, metavar="N", help=words.say("window_help_port"))
    parser.add_argument("--insecure-lan", action="store_true", help=words.say("serve_help_insecure_lan"))
    parser.add_argument("--preset", choices=PRESETS, help=words.say("settings_help_preset"))
    parser.add_argument("--screenshot", type=Path, metavar="DIR", help=words.say("window_help_screenshot"))
    only = words.say("settings_help_only")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help=only)
    commands = parser.add_subparsers(dest="command", metavar="demo")
    demo = commands.add_parser("demo", help=words.say("munjigi_help_demo"), allow_abbrev=False)
    _add_everywhere(demo, words, default=argparse.SUPPRESS)  # else it would undo what stands before ``demo``
    demo.add_argument("--headless", action="store_true", help=words.say("munjigi_help_headless"))
    demo.add_argument("--seconds", type=_seconds, default=30.0, metavar="N", help=words.say("munjigi_help_seconds"))
    demo.add_argument("--json", action="store_true", help=words.say("munjigi_help_json"))
    demo.add_argument(
        "--picture", type=Path, nargs="?", const=Path(), metavar="FILE", help=words.say("munjigi_help_picture")
    )
    demo.add_argument("--shared", type=Path, metavar="DIR", help=words.say("munjigi_help_shared"))
    return parser


def _add_everywhere(parser: argparse.ArgumentParser, words: Catalogue, default: str | None) -> None:
    parser.add_argument("--data", type=Path, metavar="DIR", default=default, help=words.say("munjigi_help_data"))
    parser.add_argument("--language", choices=LANGUAGES, default=default, help=words.say("munjigi_help_language"))
    parser.add_argument("--weights", type=Path, metavar="DIR", default=default, help=words.say("munjigi_help_weights"))


def _seconds(text: str) -> float:
    value = float(text)
    if not (math.isfinite(value) and 0 < value <= 24 * 3600):
        raise ValueError
    return value


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= MAX_PORT:
        raise ValueError(text)
    return port


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Ctrl-C and a polite kill end the program in order; being impatient would leave its cameras running."""
    del number, frame
    for ignored in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ignored, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
