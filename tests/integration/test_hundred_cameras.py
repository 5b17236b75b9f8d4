"""A hundred cameras and one that floods: the others notice nothing."""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import time
from pathlib import Path

import aiohttp
import pytest

from offload_server.options import ServerOptions
from offload_server.wire import codec
from offload_server.wire.messages import Answer, FrameMessage
from tests.offload_server.serving import JPEG, Camera, Served, serving

FPS = 2.0
MOST_SLOWER = 1.2
NOISE_MS = 5.0
"""Of a machine that runs other things: without it a fifth of two milliseconds would be tested."""
FLOOD = codec.encode(FrameMessage(0, 1, 1, JPEG + b"." * 100_000))


async def one_camera(served: Served, session: aiohttp.ClientSession, taken_ms: list[float], starts_s: float) -> None:
    """Two frames a second for ever; how long each answer took."""
    await asyncio.sleep(starts_s)
    async with session.ws_connect(served.stream_url()) as socket:
        camera, seq = Camera(socket), 0
        await camera.hello()
        while True:
            began_s = time.perf_counter()
            await camera.frame(seq)
            assert isinstance(await camera.hear(), Answer)
            taken_ms.append((time.perf_counter() - began_s) * 1000)
            seq += 1
            await asyncio.sleep(max(0.0, 1 / FPS - (time.perf_counter() - began_s)))


async def one_that_floods(served: Served, session: aiohttp.ClientSession) -> None:
    """Sends as fast as it can, and comes back whenever it is thrown out."""
    while True:
        with contextlib.suppress(aiohttp.ClientError, ConnectionError, AssertionError):
            async with session.ws_connect(served.stream_url()) as socket:
                await Camera(socket).hello()
                for _ in range(10_000):
                    await socket.send_bytes(FLOOD if isinstance(FLOOD, bytes) else b"")
        await asyncio.sleep(0.25)


def p95(taken_ms: list[float]) -> float:
    return statistics.quantiles(taken_ms, n=20)[-1]


async def measured(folder: Path, cameras: int, seconds: float) -> tuple[float, float, int]:
    """The p95 of the quiet cameras' answers in ms without and with the flood, and how many answers there were."""
    options = ServerOptions(port=0, advertise=False, max_cameras=cameras + 1)
    before_ms: list[float] = []
    during_ms: list[float] = []
    connector = aiohttp.TCPConnector(limit=0)
    async with serving(folder, options=options) as served, aiohttp.ClientSession(connector=connector) as session:
        taken_ms: list[float] = []
        tasks = [
            asyncio.create_task(one_camera(served, session, taken_ms, number / cameras / FPS * 4))
            for number in range(cameras)
        ]
        await asyncio.sleep(4 / FPS + 1)
        for flooded, kept in ((False, before_ms), (True, during_ms)):
            flood = [asyncio.create_task(one_that_floods(served, session))] if flooded else []
            await asyncio.sleep(0.5)
            taken_ms.clear()
            await asyncio.sleep(seconds)
            kept.extend(taken_ms)
            for task in flood:
                task.cancel()
            await asyncio.gather(*flood, return_exceptions=True)
        failed = [task for task in tasks if task.done()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    assert not failed
    return p95(before_ms), p95(during_ms), len(during_ms)


@pytest.mark.allow_log("camera .*")
async def test_a_camera_that_floods_does_not_slow_ten_others(tmp_path: Path) -> None:
    before_ms, during_ms, answers = await measured(tmp_path, cameras=10, seconds=4)
    assert answers > 10 * FPS * 4 * 0.8
    assert during_ms < before_ms * MOST_SLOWER + NOISE_MS * 4


@pytest.mark.soak
@pytest.mark.allow_log("camera .*")
async def test_a_camera_that_floods_does_not_slow_a_hundred_others(tmp_path: Path) -> None:
    before_ms, during_ms, answers = await measured(tmp_path, cameras=100, seconds=30)
    assert answers > 100 * FPS * 30 * 0.9
    assert during_ms < before_ms * MOST_SLOWER + NOISE_MS
