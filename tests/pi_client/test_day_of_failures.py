"""A day without a server, in seconds: the client's clock is the loop's, and the loop's jumps."""

from __future__ import annotations

import asyncio
import gc
import tracemalloc
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from offload_server.wire.messages import Hello
from pi_client.camera.protocol import CameraWishes
from pi_client.capture import Capture
from pi_client.client import CameraClient
from pi_client.endpoints import Endpoint
from pi_client.newest_frame import NewestFrame
from pi_client.news import CameraNews
from pi_client.reconnect import ReconnectPolicy
from pi_client.state_folder import StateFolder
from tests.fakes.virtual_time import run_virtually
from tests.pi_client.conftest import RecordingReporter, ScriptedCamera

DAY_S = 86_400.0
FEWEST, MOST = 2_000, 5_000
"""A mean pause of 30 s (full jitter over a minute) makes 2,880 attempts a day."""
MOST_GROWTH_BYTES = 64 * 1024
ADDRESSES = 32
"""More than a home has, fewer than yarl keeps parsed (512): what grows is ours."""

pytestmark = [pytest.mark.allow_log("no connection"), pytest.mark.timeout(300)]


@dataclass
class TroubledNetwork:
    """Every attempt sees another trouble: nobody, a refusing port, a port that closes at once, addresses that move."""

    slamming_port: int
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    attempts: int = 0

    async def start(self) -> None:
        self.attempts += 1

    async def stop(self) -> None:
        """Nothing runs."""

    def endpoints(self) -> list[Endpoint]:
        troubles: tuple[list[Endpoint], ...] = (
            [],
            [Endpoint("127.0.0.1", 1, "home")],
            [Endpoint("127.0.0.1", self.slamming_port, "home")],
            [Endpoint(f"127.0.0.{self.attempts % ADDRESSES + 1}", 1, f"s{self.attempts % ADDRESSES}")],
        )
        return troubles[self.attempts % len(troubles)]


async def _slam(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


async def _a_day(folder: Path) -> tuple[TroubledNetwork, list[tuple[int, int, int]], RecordingReporter]:
    """The measurements (bytes, tasks, open files) after an hour and after the day."""
    slamming = await asyncio.start_server(_slam, "127.0.0.1", 0)
    network = TroubledNetwork(slamming.sockets[0].getsockname()[1])
    frames, news, reporter = NewestFrame(), CameraNews(), RecordingReporter()
    camera = ScriptedCamera(period_s=60.0)
    capture = Capture(camera, CameraWishes(), frames, news, reporter, silence_s=600.0)
    client = CameraClient(
        Hello(1, "test", "a door"), network, StateFolder(folder), reporter, frames, news, capture,
        policy=ReconnectPolicy(),
    )  # fmt: skip
    running = asyncio.create_task(client.run())
    measured = []
    for seconds in (3_600.0, DAY_S - 3_600.0):
        await asyncio.sleep(seconds)
        gc.collect()
        measured.append((tracemalloc.get_traced_memory()[0], len(asyncio.all_tasks()), _open_files()))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    slamming.close()
    await slamming.wait_closed()
    return network, measured, reporter


def test_a_day_of_failures_is_neither_a_busy_loop_nor_a_leak(tmp_path: Path) -> None:
    tracemalloc.start()
    try:
        network, ((memory, tasks, files), (memory_later, tasks_later, files_later)), reporter = run_virtually(
            _a_day(tmp_path)
        )
    finally:
        tracemalloc.stop()
    assert FEWEST < network.attempts < MOST
    assert memory_later - memory < MOST_GROWTH_BYTES
    assert tasks_later <= tasks + 4  # an attempt may just be under way
    assert files_later <= files + 4
    assert len(reporter.said) < 10  # each trouble is said once
