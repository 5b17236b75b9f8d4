"""What is decoded, what is refused, and that nothing else ever happens."""

from __future__ import annotations

import contextlib
import struct
import time
import zlib
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.decode import (
    MAX_FRAME_BYTES,
    MAX_PICTURE_BYTES,
    MEGAPIXEL,
    decode_picture,
    decode_stream_frame,
)
from pipeline.errors import PictureRefusedError
from pipeline.picture_header import MAX_JPEG_SCANS, picture_kind, read_header
from pipeline.reasons import PipelineReason
from pipeline.types import Reason, UInt8Array
from tests.pipeline.pictures import (
    BLACK,
    RED,
    WHITE,
    claiming,
    cmyk_jpeg,
    exif,
    jpeg,
    jpeg_with,
    patterned,
    png,
    png_chunk,
    turned_jpeg,
)

# Where the four coloured quarters come to lie, clockwise from the top left, for EXIF orientations 1 to 8.
CORNERS = {
    1: (WHITE, BLACK, RED, BLACK),
    2: (BLACK, WHITE, BLACK, RED),
    3: (RED, BLACK, WHITE, BLACK),
    4: (BLACK, RED, BLACK, WHITE),
    5: (WHITE, BLACK, RED, BLACK),
    6: (BLACK, WHITE, BLACK, RED),
    7: (RED, BLACK, WHITE, BLACK),
    8: (BLACK, RED, BLACK, WHITE),
}


def refusal(picture: bytes, decode: Callable[[bytes], UInt8Array] = decode_picture) -> Reason:
    with pytest.raises(PictureRefusedError) as caught:
        decode(picture)
    return caught.value.reason


def corners(image: UInt8Array) -> tuple[tuple[int, ...], ...]:
    """The corner colours clockwise, rounded to black or full per channel."""
    picked = (image[2, 2], image[2, -3], image[-3, -3], image[-3, 2])
    return tuple(tuple(255 * (int(channel) > 127) for channel in colour) for colour in picked)


def test_a_frame_keeps_its_size_and_colours_and_cannot_be_written_to() -> None:
    image = decode_stream_frame(jpeg())
    assert image.shape == (32, 64, 3)
    assert image.dtype == np.uint8
    assert corners(image) == CORNERS[1]
    assert not image.flags.writeable


def test_a_progressive_frame_is_a_frame() -> None:
    assert corners(decode_stream_frame(jpeg(progressive=True))) == CORNERS[1]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("big_endian", [False, True])
def test_each_exif_orientation_is_applied_once(orientation: int, big_endian: bool) -> None:
    picture = turned_jpeg(orientation, big_endian=big_endian)
    for decode in (decode_picture, decode_stream_frame):
        image = decode(picture)
        assert corners(image) == CORNERS[orientation]
        assert image.shape[:2] == ((32, 64) if orientation < 5 else (64, 32))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_also_applied_once_at_a_reduced_scale(orientation: int) -> None:
    image = decode_picture(turned_jpeg(orientation, image=patterned(2560, 1920)))
    assert corners(image) == CORNERS[orientation]
    assert image.shape[:2] == ((960, 1280) if orientation < 5 else (1280, 960))


def test_a_png_is_turned_by_its_exif_chunk() -> None:
    whole = cv2.imencode(".png", patterned())[1].tobytes()
    turned = whole[:33] + png_chunk(b"eXIf", exif(6)) + whole[33:]
    assert corners(decode_picture(turned)) == CORNERS[6]


@pytest.mark.parametrize(
    ("size", "decoded"),
    [
        ((2048, 2048), (2048, 2048)),
        ((2049, 2048), (1024, 1025)),
        ((4640, 3472), (1736, 2320)),
        ((5000, 4000), (1000, 1250)),
    ],
)
def test_large_jpegs_come_out_at_most_four_megapixels(size: tuple[int, int], decoded: tuple[int, int]) -> None:
    picture = jpeg(np.full((size[1], size[0], 3), 90, np.uint8))
    image = decode_picture(picture)
    assert image.shape[0] * image.shape[1] <= 4 * MEGAPIXEL
    assert image.shape[:2] == decoded


