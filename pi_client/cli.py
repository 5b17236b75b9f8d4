"""The command line of a camera: ``munjigi-pi run --camera SPEC`` and ``munjigi-pi doctor``."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from pi_client.camera.protocol import DEFAULT_FPS
from pi_client.errors import CameraUnusableError, PiError, UsageError
from pi_client.report import JsonReporter, Reporter, SentenceReporter
from resources.catalogue import Catalogue, system_language
from resources.command_line import speaking

EXIT_USAGE = 2
EXIT_CAMERA = 1
_SAID_IN_SENTENCES = ("pi_client.capture", "pi_client.client")
"""What these warn of, the reporter says in words; nobody should read it twice."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; return its exit code.

    0: stopped, or all is well; 1: the camera cannot work, or the doctor found a problem; 2: wrongly started.
    """
    parser = _parser(Catalogue(system_language()))
    options = parser.parse_args(arguments)
    logging.basicConfig(
        level=logging.DEBUG if options.verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    if not options.verbose:  # it warns with a traceback of each interface that has no multicast
        logging.getLogger("zeroconf").setLevel(logging.CRITICAL)
        for name in _SAID_IN_SENTENCES:
            logging.getLogger(name).setLevel(logging.ERROR)
    try:
        _fill_in(options)
        if options.command == "doctor":
            return asyncio.run(_examine(options))
        if options.supervised:
            from pi_client.supervision import read_spec

            options.camera = read_spec()
        if options.camera is None:
            parser.error("the following arguments are required: --camera")
        return asyncio.run(_run(options))
    except UsageError as error:
        return _complain(error, EXIT_USAGE)
    except CameraUnusableError as error:
        return _complain(error, EXIT_CAMERA)
    except KeyboardInterrupt:
        return 0


def _complain(error: PiError, code: int) -> int:
    SentenceReporter(sys.stderr).camera_lost(error)
    return code


def _parser(words: Catalogue) -> argparse.ArgumentParser:
    parser = speaking(words)(prog="munjigi-pi", description=words.say("pi_help"))
    commands = parser.add_subparsers(dest="command", required=True, metavar="run|doctor")
    run = _common(commands.add_parser("run", help=words.say("pi_help_run")), words)
    run.add_argument("--server-id", metavar="ID", help=words.say("pi_help_server_id"))
    run.add_argument("--name", metavar="TEXT", help=words.say("pi_help_name"))
    run.add_argument("--fps", type=_fps, metavar="N", help=words.say("pi_help_fps"))
    run.add_argument("--log-json", action="store_true", help=words.say("pi_help_log_json"))
    run.add_argument("--supervised", action="store_true", help=words.say("pi_help_supervised"))
    doctor = _common(commands.add_parser("doctor", help=words.say("pi_help_doctor")), words)
    doctor.add_argument("--json", action="store_true", help=words.say("pi_help_json"))
    return parser


def _common(command: argparse.ArgumentParser, words: Catalogue) -> argparse.ArgumentParser:
    command.add_argument("--camera", metavar="SPEC", help=words.say("pi_help_camera"))
    command.add_argument("--server", metavar="HOST:PORT", help=words.say("pi_help_server"))
    command.add_argument("--data", type=Path, metavar="DIR", help=words.say("pi_help_data"))
    command.add_argument("--config", type=Path, metavar="FILE", help=words.say("pi_help_config"))
    command.add_argument("-v", "--verbose", action="store_true", help=words.say("pi_help_verbose"))
    return command


def _fill_in(options: argparse.Namespace) -> None:
    if options.config is not None:
        from pi_client.config_file import fill_in

        fill_in(options)


def _fps(text: str) -> float:
    from pi_client.camera.file import valid_fps

    value = valid_fps(float(text))
    if value is None:
        raise ValueError
    return value


async def _examine(options: argparse.Namespace) -> int:
    from pi_client.doctor.run import DoctorOptions, examine, report

    findings = await examine(DoctorOptions(options.camera, options.server, options.data))
    return report(findings, Catalogue(system_language()), as_json=options.json)


async def _run(options: argparse.Namespace) -> int:
    """Run the client until it ends by itself or a signal arrives."""
    from pi_client.assembly import ClientOptions, assemble  # here, so that --help is there at once
    from pi_client.client import ForgottenError

    reporter: Reporter = JsonReporter() if options.log_json else SentenceReporter()
    fps = options.fps or DEFAULT_FPS
    chosen = ClientOptions(options.camera, options.server, options.server_id, options.name, options.data, fps)
    with assemble(chosen, reporter) as client:
        running = asyncio.ensure_future(client.run())
        _cancel_on_signals(running)
        if options.supervised:
            _cancel_when_alone(running)
        try:
            await running
        except CameraUnusableError as error:  # the reporter has said why; a program's log is no place for people
            return _complain(error, EXIT_CAMERA) if options.log_json else EXIT_CAMERA
        except (asyncio.CancelledError, ForgottenError):
            return 0
    return 0


def _cancel_when_alone(running: asyncio.Future[None]) -> None:
    from pi_client.supervision import when_closed

    loop = asyncio.get_running_loop()

    def cancel() -> None:
        with contextlib.suppress(RuntimeError):  # it has ended by itself meanwhile
            loop.call_soon_threadsafe(running.cancel)

    when_closed(cancel)


def _cancel_on_signals(running: asyncio.Future[None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows: asyncio.run turns Ctrl-C into a cancellation
            loop.add_signal_handler(number, running.cancel)
