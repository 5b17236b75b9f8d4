"""A folder or a file is played in real time: late readers miss pictures and never get old ones."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import shutil
from contextlib import aclosing
from pathlib import Path

import pytest

from offload_server.wire.messages import MAX_JPEG_BYTES
from pi_client.camera.file import FileCamera
from pi_client.camera.protocol import CameraWishes, CapturedFrame
from pi_client.clock import now_us
from pi_client.errors import CameraError, CameraUnusableError
from pi_client.reasons import PiReason
from tests.pi_client.conftest import jpeg

FAST = CameraWishes(fps=100)


async def play(camera: FileCamera, count: int, wishes: CameraWishes = FAST, pause_s: float = 0) -> list[CapturedFrame]:
    found: list[CapturedFrame] = []
    async with aclosing(camera.frames(wishes)) as frames:
        async for frame in frames:
            assert frame.captured_at_us <= now_us()
            found.append(frame)
            if len(found) == count:
                break
            await asyncio.sleep(pause_s)
    return found


def order(frames: list[CapturedFrame]) -> list[bytes]:
    return [frame.jpeg[6:7] for frame in frames]


async def test_a_folder_is_played_in_the_order_of_names_and_looped(pictures: Path) -> None:
    cycle = [b"a", b"b", b"c"]
    played = order(await play(FileCamera(pictures, fps=50), 7))
    start = cycle.index(played[0])
    assert played == [cycle[(start + number) % 3] for number in range(7)]


async def test_pictures_come_at_the_rate_that_was_asked_for(pictures: Path) -> None:
    frames = await play(FileCamera(pictures, fps=40), 9)
    assert frames[-1].captured_at_us - frames[0].captured_at_us >= 8 * 25_000 - 1


async def test_a_slow_reader_misses_pictures_and_gets_no_old_ones(pictures: Path) -> None:
    frames = await play(FileCamera(pictures, fps=100), 4, pause_s=0.1)
    pauses = [after.captured_at_us - before.captured_at_us for before, after in itertools.pairwise(frames)]
    assert min(pauses) > 80_000


@pytest.mark.parametrize(
    ("rate_file", "fps", "expected"),
    [
        ('{"fps": 12.5}', None, 12.5),
        ('{"fps": 12.5}', 30.0, 30.0),
        ('{"fps": 0}', None, 100.0),
        ('{"fps": true}', None, 100.0),
        ('{"fps": 1e9}', None, 100.0),
        ('{"fps": NaN}', None, 100.0),
        ("[", None, 100.0),
        ("[]", None, 100.0),
        ("[" * 3000, None, 100.0),
        (None, None, 100.0),
    ],
)
def test_the_rate_is_that_of_the_command_line_then_of_the_folder_then_the_wished_one(
    pictures: Path, rate_file: str | None, fps: float | None, expected: float
) -> None:
    if rate_file is not None:
        (pictures / "rate.json").write_text(rate_file)
    assert FileCamera(pictures, fps)._open(wished_fps=100.0)[1] == expected


async def test_an_mjpeg_file_is_played_and_looped(tmp_path: Path) -> None:
    film = tmp_path / "film.mjpeg"
    film.write_bytes(b"".join(jpeg(bytes([65 + number]) * 40_000) for number in range(3)))
    played = order(await play(FileCamera(film, fps=50), 5))
    start = b"ABC".index(played[0])
    assert played == [b"ABC"[(start + number) % 3 :][:1] for number in range(5)]


@pytest.mark.parametrize("make", ["empty folder", "empty film"])
async def test_nothing_to_play_cannot_be_played(tmp_path: Path, make: str) -> None:
    path = tmp_path / "nothing"
    path.mkdir() if make == "empty folder" else path.write_bytes(b"text")
    with pytest.raises(CameraUnusableError) as error:
        await play(FileCamera(path), 1)
    assert error.value.code is PiReason.NO_PICTURES


async def test_a_folder_that_is_not_there_is_a_camera_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CameraError) as error:
        await play(FileCamera(tmp_path / "gone"), 1)
    assert error.value.code is PiReason.CAMERA_NOT_THERE


async def test_a_picture_that_vanishes_while_playing_is_a_camera_that_fails(pictures: Path) -> None:
    async with aclosing(FileCamera(pictures, fps=100).frames(FAST)) as frames:
        await anext(frames)
        shutil.rmtree(pictures)
        with pytest.raises(CameraError) as error:
            await anext(frames)
    assert error.value.code is PiReason.CAMERA_FAILED


async def test_of_a_huge_file_only_what_shows_that_it_is_too_large_is_read(pictures: Path) -> None:
    for name in ("a.jpg", "b.JPG", "c.jpeg"):
        os.truncate(pictures / name, 100_000_000)
    frames = await play(FileCamera(pictures, fps=50), 1)
    assert len(frames[0].jpeg) == MAX_JPEG_BYTES + 1


async def test_rate_json_of_a_transcoded_clip_is_honoured(pictures: Path) -> None:
    (pictures / "rate.json").write_text(json.dumps({"fps": 20}))
    frames = await play(FileCamera(pictures), 3)
    assert frames[2].captured_at_us - frames[0].captured_at_us >= 2 * 50_000 - 1
