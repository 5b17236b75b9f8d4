"""The command line of a camera: ``munjigi-pi run --camera SPEC``."""

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

EXIT_USAGE = 2
EXIT_CAMERA = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; return its exit code (0 stopped, 1 the camera cannot work, 2 wrongly started)."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(
        level=logging.DEBUG if options.verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    if not options.verbose:  # it warns with a traceback of each interface that has no multicast
        logging.getLogger("zeroconf").setLevel(logging.CRITICAL)
    try:
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="munjigi-pi", description="The camera at a door: streams to its Munjigi.")
    run = parser.add_subparsers(dest="command", required=True).add_parser("run", help="stream until stopped")
    run.add_argument(
        "--camera",
        required=True,
        metavar="SPEC",
        help="picamera, v4l2:/dev/video0, mjpeg:http://HOST/PATH, file:FOLDER[?fps=N] or file:FILE.mjpeg[?fps=N]",
    )
    run.add_argument("--server", metavar="HOST:PORT", help="a fixed server; otherwise it is found by itself")
    run.add_argument("--server-id", metavar="ID", help="among the servers that are found, only the one with this id")
    run.add_argument("--name", metavar="TEXT", help="suggested name of the camera (default: this machine's)")
    run.add_argument("--data", type=Path, metavar="DIR", help="where the server's key is kept")
    run.add_argument("--fps", type=_fps, default=DEFAULT_FPS, metavar="N", help="pictures per second (default: 15)")
    run.add_argument("--log-json", action="store_true", help="print one JSON line an event")
    run.add_argument("-v", "--verbose", action="store_true", help="log everything")
    return parser


def _fps(text: str) -> float:
    from pi_client.camera.file import valid_fps

    value = valid_fps(float(text))
    if value is None:
        raise ValueError
    return value


async def _run(options: argparse.Namespace) -> int:
    """Run the client until it ends by itself or a signal arrives."""
    from pi_client.assembly import ClientOptions, assemble  # here, so that --help is there at once
    from pi_client.client import ForgottenError

    reporter: Reporter = JsonReporter() if options.log_json else SentenceReporter()
    chosen = ClientOptions(options.camera, options.server, options.server_id, options.name, options.data, options.fps)
    with assemble(chosen, reporter) as client:
        running = asyncio.ensure_future(client.run())
        _cancel_on_signals(running)
        with contextlib.suppress(asyncio.CancelledError, ForgottenError):
            await running
    return 0


def _cancel_on_signals(running: asyncio.Future[None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows: asyncio.run turns Ctrl-C into a cancellation
            loop.add_signal_handler(number, running.cancel)
