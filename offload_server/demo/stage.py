"""The demo's house while it stands: its own server and engine, its cameras, and one inbox for all that they say."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections import deque
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from offload_server.data_folder import DataFolder
from offload_server.demo.enrolment import ask_for_interval, enrol
from offload_server.demo.errors import DemoError
from offload_server.demo.material import Material
from offload_server.demo.processes import CameraProcess, CameraReport, camera_command
from offload_server.demo.transcoding import FRAMES_PER_SECOND
from offload_server.demo.witness import Witness
from offload_server.household.house import House
from offload_server.household.records import EventRecord, PersonRecord
from offload_server.options import ServerOptions
from offload_server.runtime import ServerThread
from offload_server.server_identity import server_id
from resources.catalogue import Catalogue

Item = CameraReport | EventRecord
ENGINE_TIMEOUT_S: Final = 120.0
"""Importing TensorFlow takes 3-8 s, several times that on a busy machine, and dlib's model is 100 MB to read."""
CAMERAS_TIMEOUT_S: Final = 30.0
_SERVER_TIMEOUT_S: Final = 30.0
_CALL_TIMEOUT_S: Final = 60.0
LOOK_S: Final = 0.25
"""How often a waiting demo looks whether its cameras are still alive."""


class Stage:
    """A context manager; leaving it stops cameras, server and engine in this order, whatever had been started."""

    def __init__(self, material: Material, witness: Witness, data: Path, words: Catalogue) -> None:
        self._inbox: queue.SimpleQueue[Item] = queue.SimpleQueue()
        self._early: deque[Item] = deque()  # said before every camera was there
        self._witness = witness
        self._material = material
        self._data = data
        self._words = words
        self._folder = DataFolder(data / "household")
        self._server = ServerThread(witness, self._folder, ServerOptions(port=0))
        self._cameras: list[CameraProcess] = []
        self._open = contextlib.ExitStack()
        self._given_up = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop_cameras()
        self._open.close()

    @property
    def server(self) -> ServerThread:
        """The demo's own server, for a window that shows it."""
        return self._server

    def start_server(self) -> None:
        """Start server and engine, and wait for the networks. DemoError, or whatever kept the server from starting."""
        self._server.start(_SERVER_TIMEOUT_S)
        self._open.callback(self._server.stop)
        deadline = time.monotonic() + ENGINE_TIMEOUT_S
        while not self._witness.wait_until_ready(LOOK_S):
            self._go_on_before(deadline, "demo_engine_slow", ENGINE_TIMEOUT_S)
        following = self._server.call(_follow, self._server.house, self._inbox)
        self._open.callback(following.cancel)

    def enrol_everybody(self) -> tuple[PersonRecord, ...]:
        """Enrol the members of the programme, by the names that the catalogue gives them."""
        house = self._server.house
        self._server.call(ask_for_interval, house, 1000 // FRAMES_PER_SECOND).result(_CALL_TIMEOUT_S)
        return tuple(
            self._server.call(enrol, house, self._words.say(member.name_code), pictures).result(_CALL_TIMEOUT_S)
            for member, pictures in zip(self._material.programme.members, self._material.pictures, strict=True)
        )

    def start_cameras(self) -> dict[str, str]:
        """Start one process a door and wait until each has found the server: camera id → key of the door.

        They find it by mDNS; the id keeps them from the household's own server on the same machine.
        """
        only = server_id(self._folder)
        for door, film in self._material.films:
            data = self._data / f"camera-{door.key}"
            name = self._words.say(door.name_code)
            command = camera_command(film.folder, name, data, FRAMES_PER_SECOND, only)
            camera = CameraProcess(door.key, name, command, data.with_suffix(".log"), self._inbox.put)
            self._cameras.append(camera)
            camera.start()
        return self._wait_for_cameras()

    def _wait_for_cameras(self) -> dict[str, str]:
        door_of: dict[str, str] = {}
        deadline = time.monotonic() + CAMERAS_TIMEOUT_S
        while len(door_of) < len(self._cameras):
            self._go_on_before(deadline, "demo_cameras_missing", CAMERAS_TIMEOUT_S)
            item = self._next(LOOK_S)
            self.refuse_dead_cameras()
            if isinstance(item, CameraReport) and item.event == "connected":
                door_of[str(item.content.get("camera_id"))] = item.door
            elif item is not None:
                self._early.append(item)
        return door_of

    def give_up(self) -> None:
        """From any thread: whoever is still starting the demo stops waiting, by a DemoError."""
        self._given_up.set()

    def _go_on_before(self, deadline: float, code: str, seconds: float) -> None:
        if self._given_up.is_set() or time.monotonic() > deadline:
            raise DemoError.because(code, seconds=int(seconds))

    def next_item(self, timeout_s: float) -> Item | None:
        """The next thing that a camera or the household says; None when nothing came in time."""
        return self._early.popleft() if self._early else self._next(timeout_s)

    def _next(self, timeout_s: float) -> Item | None:
        try:
            return self._inbox.get(timeout=max(timeout_s, 0.0))
        except queue.Empty:
            return None

    def refuse_dead_cameras(self) -> None:
        """DemoError when a camera's process has ended by itself."""
        for camera in self._cameras:
            if not camera.is_running:
                raise DemoError.because("demo_camera_died", camera=camera.name, problem=camera.last_words())

    def stop_cameras(self) -> None:
        """Stop all of them, side by side; their open visits are then decided. Idempotent."""
        for camera in self._cameras:
            camera.ask_to_stop()
        while self._cameras:
            self._cameras.pop().stop()


async def _follow(house: House, inbox: queue.SimpleQueue[Item]) -> None:
    """Put every recorded event into ``inbox`` until cancelled: what the live events of the server also say."""
    async with house.announcements.subscribe() as events:
        while True:
            inbox.put(await events.get())
