"""What runs behind the window: the household's own server, or the demo's. Knows no Qt; every method may block.

Nothing heavy is imported before ``start``: the window is on the screen by then (design.md 6).
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from weights.folders import weights_folder

if TYPE_CHECKING:
    from offload_server.demo.options import DemoOptions
    from offload_server.demo.run import EngineMaker
    from offload_server.demo.stage import Stage
    from offload_server.options import ServerOptions
    from offload_server.runtime import ServerThread
    from offload_server.webcams import Webcams
    from pipeline.ports import FaceEngine
    from weights.store import WeightsStore

SERVER_TIMEOUT_S = 60.0
Say = Callable[[str], None]
"""Told the code of each step of the start, from the starting thread."""


class StoppedMeanwhileError(Exception):
    """It was told to stop while it was still starting."""


class Backend(Protocol):
    """A server of its own, started and stopped once; ``is_demo`` when nothing of it is kept."""

    @property
    def is_demo(self) -> bool: ...

    @property
    def steps(self) -> tuple[str, ...]: ...

    def start(self, say: Say) -> ServerThread:
        """Start everything; raises what kept it from starting, and stops what had begun."""

    def stop(self) -> None:
        """Stop in order; waits for a start that has begun anything, which then breaks off. Idempotent."""


@dataclass(frozen=True, slots=True)
class HouseholdOptions:
    """Which household, and where its server listens. ``weights`` None looks where models are installed; without
    ``advertise`` cameras need its address. ``preset`` and
    ``insecure_lan`` stand above the household's own choice.
    """

    data: Path
    port: int
    weights: Path | None = None
    advertise: bool = True
    preset: str | None = None
    insecure_lan: bool | None = None

    @property
    def weights_folder(self) -> Path:
        return self.weights or weights_folder(self.data)


class HouseholdBackend:
    """The household's server: on this machine's loopback, or for the whole network where somebody chose that."""

    is_demo = False
    steps = ("window_step_server", "window_step_models")

    def __init__(
        self,
        options: HouseholdOptions,
        make_engine: Callable[[HouseholdOptions], FaceEngine] | None = None,
        webcams: Webcams | None = None,
    ) -> None:
        """``webcams`` None: those of this PC."""
        self._webcams = webcams
        self._options = options
        self._make_engine = make_engine or household_engine
        self._busy = threading.Lock()
        self._wanted = True
        self._server: ServerThread | None = None

    def start(self, say: Say) -> ServerThread:
        say("window_step_server")
        from offload_server.data_folder import DataFolder  # nothing has begun: who stops need not wait for this
        from offload_server.runtime import ServerThread

        with self._busy:
            if not self._wanted:
                raise StoppedMeanwhileError
            engine = self._make_engine(self._options)
            server = ServerThread(engine, DataFolder(self._options.data), server_options(self._options), self._webcams)
            server.start(SERVER_TIMEOUT_S)
            self._server = server
            say("window_step_models")
            return server

    def stop(self) -> None:
        self._wanted = False
        with self._busy:
            server, self._server = self._server, None
            if server is not None:
                server.stop()


class DemoBackend:
    """Two demo doors on the real path: a server with a throw-away folder and two camera processes."""

    is_demo = True
    steps = ("demo_preparing", "demo_loading", "demo_connecting")

    def __init__(self, options: DemoOptions, make_engine: EngineMaker | None = None) -> None:
        self._options = options
        self._make_engine = make_engine
        self._busy = threading.Lock()
        self._wanted = True
        self._stage: Stage | None = None
        self._open = contextlib.ExitStack()

    def start(self, say: Say) -> ServerThread:
        say("demo_preparing")
        weights = self._find_weights()
        with self._busy, contextlib.ExitStack() as begun:
            server = self._start(weights, say, begun)
            self._open = begun.pop_all()
            return server

    def stop(self) -> None:
        self._wanted = False
        if self._stage is not None:
            self._stage.give_up()
        with self._busy:
            self._open.close()

    def _find_weights(self) -> WeightsStore:
        """Import and read for a second or two; nothing has begun, so whoever stops meanwhile does not wait for it."""
        import offload_server.demo.run  # noqa: F401 - and with it the stage
        from offload_server.demo.material import find_weights

        self._go_on()
        return find_weights(self._options)

    def _go_on(self) -> None:
        if not self._wanted:
            raise StoppedMeanwhileError

    def _start(self, weights: WeightsStore, say: Say, begun: contextlib.ExitStack) -> ServerThread:
        from offload_server.demo.material import prepare
        from offload_server.demo.run import standard_engine
        from offload_server.demo.stage import Stage
        from offload_server.demo.throw_away import throw_away_folder
        from offload_server.demo.witness import Witness
        from resources.catalogue import Catalogue

        self._go_on()
        material = prepare(self._options, weights)
        self._go_on()
        engine = (self._make_engine or standard_engine)(weights)
        data = begun.enter_context(throw_away_folder(self._options.data))
        witness = Witness(engine, material.present())
        stage = self._stage = begun.enter_context(Stage(material, witness, data, Catalogue(self._options.language)))
        for code, step in (
            ("demo_loading", stage.start_server),
            ("demo_loading", stage.enrol_everybody),
            ("demo_connecting", stage.start_cameras),
        ):
            if self._wanted:
                say(code)
                step()
        return stage.server


def server_options(options: HouseholdOptions) -> ServerOptions:
    """Where the household's server listens, and who may reach it."""
    from offload_server.data_folder import DataFolder
    from offload_server.options import ServerOptions, every_address
    from offload_server.settings import load_settings

    lan = options.insecure_lan
    if lan is None:
        lan = load_settings(DataFolder(options.data).settings_file).current.insecure_lan
    basis = ServerOptions(port=options.port, advertise=options.advertise)
    return replace(basis, host=every_address(), insecure_lan=True) if lan else basis


def household_engine(options: HouseholdOptions) -> FaceEngine:
    """The engine of the household's preset."""
    from pipeline.engine import Engine
    from pipeline.presets import preset
    from weights.store import WeightsStore

    return Engine(preset(household_preset(options), WeightsStore(options.weights_folder)))


def household_preset(options: HouseholdOptions) -> str:
    """The preset that was named at the start, else the household's own; SettingsError."""
    from offload_server.data_folder import DataFolder
    from offload_server.settings import load_settings

    return options.preset or load_settings(DataFolder(options.data).settings_file).current.preset


def fetch_models(folder: Path, presets: Sequence[str]) -> None:
    """Bring into ``folder`` what of ``presets`` is missing or damaged; WeightError. May block for minutes."""
    from weights.folders import local_sources
    from weights.store import WeightsStore

    store = WeightsStore(folder, local_sources())
    store.install_all([name for preset in presets for name in store.missing(preset)])
    convert_networks(folder)


def convert_networks(folder: Path) -> None:
    """Let a process of its own make the LiteRT forms: it needs TensorFlow and its memory, which the station does not.

    A failure is no trouble: TensorFlow runs the networks then, and the status bar says so.
    """
    subprocess.run(
        [sys.executable, "-P", "-m", "pipeline.lab", "convert", "--weights", str(folder)],  # -P: not of this folder
        check=False,
        capture_output=True,
    )