def test_a_64_megapixel_telephone_photo_is_decoded() -> None:
    image = decode_picture(jpeg(np.full((6944, 9280, 3), 90, np.uint8)))
    assert image.shape[:2] == (1736, 2320)


def test_a_jpeg_beyond_64_megapixels_is_refused_with_its_size() -> None:
    reason = refusal(claiming(jpeg(), 10_000, 7_000))
    assert reason == Reason.of(PipelineReason.PICTURE_TOO_LARGE, width_px=10_000, height_px=7_000, limit_megapixels=64)


def test_a_frame_beyond_4_megapixels_is_refused_with_its_size() -> None:
    reason = refusal(claiming(jpeg(), 2592, 1944), decode_stream_frame)
    assert reason == Reason.of(PipelineReason.PICTURE_TOO_LARGE, width_px=2592, height_px=1944, limit_megapixels=4)


def test_a_png_is_shrunk_to_four_megapixels() -> None:
    picture = cv2.imencode(".png", np.full((3000, 4000, 3), 90, np.uint8))[1].tobytes()
    image = decode_picture(picture)
    assert image.shape[0] * image.shape[1] <= 4 * MEGAPIXEL
    assert abs(image.shape[1] / image.shape[0] - 4 / 3) < 0.01
    assert not image.flags.writeable


def test_a_20000_by_20000_png_is_refused_before_a_pixel_is_decoded() -> None:
    # 1.2 GB of pixels in 1.2 MB of file.
    picture = _bomb()
    begun = time.perf_counter()
    reason = refusal(picture)
    assert time.perf_counter() - begun < 0.1
    assert reason == Reason.of(PipelineReason.PICTURE_TOO_LARGE, width_px=20_000, height_px=20_000, limit_megapixels=16)


def _bomb() -> bytes:
    squeeze = zlib.compressobj(9)
    row = bytes(60_001)
    packed = b"".join(squeeze.compress(row) for _ in range(2_000)) + squeeze.flush()
    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", packed) + png_chunk(b"IEND", b"")


def test_no_bytes_are_an_empty_picture() -> None:
    for decode in (decode_picture, decode_stream_frame):
        assert refusal(b"", decode) == Reason.of(PipelineReason.PICTURE_EMPTY)


def test_too_many_bytes_are_refused_with_both_figures() -> None:
    frame = jpeg() + bytes(MAX_FRAME_BYTES)
    assert refusal(frame, decode_stream_frame) == Reason.of(
        PipelineReason.PICTURE_TOO_MANY_BYTES, bytes=len(frame), limit_bytes=MAX_FRAME_BYTES
    )
    picture = jpeg() + bytes(MAX_PICTURE_BYTES)
    assert refusal(picture).code == PipelineReason.PICTURE_TOO_MANY_BYTES


@pytest.mark.parametrize(
    ("picture", "kind"),
    [
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "HEIC"),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic", "HEIC"),
        (b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1", "AVIF"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2", "MP4"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "WebP"),
        (b"GIF89a\x01\x00\x01\x00\x80\x00\x00", "GIF"),
        (cv2.imencode(".bmp", patterned())[1].tobytes(), "BMP"),
        (cv2.imencode(".tiff", patterned())[1].tobytes(), "TIFF"),
        (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "JPEG XL"),
        (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "JPEG 2000"),
        (b"%PDF-1.7\n", "PDF"),
        ("안녕하세요, 사진이 아니에요.\n".encode(), "text"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "text"),
        (b"\x07\x01\x02\x03", "unknown"),
    ],
)
def test_other_formats_are_refused_by_name(picture: bytes, kind: str) -> None:
    expected = Reason.of(PipelineReason.PICTURE_NOT_SUPPORTED, kind=kind)
    assert refusal(picture) == expected
    assert refusal(picture, decode_stream_frame) == expected


def test_a_long_text_cut_inside_a_character_is_still_text() -> None:
    for offset in range(4):
        assert picture_kind(b"x" * offset + ("문" * 400).encode()) == "text"


