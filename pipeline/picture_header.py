"""What the bytes of a picture promise, read before a single pixel is decoded.

A header of a few bytes may announce a picture of gigabytes (a 389 kB PNG of 20000x20000 took cv2 9.5 s and 2.3 GB), so
size, kind and completeness are read here from the structure alone. JPEG: ITU-T T.81 annex B, walked exactly as libjpeg
walks it, so that both see the same frame header. PNG: W3C PNG, third edition, section 5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.errors import PictureRefusedError
from pipeline.reasons import PipelineReason
from pipeline.types import Reason

# Each scan of a progressive JPEG, 20 bytes if need be, makes the decoder visit every block of the picture again: 500 of
# them made a 33 kB frame of 4 megapixels cost 1.5 s instead of .02.
# Cameras and editors write about ten; the standard's own example scripts stay under twenty.
MAX_JPEG_SCANS = 64
# Application data comes in pieces of 64 kB: 20 MB of it would be 312 pieces.
MAX_JPEG_SEGMENTS = 1024
# libpng writes 8 kB pieces: 20 MB of pixels are 2,560 of them.
MAX_PNG_CHUNKS = 32_768

_JPEG_START = b"\xff\xd8"
_PNG_START = b"\x89PNG\r\n\x1a\n"

_END_OF_IMAGE = 0xD9
_START_OF_SCAN = 0xDA
_WITHOUT_LENGTH = frozenset((0x01, *range(0xD0, 0xD9)))
_FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_DECODED_FRAME_HEADERS = frozenset((0xC0, 0xC1, 0xC2))  # baseline, extended, progressive; all with Huffman codes
_ARITHMETIC_FRAME_HEADERS = frozenset((0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF))

# Between segments libjpeg skips whatever is no marker; inside a scan stuffed zeros and restart markers are data.
_NEXT_MARKER = re.compile(rb"\xff[\x01-\xfe]")
_MARKER_AFTER_SCAN = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")

# The only pieces of a PNG that say something about its pixels. The rest never reaches the decoder: 500 packed texts in
# a 4x4 picture of 3.9 MB kept cv2 busy for 17 s.
_PNG_PIXEL_CHUNKS = frozenset((b"IHDR", b"PLTE", b"tRNS", b"eXIf", b"IDAT", b"IEND"))

_SIGNATURES = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"%PDF", "PDF"),
)
_HEIF_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
_AVIF_BRANDS = frozenset((b"avif", b"avis"))
_TEXT_PROBE_BYTES = 512


@dataclass(frozen=True, slots=True)
class PictureHeader:
    """Kind and size of a complete picture, before any turning that its EXIF data asks for."""

    kind: Literal["JPEG", "PNG"]
    width_px: int
    height_px: int


def refused(code: PipelineReason, **parameters: str | float) -> PictureRefusedError:
    """The error that says why a picture is not taken."""
    return PictureRefusedError(Reason.of(code, **parameters))


def picture_kind(picture: bytes) -> str:
    """The name of the format that the first bytes show: "JPEG", "PNG", "HEIC" ..., "text" or "unknown"."""
    if picture.startswith(_JPEG_START):
        return "JPEG"
    if picture.startswith(_PNG_START):
        return "PNG"
    for signature, kind in _SIGNATURES:
        if picture.startswith(signature):
            return kind
    return _container_kind(picture) or _text_kind(picture)


def _container_kind(picture: bytes) -> str | None:
    if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
        return "WebP"
    if picture[4:8] != b"ftyp":
        return None
    if picture[8:12] in _AVIF_BRANDS:
        return "AVIF"
    return "HEIC" if picture[8:12] in _HEIF_BRANDS else "MP4"


def _text_kind(picture: bytes) -> str:
    probe = picture[:_TEXT_PROBE_BYTES]
    # A multi-byte character may be cut at the end of the probe, hence "ignore" there only.
    text = probe.decode("utf-8", errors="ignore")
    is_text = len(text.encode()) >= len(probe) - 3 and all(
        sign.isprintable() or sign in "\t\r\n\ufeff" for sign in text
    )
    return "text" if is_text else "unknown"


def read_header(picture: bytes) -> PictureHeader:
    """Read kind and size and make sure that the picture is complete; decodes nothing.

    Raises PictureRefusedError: empty, not supported (any kind but JPEG and PNG), or damaged (cut off).
    """
    if not picture:
        raise refused(PipelineReason.PICTURE_EMPTY)
    kind = picture_kind(picture)
    if kind == "JPEG":
        return _read_jpeg(picture)
    if kind == "PNG":
        return _read_png(picture)
    raise refused(PipelineReason.PICTURE_NOT_SUPPORTED, kind=kind)


def _read_jpeg(jpeg: bytes) -> PictureHeader:
    header: PictureHeader | None = None
    scans = 0
    for marker, content in _jpeg_segments(jpeg):
        if marker in _FRAME_HEADERS:
            if header is not None:
                raise refused(PipelineReason.PICTURE_DAMAGED)
            header = _frame_header(marker, content)
        elif marker == _START_OF_SCAN:
            scans += 1
    if header is None or not scans:
        raise refused(PipelineReason.PICTURE_DAMAGED)
    if scans > MAX_JPEG_SCANS:
        raise refused(PipelineReason.PICTURE_NOT_SUPPORTED, kind=f"JPEG ({scans} scans)")
    return header


def _jpeg_segments(jpeg: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and first bytes of each segment up to the end of the image; a file without one is damaged."""
    position = len(_JPEG_START)
    pattern = _NEXT_MARKER
    for _ in range(MAX_JPEG_SEGMENTS):
        match = pattern.search(jpeg, position)
        if match is None:
            break
        marker, position = jpeg[match.start() + 1], match.end()
        if marker == _END_OF_IMAGE:
            return
        if marker in _WITHOUT_LENGTH:
            continue
        length = int.from_bytes(jpeg[position : position + 2])
        if length < 2 or position + length > len(jpeg):
            break
        yield marker, jpeg[position + 2 : position + min(length, 16)]
        position += length
        pattern = _MARKER_AFTER_SCAN if marker == _START_OF_SCAN else _NEXT_MARKER
    raise refused(PipelineReason.PICTURE_DAMAGED)


