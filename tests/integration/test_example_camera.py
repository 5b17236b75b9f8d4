"""The example of the protocol page streams to the real server."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from tests.offload_server.serving import serving
from tests.pi_client.conftest import jpeg

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "example_camera.py"


async def test_the_example_of_the_docs_is_a_camera(tmp_path: Path) -> None:
    film = tmp_path / "film"
    film.mkdir()
    pictures = [jpeg(length=100), jpeg(length=20_000), jpeg(b"a" * 60_000) + jpeg(b"b" * 60_000)]
    for number, picture in enumerate(pictures):  # each of the three lengths of a WebSocket frame
        (film / f"{number}.jpg").write_bytes(picture)
    async with serving(tmp_path / "house") as served:
        address = served.url.removeprefix("http://")
        process = await asyncio.create_subprocess_exec(
            sys.executable, str(EXAMPLE), address, str(film), "4", stdout=asyncio.subprocess.PIPE
        )
        output, _ = await asyncio.wait_for(process.communicate(), 20)
        assert process.returncode == 0
        assert output.decode().split() == ["idle"] * 4
        assert [job.jpeg for job in served.engine.jobs] == [*pictures, pictures[0]]


def test_the_example_is_short_enough_to_read() -> None:
    assert sum(bool(line.strip()) for line in EXAMPLE.read_text("utf-8").splitlines()) <= 60
