"""The real station: real window, server, store and networks, and real ``munjigi-pi`` processes before the doors."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.application import Application
from desktop_app.station_state import Phase
from offload_server.demo import transcoding
from offload_server.demo.cast import Piece
from pipeline.engine import Engine
from pipeline.presets import standard
from tests.desktop_app.conftest import StationMaker
from tests.desktop_app.journey.visitor import Visitor
from weights.store import WeightsStore

FRAMES_PER_SECOND = 10
_NOBODY_S = 4
"""A visit closes after three seconds out of sight."""


class Street:
    """Cameras that play pieces of clips, each a ``munjigi-pi`` process of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def open(self, name: str, port: int, clip: Path, piece: Piece) -> None:
        """A camera called ``name`` plays ``piece`` over and over, with an empty doorway between."""
        film = self._film(name)
        film.mkdir()
        nobody = [transcoding.empty_doorway()] * (_NOBODY_S * FRAMES_PER_SECOND)
        for number, jpeg in enumerate([*nobody, *transcoding.jpegs(clip, piece)]):
            (film / f"{number:05d}.jpg").write_bytes(jpeg)
        self.plug_in(name, port)

    def plug_in(self, name: str, port: int) -> None:
        """The same camera, as a Pi that got its power back."""
        program = [sys.executable, "-m", "pi_client", "run", "--server", f"127.0.0.1:{port}", "--name", name]
        camera = f"file:{self._film(name)}?fps={FRAMES_PER_SECOND}"
        with (self._folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                [*program, "--data", str(self._folder / f"{name}-pi"), "--camera", camera],
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def pull_out(self, name: str) -> None:
        """A camera without power says no goodbye."""
        process = self._running.pop(name)
        process.kill()
        process.wait()

    def _film(self, name: str) -> Path:
        return self._folder / name

    def close(self, name: str) -> None:
        """Switch a camera off."""
        process = self._running.pop(name)
        process.terminate()
        try:
            process.wait(10)
        finally:
            process.kill()
            process.wait()

    def close_all(self) -> None:
        for name in tuple(self._running):
            self.close(name)


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    (tmp_path / "street").mkdir()
    made = Street(tmp_path / "street")
    yield made
    made.close_all()


@pytest.fixture
def engine(models: WeightsStore) -> Engine:
    """The networks that a household has; the server starts and stops it."""
    return Engine(standard(models))


@pytest.fixture
def fresh_station(make_station: StationMaker, models: WeightsStore, qtbot: QtBot) -> Application:
    """On a data folder that nobody has used; recognition is ready."""
    application = make_station(welcomes=True, weights=models.folder)
    station = application.station
    qtbot.waitUntil(lambda: station.state.phase is Phase.RUNNING, timeout=30_000)
    qtbot.waitUntil(lambda: station.state.engine is not None and station.state.engine.ready, timeout=60_000)
    return application


@pytest.fixture
def visitor(fresh_station: Application, qtbot: QtBot) -> Visitor:
    return Visitor(fresh_station, qtbot)
