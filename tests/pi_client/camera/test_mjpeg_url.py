"""A network camera: real HTTP, with and without Content-Length, slow, broken, gone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager

import pytest
from aiohttp import web

from pi_client.camera.mjpeg_url import MjpegUrlCamera
from pi_client.camera.protocol import CameraWishes, CapturedFrame
from pi_client.errors import CameraError
from pi_client.reasons import PiReason
from tests.pi_client.conftest import jpeg

Write = Callable[[bytes], Awaitable[None]]
Play = Callable[[Write], Awaitable[None]]


@asynccontextmanager
async def network_camera(play: Play, status: int = 200) -> AsyncIterator[str]:
    async def handle(_request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(
            status=status, headers={"Content-Type": "multipart/x-mixed-replace; boundary=frame"}
        )
        await response.prepare(_request)
        await play(response.write)
        return response

    application = web.Application()
    application.router.add_get("/video", handle)
    runner = web.AppRunner(application, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://user:secret@127.0.0.1:{runner.addresses[0][1]}/video?token=secret"
    finally:
        await runner.cleanup()


async def take(url: str, count: int) -> list[CapturedFrame]:
    frames = []
    async with aclosing(MjpegUrlCamera(url).frames(CameraWishes())) as pictures:
        async for frame in pictures:
            frames.append(frame)
            if len(frames) == count:
                break
    return frames


@pytest.mark.parametrize("with_length", [True, False])
async def test_pictures_are_passed_on_as_they_are(with_length: bool) -> None:
    async def play(write: Write) -> None:
        for number in range(3):
            picture = jpeg(bytes([65 + number]) * 3000)
            length = f"Content-Length: {len(picture)}\r\n" if with_length else ""
            await write(f"--frame\r\nContent-Type: image/jpeg\r\n{length}\r\n".encode() + picture + b"\r\n")
            await asyncio.sleep(0.05)

    async with network_camera(play) as url:
        frames = await take(url, 3)
    assert [frame.jpeg for frame in frames] == [jpeg(bytes([65 + number]) * 3000) for number in range(3)]
    assert frames[0].captured_at_us < frames[1].captured_at_us < frames[2].captured_at_us


async def test_a_stream_that_ends_is_a_silent_camera() -> None:
    async def play(write: Write) -> None:
        await write(jpeg(b"last"))

    async with network_camera(play) as url:
        with pytest.raises(CameraError) as error:
            await take(url, 2)
    assert error.value.code is PiReason.CAMERA_SILENT


async def test_an_error_page_is_a_camera_that_fails_and_no_secret_is_shown() -> None:
    async def play(write: Write) -> None:
        await write(b"go away")

    async with network_camera(play, status=403) as url:
        with pytest.raises(CameraError) as error:
            await take(url, 1)
    assert error.value.parameters["problem"] == "HTTP 403"
    assert "secret" not in str(error.value)


async def test_a_camera_that_is_not_there_is_a_camera_that_fails() -> None:
    with pytest.raises(CameraError) as error:
        await take("http://127.0.0.1:1/video", 1)
    assert error.value.code is PiReason.CAMERA_FAILED
