"""Pictures made of bytes, for tests of the decoder; nobody's face is in them."""

from __future__ import annotations

import struct
import zlib

import cv2
import numpy as np

from pipeline.types import UInt8Array

# Corners of ``patterned``: white top left, black top right, black bottom left, red bottom right (BGR).
WHITE, BLACK, RED = (255, 255, 255), (0, 0, 0), (0, 0, 255)


def patterned(width_px: int = 64, height_px: int = 32) -> UInt8Array:
    """A picture that looks different in each of the eight orientations."""
    image = np.zeros((height_px, width_px, 3), np.uint8)
    image[: height_px // 2, : width_px // 2] = WHITE
    image[height_px // 2 :, width_px // 2 :] = RED
    return image


def jpeg(image: UInt8Array | None = None, *, progressive: bool = False) -> bytes:
    picture = patterned() if image is None else image
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_PROGRESSIVE, int(progressive)])[1].tobytes()


def exif(orientation: int, *, big_endian: bool = False) -> bytes:
    """A TIFF structure with nothing but an orientation in it."""
    order = ">" if big_endian else "<"
    start = (b"MM\x00*" if big_endian else b"II*\x00") + struct.pack(order + "I", 8)
    entry = struct.pack(order + "HHHIHH", 1, 0x0112, 3, 1, orientation, 0)
    return start + entry + struct.pack(order + "I", 0)


def jpeg_with(segment_marker: int, content: bytes, picture: bytes) -> bytes:
    """``picture`` with one more segment right after its start."""
    segment = bytes((0xFF, segment_marker)) + struct.pack(">H", len(content) + 2) + content
    return picture[:2] + segment + picture[2:]


def turned_jpeg(orientation: int, *, big_endian: bool = False, image: UInt8Array | None = None) -> bytes:
    return jpeg_with(0xE1, b"Exif\x00\x00" + exif(orientation, big_endian=big_endian), jpeg(image))


def claiming(picture: bytes, width_px: int, height_px: int) -> bytes:
    """A JPEG whose frame header announces another size than its data has."""
    at = picture.index(b"\xff\xc0") + 5
    return picture[:at] + struct.pack(">HH", height_px, width_px) + picture[at + 4 :]


def cmyk_jpeg() -> bytes:
    """8x8 pixels of four components, all in the middle of their range: one zero bit a coefficient."""
    components = b"".join(bytes((number, 0x11, 0)) for number in range(1, 5))
    scan = b"".join(bytes((number, 0x00)) for number in range(1, 5))
    one_code = bytes((1, *[0] * 15, 0))
    parts = (
        (0xDB, b"\x00" + b"\x01" * 64),
        (0xC0, struct.pack(">BHHB", 8, 8, 8, 4) + components),
        (0xC4, b"\x00" + one_code),
        (0xC4, b"\x10" + one_code),
        (0xDA, b"\x04" + scan + b"\x00\x3f\x00"),
    )
    body = b"".join(bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data for marker, data in parts)
    return b"\xff\xd8" + body + b"\x00" + b"\xff\xd9"


def png_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(
    width_px: int, height_px: int, rows: bytes, *, bits: int = 8, colour_type: int = 2, before_rows: bytes = b""
) -> bytes:
    """A PNG of raw ``rows`` (each with its filter byte)."""
    header = struct.pack(">IIBBBBB", width_px, height_px, bits, colour_type, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + before_rows
        + png_chunk(b"IDAT", zlib.compress(rows))
        + png_chunk(b"IEND", b"")
    )
