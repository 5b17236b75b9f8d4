"""The cable is pulled: nobody says anything, and both ends find out within six seconds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from offload_server.options import ServerOptions
from pi_client.assembly import ClientOptions, assemble
from pipeline.types import CameraId
from tests.fakes.tcp_proxy import proxied
from tests.offload_server.serving import serving
from tests.pi_client.conftest import RecordingReporter, jpeg, until

FOUND_WITHIN_S = 6.0


@pytest.mark.allow_log("no connection")
async def test_a_half_open_connection_is_found_by_both_ends_within_six_seconds(tmp_path: Path) -> None:
    film, reporter = tmp_path / "film", RecordingReporter()
    film.mkdir()
    (film / "1.jpg").write_bytes(jpeg(length=2000))
    options = ServerOptions(port=0, advertise=False, camera_silence_s=60)
    async with (
        serving(tmp_path / "house", options=options) as served,
        proxied("127.0.0.1", int(served.url.rpartition(":")[2])) as wire,
    ):
        with assemble(ClientOptions(f"file:{film}", wire.address, data=tmp_path / "pi"), reporter) as client:
            running = asyncio.create_task(client.run())
            await until(lambda: len(served.engine.jobs) > 3)
            wire.is_cut = True
            cut_at = time.monotonic()
            camera_id = CameraId(str(reporter.said[0][1]))
            took = await asyncio.gather(
                _seconds_until(cut_at, lambda: any(said[0] == "disconnected" for said in reporter.said)),
                _seconds_until(cut_at, lambda: not served.house.views.is_connected(camera_id)),
            )
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    assert max(took) < FOUND_WITHIN_S


async def _seconds_until(start_s: float, holds: Callable[[], bool]) -> float:
    await until(holds)
    return time.monotonic() - start_s