def _frame_header(marker: int, content: bytes) -> PictureHeader:
    if marker in _ARITHMETIC_FRAME_HEADERS:
        raise refused(PipelineReason.PICTURE_NOT_SUPPORTED, kind="JPEG (arithmetic)")
    if marker not in _DECODED_FRAME_HEADERS:
        raise refused(PipelineReason.PICTURE_NOT_SUPPORTED, kind="JPEG (lossless)")
    if len(content) < 6:
        raise refused(PipelineReason.PICTURE_DAMAGED)
    bits = content[0]
    if bits != 8:
        raise refused(PipelineReason.PICTURE_NOT_SUPPORTED, kind=f"JPEG ({bits} bit)")
    height_px, width_px = int.from_bytes(content[1:3]), int.from_bytes(content[3:5])
    if not (width_px and height_px):
        raise refused(PipelineReason.PICTURE_DAMAGED)
    return PictureHeader("JPEG", width_px, height_px)


def _read_png(png: bytes) -> PictureHeader:
    first = next(_png_chunks(png), None)
    if first is None or first[0] != b"IHDR" or len(first[1]) != 12 + 13:
        raise refused(PipelineReason.PICTURE_DAMAGED)
    width_px, height_px = int.from_bytes(first[1][8:12]), int.from_bytes(first[1][12:16])
    if not (width_px and height_px):
        raise refused(PipelineReason.PICTURE_DAMAGED)
    return PictureHeader("PNG", width_px, height_px)


def png_pixel_chunks(png: bytes) -> bytes:
    """The same picture with only the chunks that its pixels need; raises PictureRefusedError when it is cut off."""
    kept = [chunk for name, chunk in _png_chunks(png) if name in _PNG_PIXEL_CHUNKS]
    return _PNG_START + b"".join(kept)


def _png_chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and whole bytes of each chunk up to IEND; a file without one is damaged."""
    position = len(_PNG_START)
    for _ in range(MAX_PNG_CHUNKS):
        name = png[position + 4 : position + 8]
        end = position + 12 + int.from_bytes(png[position : position + 4])
        if len(name) < 4 or end > len(png):
            break
        yield name, png[position:end]
        if name == b"IEND":
            return
        position = end
    raise refused(PipelineReason.PICTURE_DAMAGED)
