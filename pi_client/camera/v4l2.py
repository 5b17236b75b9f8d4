"""A USB camera under Linux: its own MJPEG passed through, by ioctl and mmap of the standard library alone."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import fcntl
import mmap
import os
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Protocol

from pi_client.camera import v4l2_layout as layout
from pi_client.camera.protocol import DEFAULT_LONG_SIDE_PX, CameraWishes, CapturedFrame
from pi_client.clock import Clock, now_us
from pi_client.errors import CameraError, CameraUnusableError
from pi_client.reasons import PiReason

BUFFERS = 4
"""One is being filled, one waits, two bridge a pause of the loop."""
OLDEST_TIMESTAMP_US = 2_000_000
"""Timestamps further back belong to another clock, whatever the driver says of them."""


class Kernel(Protocol):
    """The four calls into the kernel; a test puts a device of its own behind them."""

    def open(self, path: str) -> int: ...
    def close(self, descriptor: int) -> None: ...
    def ioctl(self, descriptor: int, request: int, argument: bytearray) -> None: ...
    def map(self, descriptor: int, length: int, offset: int) -> mmap.mmap: ...


class LinuxKernel:
    """The real calls."""

    def open(self, path: str) -> int:
        return os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)

    def close(self, descriptor: int) -> None:
        os.close(descriptor)

    def ioctl(self, descriptor: int, request: int, argument: bytearray) -> None:
        fcntl.ioctl(descriptor, request, argument, True)

    def map(self, descriptor: int, length: int, offset: int) -> mmap.mmap:
        return mmap.mmap(descriptor, length, offset=offset)


@dataclass(frozen=True, slots=True)
class _Filled:
    index: int
    used: int
    flags: int
    timestamp_us: int


class _Device:
    """One opened device. Its calls may take a while when it opens and closes: not on the event loop then."""

    def __init__(self, kernel: Kernel, path: str) -> None:
        self._kernel = kernel
        self.descriptor = kernel.open(path)
        self._maps: list[mmap.mmap] = []

    def start(self, wishes: CameraWishes) -> None:
        """Choose MJPEG near the wished size and rate and let the camera run."""
        self._check_capabilities()
        self._set_format(wishes.long_side_px or DEFAULT_LONG_SIDE_PX)
        self._set_rate(wishes.fps)
        for index in range(self._request_buffers(BUFFERS)):
            self._maps.append(self._map(index))
            self.give_back(index)
        self._call(layout.STREAM_ON, layout.TYPE.pack(layout.VIDEO_CAPTURE))

    def stop(self) -> None:
        """Release everything; idempotent, and content with a device that was pulled out."""
        if self.descriptor < 0:
            return
        with contextlib.suppress(OSError):
            self._call(layout.STREAM_OFF, layout.TYPE.pack(layout.VIDEO_CAPTURE))
        for mapped in self._maps:
            mapped.close()
        self._maps.clear()
        self._kernel.close(self.descriptor)
        self.descriptor = -1

    def take(self) -> _Filled | None:
        """Take the next filled buffer, None if there is none yet."""
        try:
            answer = self._call(layout.DEQUEUE, _buffer())
        except BlockingIOError:
            return None
        fields = layout.BUFFER.unpack(answer)
        return _Filled(fields[0], fields[2], fields[3], fields[5] * 1_000_000 + fields[6])

    def read(self, filled: _Filled) -> bytes:
        """Copy the picture out of its buffer."""
        return self._maps[filled.index][: filled.used]

    def give_back(self, index: int) -> None:
        """Let the camera fill the buffer again."""
        self._call(layout.ENQUEUE, _buffer(index))

    def _check_capabilities(self) -> None:
        *_, everything, own, _, _, _ = layout.CAPABILITY.unpack(
            self._call(layout.QUERY_CAPABILITY, bytes(layout.CAPABILITY.size))
        )
        capabilities = own if everything & layout.HAS_DEVICE_CAPS else everything
        needed = layout.CAN_CAPTURE | layout.CAN_STREAM
        if capabilities & needed != needed:
            raise OSError(errno.ENOTTY, "no camera")

    def _set_format(self, long_side_px: int) -> None:
        pixels = layout.PIXELS.pack(long_side_px, long_side_px * 9 // 16, layout.MJPG, 1, *[0] * 8)
        answer = self._call(layout.SET_FORMAT, layout.FORMAT.pack(layout.VIDEO_CAPTURE, pixels))
        chosen = layout.PIXELS.unpack_from(layout.FORMAT.unpack(answer)[1])
        if chosen[2] not in {layout.MJPG, layout.JPEG}:
            raise OSError(errno.EINVAL, "no MJPEG")

    def _set_rate(self, fps: float) -> None:
        """Ask for a rate; a camera without the choice keeps its own, and pictures are skipped instead."""
        capture = layout.CAPTURE_PARAMETERS.pack(0, 0, 1000, max(1, round(fps * 1000)), 0, 0)
        with contextlib.suppress(OSError):
            self._call(layout.SET_PARAMETERS, layout.PARAMETERS.pack(layout.VIDEO_CAPTURE, capture))

    def _request_buffers(self, count: int) -> int:
        request = layout.REQUEST_BUFFERS.pack(count, layout.VIDEO_CAPTURE, layout.MEMORY_MMAP, 0, 0)
        granted: int = layout.REQUEST_BUFFERS.unpack(self._call(layout.REQUEST, request))[0]
        return granted

    def _map(self, index: int) -> mmap.mmap:
        fields = layout.BUFFER.unpack(self._call(layout.QUERY_BUFFER, _buffer(index)))
        return self._kernel.map(self.descriptor, length=fields[-3], offset=fields[-4])

    def _call(self, request: int, argument: bytes) -> bytes:
        changed = bytearray(argument)
        self._kernel.ioctl(self.descriptor, request, changed)
        return bytes(changed)


def _buffer(index: int = 0) -> bytes:
    times_and_codes = [0] * 5 + [0] * 4
    return layout.BUFFER.pack(
        index, layout.VIDEO_CAPTURE, *times_and_codes[:5], 0, 0, 0, 0, 0, 0, bytes(4), 0, layout.MEMORY_MMAP, 0, 0, 0, 0
    )


class V4L2Camera:
    """Pictures as the camera encoded them, with the driver's time where it is of the monotonic clock."""

    def __init__(self, path: str, kernel: Kernel | None = None, clock: Clock = now_us) -> None:
        self.label = path
        self._kernel = kernel or LinuxKernel()
        self._clock = clock

    async def frames(self, wishes: CameraWishes) -> AsyncGenerator[CapturedFrame, None]:
        """Yield the newest picture each time the camera has one."""
        device: _Device | None = None
        try:
            device = await asyncio.to_thread(self._start, wishes)
            while True:
                await _readable(device.descriptor)
                frame = self._newest(device)
                if frame is not None:
                    yield frame
        except OSError as error:
            raise self._explained(error) from error
        finally:
            if device is not None:
                await asyncio.to_thread(device.stop)

    def _start(self, wishes: CameraWishes) -> _Device:
        device = _Device(self._kernel, self.label)
        try:
            device.start(wishes)
        except BaseException:
            device.stop()
            raise
        return device

    def _newest(self, device: _Device) -> CapturedFrame | None:
        """Empty the queue and keep the last whole picture."""
        newest: _Filled | None = None
        while (filled := device.take()) is not None:
            whole = filled.used and not filled.flags & layout.BUFFER_DAMAGED
            spare = newest if whole else filled
            newest = filled if whole else newest
            if spare is not None:
                device.give_back(spare.index)
        if newest is None:
            return None
        frame = CapturedFrame(device.read(newest), self._captured_at_us(newest))
        device.give_back(newest.index)
        return frame

    def _captured_at_us(self, filled: _Filled) -> int:
        now = self._clock()
        is_monotonic = filled.flags & layout.TIME_KIND == layout.TIME_IS_MONOTONIC
        is_plausible = now - OLDEST_TIMESTAMP_US < filled.timestamp_us <= now
        return filled.timestamp_us if is_monotonic and is_plausible else now

    def _explained(self, error: OSError) -> CameraError:
        if isinstance(error, CameraError):
            return error
        if error.errno == errno.EINVAL:
            return CameraUnusableError(PiReason.CAMERA_NO_MJPEG, camera=self.label)
        code = _CODES.get(error.errno or 0)
        if code is not None:
            return CameraError(code, camera=self.label)
        return CameraError(PiReason.CAMERA_FAILED, camera=self.label, problem=error.strerror or "?")


_CODES = {
    errno.ENOENT: PiReason.CAMERA_NOT_THERE,
    errno.ENODEV: PiReason.CAMERA_NOT_THERE,
    errno.ENXIO: PiReason.CAMERA_NOT_THERE,
    errno.ENOTTY: PiReason.CAMERA_NOT_THERE,
    errno.EACCES: PiReason.CAMERA_FORBIDDEN,
    errno.EPERM: PiReason.CAMERA_FORBIDDEN,
    errno.EBUSY: PiReason.CAMERA_BUSY,
}


async def _readable(descriptor: int) -> None:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(descriptor, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(descriptor)