def test_a_png_is_no_stream_frame() -> None:
    picture = cv2.imencode(".png", patterned())[1].tobytes()
    assert refusal(picture, decode_stream_frame) == Reason.of(PipelineReason.PICTURE_NOT_SUPPORTED, kind="PNG")


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_cut_anywhere_is_damaged(progressive: bool) -> None:
    whole = jpeg(progressive=progressive)
    for length in range(3, len(whole)):
        assert refusal(whole[:length]) == Reason.of(PipelineReason.PICTURE_DAMAGED), length
        assert refusal(whole[:length], decode_stream_frame) == Reason.of(PipelineReason.PICTURE_DAMAGED), length


def test_a_cut_jpeg_is_damaged_even_with_a_whole_thumbnail_inside() -> None:
    whole = jpeg_with(0xE1, b"Exif\x00\x00" + jpeg(patterned(16, 16)), jpeg())
    assert decode_picture(whole).shape == (32, 64, 3)
    assert refusal(whole[:-20]) == Reason.of(PipelineReason.PICTURE_DAMAGED)


def test_what_follows_the_end_of_a_jpeg_does_not_matter() -> None:
    # Cameras pad their frames with zeros, telephones append a depth map or a film.
    assert decode_stream_frame(jpeg() + bytes(1000)).shape == (32, 64, 3)
    assert decode_picture(jpeg() + jpeg(patterned(8, 8))).shape == (32, 64, 3)


def test_a_png_cut_anywhere_is_damaged() -> None:
    whole = cv2.imencode(".png", patterned())[1].tobytes()
    for length in range(8, len(whole)):
        assert refusal(whole[:length]) == Reason.of(PipelineReason.PICTURE_DAMAGED), length


def test_a_png_with_spoilt_pixels_is_damaged() -> None:
    whole = bytearray(cv2.imencode(".png", patterned())[1].tobytes())
    whole[50] ^= 0x55
    assert refusal(bytes(whole)) == Reason.of(PipelineReason.PICTURE_DAMAGED)


GREYS = (0, 100, 200, 255)


def rows(*pixels: bytes) -> bytes:
    """Four rows, each four times its pixel."""
    return b"".join(b"\x00" + pixel * 4 for pixel in pixels)


GREY_ROWS = rows(*(bytes((grey,)) for grey in GREYS))
GREY_PALETTE = png_chunk(b"PLTE", b"".join(bytes((grey,) * 3) for grey in GREYS))
PNGS = {
    "grey": png(4, 4, GREY_ROWS, colour_type=0),
    "grey 16 bit": png(4, 4, rows(*(bytes((grey, 0)) for grey in GREYS)), bits=16, colour_type=0),
    "palette": png(4, 4, rows(b"\0", b"\1", b"\2", b"\3"), colour_type=3, before_rows=GREY_PALETTE),
    "alpha": png(4, 4, rows(*(bytes((grey, grey, grey, 255)) for grey in GREYS)), colour_type=6),
    "alpha 16 bit": png(4, 4, rows(*(bytes((grey, 0) * 3 + (9, 9)) for grey in GREYS)), bits=16, colour_type=6),
}


@pytest.mark.parametrize("kind", PNGS)
def test_every_kind_of_png_becomes_three_channels_of_eight_bits(kind: str) -> None:
    image = decode_picture(PNGS[kind])
    assert image.shape == (4, 4, 3)
    assert image.dtype == np.uint8
    assert np.abs(image[:, 0, :].astype(int) - np.array(GREYS)[:, None]).max() <= 1


def test_texts_in_a_png_never_reach_the_decoder() -> None:
    # A compressed text of 8 MB in 8 kB, many times over, fills the memory of a decoder that unpacks it.
    text = png_chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(8_000_000), 9))
    begun = time.perf_counter()
    image = decode_picture(png(4, 4, GREY_ROWS, colour_type=0, before_rows=text * 500))
    assert image.shape == (4, 4, 3)
    assert time.perf_counter() - begun < 1.0


