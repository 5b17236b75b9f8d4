"""The real program in its own process: quick to start, small, found by mDNS, stopped by a signal."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import statistics
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from offload_server.wire.messages import Bye, ByeReason, Indicator
from tests.fakes.wire_server import WireServer, running_server
from tests.pi_client.conftest import jpeg
from tests.pi_client.test_discovery import advertised, advertisement

REPOSITORY = Path(__file__).resolve().parents[2]
PICTURE_BYTES = 60_000
"""An ordinary 1280x720 picture."""
MOST_MEMORY_KB = 48 * 1024


@pytest.fixture
def footage(tmp_path: Path) -> Path:
    folder = tmp_path / "footage"
    folder.mkdir()
    for number in range(8):
        (folder / f"{number}.jpg").write_bytes(jpeg(bytes([number]) * PICTURE_BYTES))
    return folder


@asynccontextmanager
async def program(*arguments: str, data: Path, environment: dict[str, str] | None = None) -> AsyncIterator[Any]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "pi_client",
        "run",
        "--data",
        str(data),
        *arguments,
        cwd=REPOSITORY,
        env=os.environ | (environment or {}),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def stop(process: asyncio.subprocess.Process, number: signal.Signals = signal.SIGTERM) -> tuple[str, str]:
    process.send_signal(number)
    output, errors = await asyncio.wait_for(process.communicate(), 10)
    assert process.returncode == 0
    return output.decode(), errors.decode()


def memory_kb(pid: int, what: str) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(what))


async def test_it_is_found_streams_within_its_memory_and_stops_on_a_signal(tmp_path: Path, footage: Path) -> None:
    server_id = secrets.token_hex(8)
    camera = ("--camera", f"file:{footage}?fps=30", "--server-id", server_id, "--log-json", "--name", "현관")
    async with (
        running_server(WireServer(indicator=Indicator.RECOGNISED)) as server,
        advertised(advertisement(server_id, server.port)),
        program(*camera, data=tmp_path / "data") as process,
    ):
        await server.until(lambda: len(server.frames) > 100, timeout_s=20)
        assert memory_kb(process.pid, "VmHWM") <= MOST_MEMORY_KB
        output, errors = await stop(process)
        await server.until(lambda: server.byes == [Bye(ByeReason.CAMERA_STOPPED, 1, 1)])
        connected = {"event": "connected", "camera_id": "camera-of-key-1", "server": server.address}
    assert server.hellos[0].suggested_name == "현관"
    assert server.pictures[0] in {jpeg(bytes([number]) * PICTURE_BYTES) for number in range(8)}
    assert statistics.median(item.age_us for item in server.frames) < 50_000
    *waiting, first, shown, unavailable, stopped = [json.loads(line) for line in output.splitlines()]
    assert all(event == {"event": "waiting", "code": "pi_looking_for_server"} for event in waiting)
    assert first == connected
    assert (shown["indicator"], unavailable["indicator"]) == ("recognised", "unavailable")
    assert stopped["event"] == "stopped"
    assert stopped["frames_sent"] > 100
    assert "Traceback" not in errors


async def test_with_a_fixed_address_the_first_frame_comes_within_a_second(tmp_path: Path, footage: Path) -> None:
    times, output = [], ""
    async with running_server() as server:
        camera = ("--camera", f"file:{footage}", "--server", server.address)
        for number in range(3):
            server.frames.clear()
            started = time.monotonic()
            async with program(*camera, data=tmp_path / str(number)) as process:
                await server.until(lambda: len(server.frames) > 0)
                times.append(time.monotonic() - started)
                output, _ = await stop(process, signal.SIGINT)
    assert min(times) < 1.0
    assert "Traceback" not in output


async def test_it_speaks_the_language_of_the_machine(tmp_path: Path, footage: Path) -> None:
    async with running_server() as server:
        camera = ("--camera", f"file:{footage}", "--server", server.address)
        async with program(*camera, data=tmp_path / "data", environment={"LC_ALL": "ko_KR.UTF-8"}) as process:
            await server.until(lambda: len(server.frames) > 2)
            output, _ = await stop(process)
    assert server.address in output.splitlines()[0]
    assert any("가" <= letter <= "힣" for letter in output)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--camera", "webcam"], 2, "v4l2:/dev/video0"),
        (["--camera", "file:{empty}"], 1, "{empty}"),
        (["--camera", "file:.", "--server", "nowhere"], 2, "nowhere"),
        (["--camera", "picamera", "--server", "127.0.0.1:1"], 1, "apt install python3-picamera2"),
        (["--camera", "file:.", "--fps", "0"], 2, "--fps"),
    ],
)
async def test_what_cannot_work_is_said_in_a_sentence(
    tmp_path: Path, arguments: list[str], code: int, says: str
) -> None:
    (tmp_path / "empty").mkdir()
    filled = [word.format(empty=tmp_path / "empty") for word in arguments]
    async with program(*filled, data=tmp_path / "data", environment={"LC_ALL": "C.UTF-8"}) as process:
        output, errors = await asyncio.wait_for(process.communicate(), 10)
    assert process.returncode == code
    told = output.decode() + errors.decode()
    assert says.format(empty=tmp_path / "empty") in told.partition("Stopped.")[0]  # the reason first
    assert "Traceback" not in told


async def test_two_programs_with_one_folder_do_not_take_each_others_place(tmp_path: Path, footage: Path) -> None:
    camera = ("--camera", f"file:{footage}", "--server", "127.0.0.1:1")
    async with program(*camera, data=tmp_path) as first:
        await first.stdout.readline()
        async with program(*camera, data=tmp_path) as second:
            _, errors = await asyncio.wait_for(second.communicate(), 10)
    assert second.returncode == 2
    assert str(tmp_path) in errors.decode()
