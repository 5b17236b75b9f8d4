"""A long wire: 200 ms each way between the real server and the real camera program."""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
import time
from pathlib import Path

import psutil

from pipeline.ports import FrameJob
from tests.fakes.tcp_proxy import proxied
from tests.offload_server.serving import serving
from tests.pi_client.conftest import jpeg, until

REPOSITORY = Path(__file__).resolve().parents[2]
DELAY_S = 0.2
PICTURES = 100


def number_of(job: FrameJob) -> int:
    return int(job.jpeg[-10:-2])


async def test_frames_stay_young_in_order_and_few_when_the_wire_is_long(tmp_path: Path) -> None:
    film = tmp_path / "film"
    film.mkdir()
    for number in range(PICTURES):  # the last bytes of a picture say which one it is
        (film / f"{number:03}.jpg").write_bytes(jpeg(f"{number:08}".encode().rjust(20_000, b".")))
    async with (
        serving(tmp_path / "house") as served,
        proxied("127.0.0.1", int(served.url.rpartition(":")[2]), DELAY_S) as wire,
    ):
        camera = ("-m", "pi_client", "run", "--camera", f"file:{film}?fps=10", "--server", wire.address)
        process = await asyncio.create_subprocess_exec(
            sys.executable, *camera, "--data", str(tmp_path / "pi"), "--log-json",
            cwd=REPOSITORY, stdout=asyncio.subprocess.DEVNULL, env={**os.environ, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        try:
            await until(lambda: len(served.engine.jobs) >= 3, 20)
            memory = psutil.Process(process.pid).memory_info().rss
            began_s = time.monotonic()
            await until(lambda: len(served.engine.jobs) >= 15, 20)
            took_s = time.monotonic() - began_s
            grown = psutil.Process(process.pid).memory_info().rss - memory
        finally:
            process.terminate()
            await process.wait()
    jobs = list(served.engine.jobs)
    ages_ms = [(job.received_at_ns - job.captured_at_ns) / 1e6 for job in jobs[3:]]
    assert max(ages_ms) < 1000  # the way, and at most one picture's waiting; never a queue of them
    steps = [(number_of(after) - number_of(before)) % PICTURES for before, after in itertools.pairwise(jobs)]
    assert all(0 < step < PICTURES - 10 for step in steps)
    assert took_s > 12 * 2 * DELAY_S * 0.9  # one in flight: no faster than there and back
    assert took_s < 12 * (2 * DELAY_S + 0.3)
    assert grown < 8e6