def test_a_cmyk_jpeg_becomes_three_channels() -> None:
    assert decode_picture(cmyk_jpeg()).shape == (8, 8, 3)


@pytest.mark.parametrize(
    ("marker", "kind"), [(0xC9, "JPEG (arithmetic)"), (0xCA, "JPEG (arithmetic)"), (0xC3, "JPEG (lossless)")]
)
def test_rare_codings_of_jpeg_are_refused_by_name(marker: int, kind: str) -> None:
    picture = jpeg().replace(b"\xff\xc0", bytes((0xFF, marker)), 1)
    assert refusal(picture) == Reason.of(PipelineReason.PICTURE_NOT_SUPPORTED, kind=kind)


def test_twelve_bits_are_refused_by_name() -> None:
    picture = bytearray(jpeg())
    picture[picture.index(b"\xff\xc0") + 4] = 12
    assert refusal(bytes(picture)) == Reason.of(PipelineReason.PICTURE_NOT_SUPPORTED, kind="JPEG (12 bit)")


def test_a_jpeg_of_endless_scans_is_refused() -> None:
    whole = jpeg(progressive=True)
    scan = whole[whole.rindex(b"\xff\xda") : -2]
    bomb = whole[:-2] + scan * (MAX_JPEG_SCANS + 1) + whole[-2:]
    reason = refusal(bomb)
    assert reason.code == PipelineReason.PICTURE_NOT_SUPPORTED
    assert "scans" in str(reason.figures()["kind"])


def test_two_frame_headers_or_none_are_damage() -> None:
    whole = jpeg()
    at = whole.index(b"\xff\xc0")
    header = whole[at : at + 19]
    assert refusal(whole[:at] + header + whole[at:]) == Reason.of(PipelineReason.PICTURE_DAMAGED)
    assert refusal(whole[:at] + whole[at + 19 :]) == Reason.of(PipelineReason.PICTURE_DAMAGED)


@pytest.mark.parametrize("size", [(0, 10), (10, 0)])
def test_a_picture_without_width_or_height_is_damaged(size: tuple[int, int]) -> None:
    assert refusal(claiming(jpeg(), *size)) == Reason.of(PipelineReason.PICTURE_DAMAGED)
    assert refusal(png(*size, b"")) == Reason.of(PipelineReason.PICTURE_DAMAGED)


def test_the_header_tells_the_size_without_decoding() -> None:
    header = read_header(claiming(jpeg(), 9280, 6944))
    assert (header.kind, header.width_px, header.height_px) == ("JPEG", 9280, 6944)


def answers_or_refuses(data: bytes) -> None:
    """The one promise for any bytes: an image or PictureRefusedError."""
    for decode in (decode_stream_frame, decode_picture):
        with contextlib.suppress(PictureRefusedError):
            image = decode(data)
            assert image.dtype == np.uint8
            assert image.ndim == 3
            assert image.shape[0] * image.shape[1] <= 4 * MEGAPIXEL


STARTS = (
    b"",
    b"\xff\xd8",
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    b"RIFF",
    b"II*\x00",
)


@settings(max_examples=300, deadline=None)
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=200))
def test_any_bytes_are_answered_or_refused(start: bytes, rest: bytes) -> None:
    answers_or_refuses(start + rest)


SMALL_JPEGS = (jpeg(patterned(16, 16)), jpeg(patterned(16, 16), progressive=True), turned_jpeg(6), cmyk_jpeg())
SMALL_PNGS = (
    cv2.imencode(".png", patterned(16, 16))[1].tobytes(),
    png(4, 4, GREY_ROWS, colour_type=0, before_rows=png_chunk(b"eXIf", exif(8))),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), original=st.sampled_from(SMALL_JPEGS + SMALL_PNGS))
def test_spoilt_pictures_are_answered_or_refused(data: st.DataObject, original: bytes) -> None:
    spoilt = bytearray(original)
    places = st.integers(0, len(spoilt) - 1)
    for place, value in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=6)):
        spoilt[place] = value
    cut = data.draw(st.one_of(st.just(len(spoilt)), places))
    answers_or_refuses(bytes(spoilt[:cut]))
