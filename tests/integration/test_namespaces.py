"""The real server and two real cameras on a network of their own: found, lost, moved, slowed down and mended.

The server's engine has no networks and writes down every frame; everything else is as a user runs it.
"""

from __future__ import annotations

import itertools
import json
import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.integration import namespaces
from tests.integration.namespaces import Machine, Network
from tests.pi_client.conftest import jpeg

REPOSITORY = Path(__file__).resolve().parents[2]
PORT = 8710
DISCOVERED_WITHIN_S = 3.0
STREAMING_AGAIN_WITHIN_S = 5.0
PICTURE_BYTES = 20_000

pytestmark = [
    pytest.mark.skipif(namespaces.why_not() is not None, reason=str(namespaces.why_not())),
    pytest.mark.timeout(300),
]


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of the engine: which camera, our number, which picture, how old it was on arrival, when it arrived."""

    camera: str
    seq: int
    picture: int
    age_ms: float
    at_s: float


@dataclass
class Lan:
    """The network with its programs; times are seconds of the time of day, which all processes share."""

    network: Network
    folder: Path
    server_machine: Machine
    pis: list[Machine]
    pause_s: float = 0.0
    processes: list[subprocess.Popen[str]] = field(default_factory=list)
    said: dict[int, list[tuple[float, dict[str, object]]]] = field(default_factory=dict)
    readers: list[threading.Thread] = field(default_factory=list)

    def start_server(self, machine: Machine | None = None, house: str = "house") -> subprocess.Popen[str]:
        program = ("-m", "tests.integration.fake_engine_server", "--insecure-lan", "--data", str(self.folder / house))
        return self._start(machine or self.server_machine, *program)

    def start_pi(self, number: int, *arguments: str) -> subprocess.Popen[str]:
        data, film = self.folder / f"pi{number}", self.folder / "film"
        camera = ("--camera", f"file:{film}?fps=10", "--data", str(data), "--log-json", *arguments)
        process = self._start(self.pis[number], "-m", "pi_client", "run", *camera)
        self.said[number] = []
        reader = threading.Thread(target=self._listen, args=(number, process), daemon=True)
        reader.start()
        self.readers.append(reader)
        return process

    def _start(self, machine: Machine, *program: str) -> subprocess.Popen[str]:
        frames = str(self.folder / "frames")
        variables = {"MUNJIGI_TEST_FRAMES": frames, "MUNJIGI_TEST_PAUSE_S": str(self.pause_s), "LC_ALL": "C.UTF-8"}
        log = (self.folder / f"{machine.name}.log").open("ab")
        with log:
            process = subprocess.Popen(
                machine.command(sys.executable, *program),
                cwd=REPOSITORY,
                env={**os.environ, **variables},
                stdout=subprocess.PIPE if "pi_client" in program else log,
                stderr=log,
                text=True,
            )
        self.processes.append(process)
        return process

    def _listen(self, number: int, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or ():
            self.said[number].append((time.time(), json.loads(line)))

    def frames(self) -> list[Frame]:
        """Everything that the engine got so far."""
        file = self.folder / "frames"
        lines = file.read_text().splitlines(keepends=True) if file.exists() else []
        words = [line.split() for line in lines if line.endswith("\n")]
        return [Frame(camera, int(seq), int(pic), float(age), float(at)) for camera, seq, pic, age, at in words]

    def frames_after(self, moment_s: float) -> list[Frame]:
        return [frame for frame in self.frames() if frame.at_s > moment_s]

    def until_streaming(self, since_s: float, cameras: int = 2, within_s: float = 30.0) -> float:
        """Seconds from ``since_s`` until so many cameras have been seen by the engine."""
        self.until(lambda: len({frame.camera for frame in self.frames_after(since_s)}) >= cameras, within_s)
        first = {frame.camera: frame.at_s for frame in reversed(self.frames_after(since_s))}
        return max(first.values()) - since_s

    def until(self, holds: Callable[[], object], within_s: float = 30.0) -> None:
        deadline = time.monotonic() + within_s
        while not holds():
            assert time.monotonic() < deadline, self.logs()
            time.sleep(0.05)

    def events(self, number: int, event: str) -> list[float]:
        """When camera ``number`` reported ``event``."""
        return [at_s for at_s, line in self.said[number] if line["event"] == event]

    def logs(self) -> str:
        return "\n".join(file.read_text(errors="replace")[-1500:] for file in self.folder.glob("*.log"))

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout is not None and not self.readers:
                process.stdout.close()
        for reader in self.readers:
            reader.join(5)
        for process in self.processes:
            if process.stdout is not None:
                process.stdout.close()


@pytest.fixture
def lan(tmp_path: Path) -> Iterator[Lan]:
    film = tmp_path / "film"
    film.mkdir()
    for number in range(200):  # the last bytes of a picture say which one it is
        (film / f"{number:03}.jpg").write_bytes(jpeg(f"{number:08}".encode().rjust(PICTURE_BYTES, b".")))
    with namespaces.network() as network:
        server = network.machine("sv", "10.77.0.1")
        pis = [network.machine("p1", "10.77.0.11"), network.machine("p2", "10.77.0.12")]
        made = Lan(network, tmp_path, server, pis)
        try:
            yield made
        finally:
            made.stop()


def memory_kb(process: subprocess.Popen[str]) -> int:
    status = Path(f"/proc/{process.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def in_order_and_once(frames: list[Frame]) -> None:
    """Of each camera every picture came once, and none before an older one (the film is a loop of 200)."""
    for camera in {frame.camera for frame in frames}:
        pictures = [frame.picture for frame in frames if frame.camera == camera]
        steps = [(after - before) % 200 for before, after in itertools.pairwise(pictures)]
        assert all(0 < step < 190 for step in steps), steps


def test_two_cameras_find_the_server_and_find_it_again_at_another_address(lan: Lan) -> None:
    lan.start_server()
    lan.until((lan.folder / "house" / "server.json").exists)
    began_s = time.time()
    for number in range(2):
        lan.start_pi(number)
    assert (
        lan.until_streaming(began_s) < DISCOVERED_WITHIN_S + 1.0
    )  # a second for Python itself to start, twice at once
    time.sleep(1)
    lan.processes[0].send_signal(signal.SIGKILL)
    lan.processes[0].wait()
    lan.server_machine.move_to("10.77.0.99")
    time.sleep(2)  # the cameras have learnt by now that the old address is dead
    restarted_s = time.time()
    lan.start_server()
    assert lan.until_streaming(restarted_s) < STREAMING_AGAIN_WITHIN_S
    assert len({frame.camera for frame in lan.frames()}) == 2  # known by their keys, not new cameras
    in_order_and_once(lan.frames())


def test_mdns_is_blocked_and_the_remembered_address_serves(lan: Lan) -> None:
    lan.start_server()
    first = lan.start_pi(0)
    lan.until_streaming(0, cameras=1)
    first.terminate()
    first.wait(10)
    lan.pis[0].block_mdns()
    lan.pis[1].block_mdns()
    again_s = time.time()
    lan.start_pi(0)
    assert lan.until_streaming(again_s, cameras=1) < DISCOVERED_WITHIN_S
    lan.start_pi(1, "--server", f"10.77.0.1:{PORT}")  # it has nothing to remember: the address is typed
    lan.until_streaming(again_s, cameras=2)


def test_a_camera_without_any_ipv4_finds_the_server_by_its_link_local_address(lan: Lan) -> None:
    lan.pis[0] = lan.network.machine("p6", None)
    lan.start_server()
    lan.start_pi(0)
    lan.until_streaming(0, cameras=1)
    connected = next(line for _, line in lan.said[0] if line["event"] == "connected")
    assert "%" in str(connected["server"])  # the scope: which of the camera's interfaces


def test_a_server_whose_address_changes_under_it_is_found_again(lan: Lan) -> None:
    lan.start_server()
    lan.start_pi(0)
    lan.until_streaming(0, cameras=1)
    lan.server_machine.move_to("10.77.0.50")
    moved_s = time.time()
    # Six seconds for the dead connection, five for the look at the addresses, side by side.
    assert lan.until_streaming(moved_s + 0.2, cameras=1) < 10.0


def test_a_server_on_two_networks_serves_both_and_survives_the_loss_of_one(lan: Lan) -> None:
    """Cable and Wi-Fi: a camera on each, one on both; then the cable is pulled out of the server."""
    wifi = lan.network.switch("wf")
    lan.server_machine.plug_second(wifi, "10.78.0.1")
    lan.pis[1].plug_second(wifi, "10.78.0.12")
    lan.pis.append(lan.network.machine("p3", "10.78.0.13", wifi))
    lan.start_server()
    lan.until((lan.folder / "house" / "server.json").exists)
    for number in (1, 2):
        lan.start_pi(number)
    lan.until_streaming(0, cameras=2)
    lan.server_machine.unplug()
    unplugged_s = time.time()
    assert lan.until_streaming(unplugged_s + 1, cameras=2) < 12.0  # six seconds to notice, then the other address
    assert len({frame.camera for frame in lan.frames()}) == 2
    in_order_and_once(lan.frames())


@pytest.mark.soak
def test_two_servers_with_one_name_are_both_found_and_a_camera_keeps_to_its_own(lan: Lan) -> None:
    other = lan.network.machine("s2", "10.77.0.2")
    for house in ("house", "copy"):  # a copied data folder: the same id, so the same name
        (lan.folder / house).mkdir(mode=0o700)
        (lan.folder / house / "server-id").write_text("0123456789abcdef0123456789abcdef\n")
    lan.start_server()
    lan.until((lan.folder / "house" / "server.json").exists)
    lan.start_server(other, house="copy")
    lan.until(lambda: "announced as Munjigi 012345-2" in lan.logs())
    lan.start_pi(0)
    lan.until_streaming(0, cameras=1)


def doctor(lan: Lan, *arguments: str) -> dict[str, str]:
    """What the doctor says on the first Pi: topic and code."""
    program = (sys.executable, "-m", "pi_client", "doctor", "--json", "--data", str(lan.folder / "pi0"), *arguments)
    done = subprocess.run(
        lan.pis[0].command(*program), cwd=REPOSITORY, capture_output=True, text=True, timeout=30, check=False
    )
    findings = {finding["topic"]: finding["code"] for finding in json.loads(done.stdout)}
    assert done.returncode == int("problem" in done.stdout), done.stderr
    return findings


def test_the_doctor_explains_an_access_point_that_isolates_its_stations(lan: Lan) -> None:
    lan.start_server()
    lan.until((lan.folder / "house" / "server.json").exists)
    lan.until(lambda: "announced as Munjigi" in lan.logs())
    assert doctor(lan)["server"] == "pi_doctor_server_fine"
    for machine in (lan.server_machine, lan.pis[0]):
        machine.isolate()
    assert doctor(lan, "--server", f"10.77.0.1:{PORT}")["server"] == "pi_doctor_server_isolated"


def loss(lan: Lan, percent: int, seconds: float) -> list[Frame]:
    """What the engine got in ``seconds`` of a network that loses so many packets each way."""
    lan.start_server()
    pis = [lan.start_pi(number) for number in range(2)]
    lan.until_streaming(0)
    memory = [memory_kb(pi) for pi in pis]
    for machine in (lan.server_machine, *lan.pis):
        machine.lose(percent)
    lost_s = time.time()
    time.sleep(seconds)
    frames = lan.frames_after(lost_s)
    for pi, before in zip(pis, memory, strict=True):
        assert memory_kb(pi) < before + 8 * 1024
    for machine in (lan.server_machine, *lan.pis):
        machine.mend()
    mended_s = time.time()
    lan.until_streaming(mended_s, within_s=75)  # the longest pause is a minute
    in_order_and_once(lan.frames())
    return frames


def test_a_tenth_of_the_packets_is_lost(lan: Lan) -> None:
    frames = loss(lan, 10, seconds=6)
    assert len(frames) > 20
    assert statistics.median(frame.age_ms for frame in frames) < 1000
    assert max(frame.age_ms for frame in frames) < 6000


@pytest.mark.soak
def test_a_third_of_the_packets_is_lost(lan: Lan) -> None:
    frames = loss(lan, 30, seconds=60)
    assert len(frames) > 10
    assert max(frame.age_ms for frame in frames) < 10_000  # no connection that silent lives longer


def outage(lan: Lan, seconds: float) -> None:
    lan.start_server()
    pis = [lan.start_pi(number) for number in range(2)]
    lan.until_streaming(0)
    memory = [memory_kb(pi) for pi in pis]
    lan.server_machine.cut()
    time.sleep(seconds)
    assert all(lan.events(number, "disconnected") for number in range(2))
    lan.server_machine.mend()
    mended_s = time.time()
    lan.until_streaming(mended_s, within_s=60)
    time.sleep(1)
    fresh = [frame.age_ms for frame in lan.frames_after(mended_s + 0.5)]
    assert fresh
    assert statistics.median(fresh) < 1000  # nothing of the outage is sent afterwards
    assert all(memory_kb(pi) < before + 8 * 1024 for pi, before in zip(pis, memory, strict=True))
    in_order_and_once(lan.frames())


def test_an_outage_of_seven_seconds_is_noticed_and_survived(lan: Lan) -> None:
    outage(lan, 7)


@pytest.mark.soak
def test_an_outage_of_twenty_seconds_is_survived(lan: Lan) -> None:
    outage(lan, 20)


def test_a_slow_server_gets_new_pictures_not_all_of_them(lan: Lan) -> None:
    lan.pause_s = 0.4
    lan.start_server()
    for number in range(2):
        lan.start_pi(number)
    lan.until_streaming(0)
    slow_s = time.time()
    time.sleep(4)
    frames = lan.frames_after(slow_s)
    assert 6 < len(frames) < 14  # 2.5 a second in all, of the 20 that the cameras make
    assert max(frame.age_ms for frame in frames) < 400
    in_order_and_once(frames)
