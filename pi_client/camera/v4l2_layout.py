"""The kernel's V4L2 structures and ioctl numbers, of this process' own word size (linux/videodev2.h).

``struct`` in native mode lays ``long`` and pointers out as the C compiler does, so that the same lines serve 32 and 64
bit: on 32 bit the numbers are those of the 68-byte ``v4l2_buffer`` with two ``long`` of time, which kernels of either
word size still take.
"""

from __future__ import annotations

import struct

CAPABILITY = struct.Struct("@16s32s32sIII3I")
"""driver, card, bus_info, version, capabilities, device_caps, reserved."""
FORMAT = struct.Struct("@I0P200s")
"""type, union; its C alignment is that of a pointer."""
PIXELS = struct.Struct("@12I")
"""width, height, pixelformat, field, bytesperline, sizeimage, colorspace, priv, flags and three more of colour."""
PARAMETERS = struct.Struct("@I200s")
"""type, union."""
CAPTURE_PARAMETERS = struct.Struct("@6I")
"""capability, capturemode, timeperframe numerator and denominator, extendedmode, readbuffers."""
REQUEST_BUFFERS = struct.Struct("@5I")
"""count, type, memory, capabilities, flags and reserved."""
BUFFER = struct.Struct("@5I2lII4B4sIILIIi0l")
"""index, type, bytesused, flags, field, timestamp (s, us), timecode (type, flags, 4 bytes, userbits), sequence, memory,
offset or pointer, length, reserved2, request_fd."""
TYPE = struct.Struct("@i")

VIDEO_CAPTURE = 1
MEMORY_MMAP = 1
CAN_CAPTURE = 0x0000_0001
CAN_STREAM = 0x0400_0000
HAS_DEVICE_CAPS = 0x8000_0000
BUFFER_DAMAGED = 0x0000_0040
TIME_IS_MONOTONIC = 0x0000_2000
TIME_KIND = 0x0000_E000
MJPG = int.from_bytes(b"MJPG", "little")
JPEG = int.from_bytes(b"JPEG", "little")


def _request(direction: int, number: int, size: int) -> int:
    """_IOC of asm-generic/ioctl.h; 1 writes, 2 reads, 3 both, seen from the program."""
    return direction << 30 | size << 16 | ord("V") << 8 | number


QUERY_CAPABILITY = _request(2, 0, CAPABILITY.size)
SET_FORMAT = _request(3, 5, FORMAT.size)
REQUEST = _request(3, 8, REQUEST_BUFFERS.size)
QUERY_BUFFER = _request(3, 9, BUFFER.size)
ENQUEUE = _request(3, 15, BUFFER.size)
DEQUEUE = _request(3, 17, BUFFER.size)
STREAM_ON = _request(1, 18, TYPE.size)
STREAM_OFF = _request(1, 19, TYPE.size)
SET_PARAMETERS = _request(3, 22, PARAMETERS.size)
