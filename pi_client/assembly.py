"""The one place that makes the parts of the client and joins them."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import platformdirs

from offload_server.wire.messages import PROTOCOL_VERSION, Hello
from pi_client.camera.protocol import DEFAULT_FPS, CameraWishes
from pi_client.camera.spec import open_camera
from pi_client.capture import Capture
from pi_client.client import CameraClient, FixedServer, ServerFinder
from pi_client.endpoints import Endpoint, parse_address
from pi_client.newest_frame import NewestFrame
from pi_client.news import CameraNews
from pi_client.report import Reporter
from pi_client.state_folder import StateFolder


@dataclass(frozen=True, slots=True)
class ClientOptions:
    """What the command line said; None is the default of each."""

    camera: str
    server: str | None = None
    server_id: str | None = None
    name: str | None = None
    data: Path | None = None
    fps: float = DEFAULT_FPS


@contextlib.contextmanager
def assemble(options: ClientOptions, reporter: Reporter) -> Iterator[CameraClient]:
    """Make a client that owns its data folder within the block; raise ``UsageError`` for what cannot work."""
    source = open_camera(options.camera)
    finder, accepts = _finder(options)
    state_folder = StateFolder(options.data or Path(platformdirs.user_data_dir("munjigi-pi", appauthor=False)))
    frames, news = NewestFrame(), CameraNews()
    capture = Capture(source, CameraWishes(fps=options.fps), frames, news, reporter)
    state_folder.open()
    try:
        yield CameraClient(_hello(options.name), finder, state_folder, reporter, frames, news, capture, accepts=accepts)
    finally:
        state_folder.close()


def _finder(options: ClientOptions) -> tuple[ServerFinder, Callable[[Endpoint], bool]]:
    if options.server is not None:
        fixed = parse_address(options.server)
        return FixedServer(fixed), lambda endpoint: endpoint.address == fixed.address
    from pi_client.discovery import Discovery  # a fixed address needs no mDNS: 2 MB less

    wanted = options.server_id
    return Discovery(), lambda endpoint: wanted is None or endpoint.server_id == wanted


def _hello(name: str | None) -> Hello:
    return Hello(PROTOCOL_VERSION, f"munjigi-pi {_version()}", name or socket.gethostname())


def _version() -> str:
    try:
        return metadata.version("munjigi")
    except metadata.PackageNotFoundError:
        return "unpackaged"
