"""A USB camera through the kernel's own structures, against a device that checks each of them."""

from __future__ import annotations

import asyncio
import errno
import struct
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

import pytest

from pi_client.camera import v4l2_layout as layout
from pi_client.camera.protocol import CameraWishes, CapturedFrame
from pi_client.camera.v4l2 import V4L2Camera
from pi_client.clock import now_us
from pi_client.errors import CameraError, CameraUnusableError
from pi_client.reasons import PiReason
from tests.pi_client.camera.fake_v4l2 import FakeDevice
from tests.pi_client.conftest import jpeg, until

Frames = AsyncGenerator[CapturedFrame, None]


@asynccontextmanager
async def filming(device: FakeDevice, wishes: CameraWishes = CameraWishes()) -> AsyncIterator[Frames]:  # noqa: B008
    frames = V4L2Camera("/dev/video7", device).frames(wishes)
    try:
        yield frames
    finally:
        await frames.aclose()
    assert not device.opened, "the device was left open"


async def next_of(frames: Frames, device: FakeDevice, *pictures: bytes) -> CapturedFrame:
    taking = asyncio.ensure_future(anext(frames))
    await until(lambda: device.is_streaming or taking.done())
    for picture in pictures:
        device.show(picture)
    return await asyncio.wait_for(taking, 5)


async def test_a_picture_passes_through_unchanged_and_the_camera_is_released() -> None:
    device = FakeDevice()
    async with filming(device) as frames:
        assert (await next_of(frames, device, jpeg(b"one"))).jpeg == jpeg(b"one")
        assert (await next_of(frames, device, jpeg(b"two"))).jpeg == jpeg(b"two")
    assert not device.is_streaming


async def test_it_asks_for_a_picture_wide_enough_and_for_the_wished_rate_and_size() -> None:
    device = FakeDevice()
    async with filming(device, CameraWishes(fps=12.5)) as frames:
        await next_of(frames, device, jpeg())
    assert device.wished_size == (1280, 720)
    assert device.wished_fps == 12.5
    async with filming(device, CameraWishes(long_side_px=640)) as frames:
        await next_of(frames, device, jpeg())
    assert device.wished_size == (640, 360)


async def test_of_several_pictures_the_newest_is_taken_and_all_buffers_go_back() -> None:
    device = FakeDevice()
    async with filming(device) as frames:
        await next_of(frames, device, jpeg(b"first"))
        for number in range(10):  # more than there are buffers: the kernel loses what it cannot keep
            device.show(jpeg(b"%d" % number))
        assert (await next_of(frames, device)).jpeg == jpeg(b"2")
        await asyncio.sleep(0)
        assert sorted(device.queued) == [0, 1, 2]


async def test_damaged_and_empty_buffers_are_passed_over() -> None:
    device = FakeDevice()
    async with filming(device) as frames:
        await next_of(frames, device, jpeg())
        device.show(jpeg(b"damaged"), flags=layout.BUFFER_DAMAGED)
        device.show(b"")
        taking = asyncio.ensure_future(anext(frames))
        await until(lambda: len(device.queued) == 3)
        device.show(jpeg(b"whole"))
        assert (await asyncio.wait_for(taking, 5)).jpeg == jpeg(b"whole")


async def test_the_drivers_time_is_taken_when_it_is_of_our_clock_and_plausible() -> None:
    device = FakeDevice()
    async with filming(device) as frames:
        await next_of(frames, device, jpeg())
        taken_us = now_us() - 40_000
        device.show(jpeg(), at_us=taken_us)
        assert (await anext(frames)).captured_at_us == taken_us
        for at_us, flags in (
            (now_us() + 10**9, layout.TIME_IS_MONOTONIC),
            (5, layout.TIME_IS_MONOTONIC),
            (taken_us, 0),
        ):
            before_us = now_us()
            device.show(jpeg(), at_us=at_us, flags=flags)
            assert (await anext(frames)).captured_at_us >= before_us


async def test_a_camera_that_is_pulled_out_is_lost() -> None:
    device = FakeDevice()
    async with filming(device) as frames:
        await next_of(frames, device, jpeg())
        device.pull_out()
        with pytest.raises(CameraError) as error:
            await anext(frames)
    assert error.value.code is PiReason.CAMERA_NOT_THERE


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOENT, PiReason.CAMERA_NOT_THERE),
        (errno.EACCES, PiReason.CAMERA_FORBIDDEN),
        (errno.EBUSY, PiReason.CAMERA_BUSY),
        (errno.EIO, PiReason.CAMERA_FAILED),
    ],
)
async def test_each_reason_not_to_open_has_its_word(number: int, code: PiReason) -> None:
    device = FakeDevice()
    device.open_error = number
    async with filming(device) as frames:
        with pytest.raises(CameraError) as error:
            await anext(frames)
    assert error.value.code is code
    assert not isinstance(error.value, CameraUnusableError)


async def test_a_camera_without_mjpeg_can_never_serve() -> None:
    device = FakeDevice(int.from_bytes(b"YUYV", "little"))
    async with filming(device) as frames:
        with pytest.raises(CameraUnusableError) as error:
            await anext(frames)
    assert error.value.code is PiReason.CAMERA_NO_MJPEG


async def test_a_device_that_is_no_camera_is_none() -> None:
    async with filming(FakeDevice(capabilities=layout.CAN_STREAM)) as frames:
        with pytest.raises(CameraError) as error:
            await anext(frames)
    assert error.value.code is PiReason.CAMERA_NOT_THERE


async def test_a_camera_with_a_rate_of_its_own_serves_as_well() -> None:
    device = FakeDevice(refuses_rate=True)
    async with filming(device) as frames:
        assert (await next_of(frames, device, jpeg(b"x"))).jpeg == jpeg(b"x")


async def test_a_path_that_is_not_there_is_explained_by_the_real_kernel() -> None:
    with pytest.raises(CameraError) as error:
        await anext(V4L2Camera("/dev/no-such-camera").frames(CameraWishes()))
    assert error.value.code is PiReason.CAMERA_NOT_THERE


@pytest.mark.skipif(
    struct.calcsize("P") != 8 or sys.platform != "linux", reason="the numbers are those of 64-bit Linux"
)
def test_sizes_and_numbers_are_those_of_the_kernels_header() -> None:
    sizes = [layout.CAPABILITY.size, layout.FORMAT.size, layout.PIXELS.size, layout.PARAMETERS.size, layout.BUFFER.size]
    assert sizes == [104, 208, 48, 204, 88]
    numbers = [layout.QUERY_CAPABILITY, layout.SET_FORMAT, layout.REQUEST, layout.QUERY_BUFFER, layout.ENQUEUE]
    assert numbers == [0x80685600, 0xC0D05605, 0xC0145608, 0xC0585609, 0xC058560F]
    more = [layout.DEQUEUE, layout.STREAM_ON, layout.STREAM_OFF, layout.SET_PARAMETERS]
    assert more == [0xC0585611, 0x40045612, 0x40045613, 0xC0CC5616]


def test_the_layout_of_a_32_bit_machine_has_the_kernels_old_sizes() -> None:
    narrow = {"l": "i", "L": "I", "0P": "", "0l": ""}

    def as_32_bit(form: str) -> int:
        for wide, small in narrow.items():
            form = form.replace(wide, small)
        return struct.calcsize(form)

    assert as_32_bit(layout.BUFFER.format) == 68
    assert as_32_bit(layout.FORMAT.format) == 204
