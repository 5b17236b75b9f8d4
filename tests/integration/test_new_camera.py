"""A real munjigi-pi comes to a real server: it waits, is confirmed, or is sent away and stays away."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from offload_server.data_folder import DataFolder
from offload_server.household.cameras import confirm_camera, forget_camera, list_cameras
from offload_server.household.events import list_events
from offload_server.household.records import CameraRecord, EventFilter
from offload_server.options import ServerOptions
from offload_server.runtime import ServerThread
from offload_server.trust.principals import LocalAdmin
from pipeline.types import CameraId
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_decision
from tests.pi_client.conftest import jpeg

ADMIN = LocalAdmin()


class House:
    """A server in whose house every camera has to be confirmed, also one of this machine."""

    def __init__(self, folder: Path) -> None:
        self.engine = FakeEngine()
        options = ServerOptions(port=0, advertise=False, confirm_local=True)
        self.server = ServerThread(self.engine, DataFolder(folder), options)
        self.address = self.server.start()

    def cameras(self) -> tuple[CameraRecord, ...]:
        return self.server.call(list_cameras, ADMIN, self.server.house).result(10)

    def events(self) -> int:
        return len(self.server.call(list_events, ADMIN, self.server.house, EventFilter()).result(10).events)

    def decide(self, camera_id: CameraId, visit: str) -> None:
        """The engine recognises somebody there; nothing of it is recorded later than the next look at the record."""
        self.engine.say(fake_decision(visit, camera_id=camera_id))
        time.sleep(0.1)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "house")
    yield made
    made.server.stop()


@pytest.fixture
def start_pi(tmp_path: Path, house: House) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    film, started = tmp_path / "film", []
    film.mkdir()
    (film / "1.jpg").write_bytes(jpeg(b"x" * 2000))

    def start() -> subprocess.Popen[bytes]:
        program = [sys.executable, "-m", "pi_client", "run", "--log-json", "--name", "raspberrypi"]
        where = ["--server", f"127.0.0.1:{house.address.port}", "--data", str(tmp_path / "pi"), "--camera"]
        process = subprocess.Popen([*program, *where, f"file:{film}?fps=20"], stdout=subprocess.PIPE)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def eventually(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def waiting(house: House) -> CameraRecord:
    eventually(lambda: any(house.server.latest_frames.get(each.id) for each in house.cameras()))
    (camera,) = house.cameras()
    assert camera.confirmed_at is None
    return camera


def test_a_strangers_pi_makes_no_event_until_it_is_confirmed(
    house: House, start_pi: Callable[[], subprocess.Popen[bytes]]
) -> None:
    start_pi()
    camera = waiting(house)
    house.decide(camera.id, "before")
    assert house.events() == 0
    house.server.call(confirm_camera, ADMIN, house.server.house, camera.id, "Front door").result(10)
    house.decide(camera.id, "after")
    eventually(lambda: house.events() == 1)
    assert [each.name for each in house.cameras()] == ["Front door"]


def test_a_refused_pi_ends_and_comes_back_only_when_somebody_starts_it(
    house: House, start_pi: Callable[[], subprocess.Popen[bytes]]
) -> None:
    process = start_pi()
    camera = waiting(house)
    house.server.call(forget_camera, ADMIN, house.server.house, camera.id).result(10)
    assert process.wait(20) == 0, "it was told, and ended by itself"
    output, _ = process.communicate()
    said = [json.loads(line) for line in output.splitlines()]
    assert {"event": "disconnected", "reason": "said_bye", "bye": "forgotten"} in said
    assert house.cameras() == ()
    house.decide(camera.id, "late")
    assert house.events() == 0
    start_pi()
    assert waiting(house).id != camera.id, "a new camera, and a question again"
