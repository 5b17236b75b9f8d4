"""A V4L2 device at the ioctl: it checks what it is asked for as the kernel does, and fills real mapped memory."""

from __future__ import annotations

import errno
import mmap
import os
from collections import deque

from pi_client.camera import v4l2_layout as layout

BUFFER_BYTES = 64 * 1024


class FakeDevice:
    """``film``: put pictures in with ``show``; each wakes whoever waits for the descriptor."""

    def __init__(
        self, pixel_format: int = layout.MJPG, *, capabilities: int | None = None, refuses_rate: bool = False
    ) -> None:
        self.pixel_format = pixel_format
        self.capabilities = layout.CAN_CAPTURE | layout.CAN_STREAM if capabilities is None else capabilities
        self.refuses_rate = refuses_rate
        self.open_error: int | None = None
        self.wished_size: tuple[int, int] | None = None
        self.wished_fps: float | None = None
        self.is_streaming = False
        self.is_gone = False
        self.memory: dict[int, mmap.mmap] = {}
        self.queued: deque[int] = deque()
        self.filled: deque[tuple[int, int, int, int]] = deque()
        self.opened: set[int] = set()
        self._wake = -1

    # --- the world

    def show(self, picture: bytes, at_us: int = 0, flags: int = layout.TIME_IS_MONOTONIC) -> None:
        """The camera has taken a picture; without a free buffer it is lost, as in the kernel."""
        if not self.queued:
            return
        index = self.queued.popleft()
        self.memory[index][: len(picture)] = picture
        self.filled.append((index, len(picture), flags, at_us))
        os.write(self._wake, b"!")

    def pull_out(self) -> None:
        """Somebody pulled the plug: poll reports an error, and every call fails."""
        self.is_gone = True
        os.write(self._wake, b"!")

    # --- the kernel

    def open(self, path: str) -> int:
        if self.open_error is not None:
            raise OSError(self.open_error, os.strerror(self.open_error), path)
        readable, self._wake = os.pipe()
        self.opened |= {readable}
        self.is_gone = False
        return readable

    def close(self, descriptor: int) -> None:
        self.opened.remove(descriptor)
        os.close(descriptor)
        os.close(self._wake)

    def map(self, descriptor: int, length: int, offset: int) -> mmap.mmap:
        assert descriptor in self.opened
        assert length == BUFFER_BYTES
        mapped = mmap.mmap(-1, length)
        self.memory[offset // BUFFER_BYTES] = mapped
        return mapped

    def ioctl(self, descriptor: int, request: int, argument: bytearray) -> None:
        assert descriptor in self.opened
        assert len(argument) == request >> 16 & 0x3FFF, "the size is part of the request"
        if self.is_gone:
            raise OSError(errno.ENODEV, "No such device")
        handlers = {
            layout.QUERY_CAPABILITY: self._query_capability,
            layout.SET_FORMAT: self._set_format,
            layout.SET_PARAMETERS: self._set_parameters,
            layout.REQUEST: self._request_buffers,
            layout.QUERY_BUFFER: self._query_buffer,
            layout.ENQUEUE: self._enqueue,
            layout.STREAM_ON: self._stream_on,
            layout.STREAM_OFF: self._stream_off,
        }
        if request == layout.DEQUEUE:
            self._dequeue(descriptor, argument)
        else:
            handlers[request](argument)

    def _query_capability(self, argument: bytearray) -> None:
        own = self.capabilities
        argument[:] = layout.CAPABILITY.pack(
            b"fake", b"a camera", b"usb", 0x60000, own | layout.HAS_DEVICE_CAPS, own, 0, 0, 0
        )

    def _set_format(self, argument: bytearray) -> None:
        kind, union = layout.FORMAT.unpack(argument)
        assert kind == layout.VIDEO_CAPTURE
        width, height, wanted, *rest = layout.PIXELS.unpack_from(union)
        assert wanted == layout.MJPG
        self.wished_size = width, height
        pixels = layout.PIXELS.pack(1280, 720, self.pixel_format, *rest)
        argument[:] = layout.FORMAT.pack(kind, pixels)

    def _set_parameters(self, argument: bytearray) -> None:
        if self.refuses_rate:
            raise OSError(errno.EINVAL, "Invalid argument")
        _, union = layout.PARAMETERS.unpack(argument)
        _, _, numerator, denominator, _, _ = layout.CAPTURE_PARAMETERS.unpack_from(union)
        self.wished_fps = denominator / numerator

    def _request_buffers(self, argument: bytearray) -> None:
        count, kind, memory, _, _ = layout.REQUEST_BUFFERS.unpack(argument)
        assert (kind, memory) == (layout.VIDEO_CAPTURE, layout.MEMORY_MMAP)
        argument[:] = layout.REQUEST_BUFFERS.pack(min(count, 3), kind, memory, 0, 0)

    def _query_buffer(self, argument: bytearray) -> None:
        fields = list(layout.BUFFER.unpack(argument))
        fields[16:18] = [fields[0] * BUFFER_BYTES, BUFFER_BYTES]
        argument[:] = layout.BUFFER.pack(*fields)

    def _enqueue(self, argument: bytearray) -> None:
        fields = layout.BUFFER.unpack(argument)
        assert (fields[1], fields[15]) == (layout.VIDEO_CAPTURE, layout.MEMORY_MMAP)
        assert fields[0] not in self.queued, "a buffer was given back twice"
        self.queued.append(fields[0])

    def _dequeue(self, descriptor: int, argument: bytearray) -> None:
        if not self.filled:
            raise BlockingIOError(errno.EAGAIN, "Try again")
        os.read(descriptor, 1)
        index, used, flags, at_us = self.filled.popleft()
        fields = list(layout.BUFFER.unpack(argument))
        fields[0], fields[2], fields[3] = index, used, flags
        fields[5], fields[6] = divmod(at_us, 1_000_000)
        argument[:] = layout.BUFFER.pack(*fields)

    def _stream_on(self, argument: bytearray) -> None:
        assert self.queued, "nothing to fill"
        self.is_streaming = True

    def _stream_off(self, argument: bytearray) -> None:
        self.is_streaming = False
        self.queued.clear()
