"""What the camera's program writes down: neither keys nor names nor pictures."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from tests.offload_server.serving import serving
from tests.pi_client.conftest import jpeg, until

REPOSITORY = Path(__file__).resolve().parents[2]
NAME = "Grandmother Sunja's room"
SECRET_PICTURE = "a picture of somebody"


@pytest.mark.parametrize("form", [(), ("--log-json",)], ids=["text", "json"])
async def test_a_whole_life_of_a_camera_leaves_no_personal_word(form: tuple[str, ...], tmp_path: Path) -> None:
    film = tmp_path / "film"
    film.mkdir()
    (film / "1.jpg").write_bytes(jpeg(SECRET_PICTURE.encode(), length=2000))
    data = tmp_path / "pi"
    async with serving(tmp_path / "house") as served:
        address = served.url.removeprefix("http://")
        camera = ("-m", "pi_client", "run", "--camera", f"file:{film}", "--server", address, "--name", NAME)
        process = await asyncio.create_subprocess_exec(
            sys.executable, *camera, "--data", str(data), *form,
            cwd=REPOSITORY, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        await until(lambda: len(served.engine.jobs) > 3, 20)
        process.terminate()
        said, _ = await asyncio.wait_for(process.communicate(), 20)
    remembered = "".join(file.read_text() for file in data.rglob("*") if file.is_file())
    keys = [word for word in remembered.replace('"', " ").split() if len(word) >= 32]
    assert keys, "the camera remembers a key that could leak"
    assert said
    for word in (*keys, NAME, "Sunja", SECRET_PICTURE, str(film), served.token):
        assert word.encode() not in said, word
