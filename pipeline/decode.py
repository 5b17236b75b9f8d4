"""Bytes to pixels: frames of a stream and still pictures, within limits that are checked before decoding."""

from __future__ import annotations

import math

import cv2
import numpy as np

from pipeline.picture_header import PictureHeader, picture_kind, png_pixel_chunks, read_header, refused
from pipeline.reasons import PipelineReason
from pipeline.types import UInt8Array, read_only

# A megapixel as camera makers count it: a "64 MP" telephone writes 9280 x 6944 = 64.4 million, under 64 of these.
MEGAPIXEL = 1 << 20

MAX_FRAME_BYTES = 512_000  # the wire's own limit of a frame
MAX_FRAME_MEGAPIXELS = 4
MAX_PICTURE_BYTES = 20_000_000
MAX_JPEG_MEGAPIXELS = 64
MAX_PNG_MEGAPIXELS = 16  # no reduced decoding exists for PNG: 48 MB of pixels at most
MAX_DECODED_MEGAPIXELS = 4

# libjpeg leaves out the fine DCT coefficients: an eighth of the pixels costs far less than all of them.
_DCT_SCALES = {
    1: cv2.IMREAD_COLOR,
    2: cv2.IMREAD_REDUCED_COLOR_2,
    4: cv2.IMREAD_REDUCED_COLOR_4,
    8: cv2.IMREAD_REDUCED_COLOR_8,
}


def decode_stream_frame(jpeg: bytes) -> UInt8Array:
    """Decode one frame of a camera: a complete JPEG, at most 512 kB and 4 megapixels.

    Returns uint8 [height, width, 3], BGR, read-only, turned as its EXIF data asks. Raises PictureRefusedError.
    """
    _check_bytes(jpeg, MAX_FRAME_BYTES)
    if jpeg and (kind := picture_kind(jpeg)) != "JPEG":
        raise refused(PipelineReason.PICTURE_NOT_SUPPORTED, kind=kind)
    _check_size(read_header(jpeg), MAX_FRAME_MEGAPIXELS)
    return _decode(jpeg, cv2.IMREAD_COLOR)


def decode_picture(picture: bytes) -> UInt8Array:
    """Decode a still picture (JPEG up to 64 megapixels, PNG up to 16; 20 MB) to at most 4 megapixels.

    Returns uint8 [height, width, 3], BGR, read-only, turned as its EXIF data asks; transparency is dropped. Raises
    PictureRefusedError.
    """
    _check_bytes(picture, MAX_PICTURE_BYTES)
    header = read_header(picture)
    if header.kind == "JPEG":
        _check_size(header, MAX_JPEG_MEGAPIXELS)
        return _decode(picture, _DCT_SCALES[_dct_divisor(header)])
    _check_size(header, MAX_PNG_MEGAPIXELS)
    return _shrunk(_decode(png_pixel_chunks(picture), cv2.IMREAD_COLOR))


def _check_bytes(picture: bytes, limit_bytes: int) -> None:
    if len(picture) > limit_bytes:
        raise refused(PipelineReason.PICTURE_TOO_MANY_BYTES, bytes=len(picture), limit_bytes=limit_bytes)


def _check_size(header: PictureHeader, limit_megapixels: int) -> None:
    if header.width_px * header.height_px > limit_megapixels * MEGAPIXEL:
        raise refused(
            PipelineReason.PICTURE_TOO_LARGE,
            width_px=header.width_px,
            height_px=header.height_px,
            limit_megapixels=limit_megapixels,
        )


def _dct_divisor(header: PictureHeader) -> int:
    """The smallest divisor of width and height that keeps the decoded picture within its limit."""
    for divisor in _DCT_SCALES:
        pixels = math.ceil(header.width_px / divisor) * math.ceil(header.height_px / divisor)
        if pixels <= MAX_DECODED_MEGAPIXELS * MEGAPIXEL:
            return divisor
    return max(_DCT_SCALES)


def _decode(picture: bytes, flags: int) -> UInt8Array:
    # cv2 turns the picture by its EXIF orientation itself, once, also at a reduced scale (tested for all eight).
    try:
        image = cv2.imdecode(np.frombuffer(picture, np.uint8), flags)
    except cv2.error:
        image = None
    if image is None:
        raise refused(PipelineReason.PICTURE_DAMAGED)
    return read_only(np.asarray(image, np.uint8))


def _shrunk(image: UInt8Array) -> UInt8Array:
    height_px, width_px = image.shape[:2]
    factor = math.sqrt(MAX_DECODED_MEGAPIXELS * MEGAPIXEL / (width_px * height_px))
    if factor >= 1:
        return image
    size = max(1, int(width_px * factor)), max(1, int(height_px * factor))
    return read_only(np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8))
