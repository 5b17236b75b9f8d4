"""``munjigi-server``: the server without a window. Builds the engine, injects it, runs until told to stop."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from offload_server.errors import ServerError
from offload_server.options import DEFAULT_PORT, ServerOptions, every_address
from pipeline.errors import PipelineError
from resources.catalogue import Catalogue, system_language
from resources.command_line import speaking
from weights.errors import WeightError

if TYPE_CHECKING:
    from offload_server.data_folder import DataFolder
    from pipeline.ports import FaceEngine

EXIT_STOPPED = 0
EXIT_COULD_NOT_RUN = 2
LOOK_AT_ENGINE_S = 0.5
PRESETS = ("standard", "classic")
MAX_PORT = 65_535
LOOPBACK = "127.0.0.1"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0 after a clean stop, 2 (and one sentence) when it could not run."""
    words = Catalogue(system_language())
    args = _parser(words).parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("zeroconf").setLevel(logging.ERROR)  # it warns with a traceback of interfaces without multicast
    try:
        return _run_command(args, words)
    except (ServerError, PipelineError) as error:
        problem = words.say_reason(error.reason)
    except WeightError as error:
        problem = words.say_reason(error)
    except OSError as error:
        problem = words.say("serve_failed", problem=str(error))
    print(problem, file=sys.stderr)
    return EXIT_COULD_NOT_RUN


def _run_command(args: argparse.Namespace, words: Catalogue) -> int:
    from offload_server import admin_cli
    from offload_server.data_folder import DataFolder

    data = DataFolder(args.data)
    if args.command in admin_cli.COMMANDS:
        return admin_cli.run(args, data, _build_engine(args, data))
    host = args.host or (every_address() if args.insecure_lan else LOOPBACK)
    options = ServerOptions(host, args.port, insecure_lan=args.insecure_lan, confirm_local=args.confirm_local)
    options.check()
    data.open()
    data.lock()
    try:
        engine = _build_engine(args, data, is_needed=True)
        asyncio.run(_serve(engine, data, options, words))
    finally:
        data.release()
    print(words.say("serve_stopped"))
    return EXIT_STOPPED


def _build_engine(args: argparse.Namespace, data: DataFolder, *, is_needed: bool = False) -> FaceEngine:
    """The engine of the household's preset; with ``is_needed`` every weight is checked first, for a clear refusal."""
    from offload_server.settings import load_settings
    from pipeline.engine import Engine
    from pipeline.presets import preset
    from weights.folders import weights_folder
    from weights.store import WeightsStore

    name = args.preset or load_settings(data.settings_file).current.preset
    weights = WeightsStore(args.weights or weights_folder(args.data))
    if is_needed:
        for needed in weights.manifest.fetched_for(name):
            weights.require(needed)
    return Engine(preset(name, weights))


async def _serve(engine: FaceEngine, data: DataFolder, options: ServerOptions, words: Catalogue) -> None:
    from offload_server.app import create_app
    from offload_server.runtime import running

    stop = _stop_on_signals()
    async with running(create_app(engine, data, options), data, options) as address:
        if options.insecure_lan:
            print(words.say("serve_insecure_lan"), flush=True)
        print(words.say("serve_token", file=str(data.admin_token_file)), flush=True)
        print(words.say("serve_listening", url=address.url), flush=True)
        await _until_stopped(stop, engine)


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    return stop


async def _until_stopped(stop: asyncio.Event, engine: FaceEngine) -> None:
    """Wait for a signal; EngineNotReadyError when the networks could not be loaded: a blind doorkeeper is none."""
    loading = asyncio.create_task(_watch_loading(engine))
    stopping = asyncio.create_task(stop.wait())
    try:
        done, _ = await asyncio.wait({loading, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if loading in done:
            loading.result()
            await stopping
    finally:
        loading.cancel()
        stopping.cancel()
        await asyncio.gather(loading, stopping, return_exceptions=True)


async def _watch_loading(engine: FaceEngine) -> None:
    while not await asyncio.to_thread(engine.wait_until_ready, LOOK_AT_ENGINE_S):
        pass


def _parser(words: Catalogue) -> argparse.ArgumentParser:
    from offload_server import admin_cli

    parser = speaking(words)(prog="munjigi-server", description=words.say("serve_help"))
    _add_folders(parser, words, {"data": default_data_folder(), "weights": None, "preset": None})
    _add_serving(parser, words, {"host": None, "port": DEFAULT_PORT, "insecure_lan": False, "confirm_local": False})
    commands = parser.add_subparsers(dest="command", metavar="command")
    _add_serving(commands.add_parser("run", help=words.say("serve_help_run")), words, {})
    admin_cli.add_arguments(commands)
    for command in commands.choices.values():
        _add_folders(command, words, {})
    return parser


def default_data_folder() -> Path:
    """Where a household lives unless ``--data`` says otherwise."""
    return platformdirs.user_data_path("munjigi", appauthor=False) / "household"


def _add_folders(parser: argparse.ArgumentParser, words: Catalogue, defaults: Mapping[str, object]) -> None:
    _add(parser, words, "data", defaults, type=Path, metavar="DIR")
    _add(parser, words, "weights", defaults, type=Path, metavar="DIR")
    _add(parser, words, "preset", defaults, choices=PRESETS)


def _add_serving(parser: argparse.ArgumentParser, words: Catalogue, defaults: Mapping[str, object]) -> None:
    _add(parser, words, "host", defaults)
    _add(parser, words, "port", defaults, type=_port)
    _add(parser, words, "insecure_lan", defaults, action="store_true")
    _add(parser, words, "confirm_local", defaults, action="store_true")


def _add(
    parser: argparse.ArgumentParser, words: Catalogue, name: str, defaults: Mapping[str, object], **kind: Any
) -> None:
    # Without a default of its own, a command keeps what was said before it: --data may stand on either side.
    option = "--" + name.replace("_", "-")
    parser.add_argument(
        option, default=defaults.get(name, argparse.SUPPRESS), help=words.say(f"serve_help_{name}"), **kind
    )


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= MAX_PORT:
        raise ValueError(text)
    return port


if __name__ == "__main__":
    sys.exit(main())
