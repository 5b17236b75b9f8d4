"""Pictures are cut out of any stream of bytes, whatever stands between them and however it arrives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pi_client.camera.jpeg_splitter import JpegSplitter
from tests.pi_client.conftest import jpeg

SCAN = b"\xff\xda\x00\x03\x01"  # the header of a scan; entropy-coded data follows
entropy = st.binary(max_size=60).map(lambda data: data.replace(b"\xff", b"\xff\x00"))
segments = st.tuples(st.sampled_from([0xE0, 0xE1, 0xDB, 0xC4, 0xFE]), st.binary(max_size=80)).map(
    lambda pair: bytes([0xFF, pair[0]]) + (len(pair[1]) + 2).to_bytes(2, "big") + pair[1]
)
pictures = st.builds(
    lambda head, scans: b"\xff\xd8" + b"".join(head) + b"".join(SCAN + scan for scan in scans) + b"\xff\xd9",
    st.lists(segments, max_size=4),
    st.lists(entropy, min_size=1, max_size=3),
)
between = st.binary(max_size=40).map(lambda data: data.replace(b"\xff", b"."))


@given(st.lists(st.tuples(between, pictures), max_size=5), st.lists(st.integers(1, 50), min_size=1))
def test_every_picture_comes_out_whole_in_pieces_of_any_size(
    parts: list[tuple[bytes, bytes]], sizes: list[int]
) -> None:
    stream = b"".join(text + picture for text, picture in parts)
    splitter, found, at = JpegSplitter(), [], 0
    while at < len(stream):
        size = sizes[at % len(sizes)]
        found += splitter.feed(stream[at : at + size])
        at += size
    assert found == [picture for _, picture in parts]


@given(st.lists(st.binary(max_size=200), max_size=20))
def test_garbage_never_fails_and_is_not_hoarded(chunks: list[bytes]) -> None:
    splitter = JpegSplitter(limit_bytes=300)
    for chunk in chunks:
        for picture in splitter.feed(chunk):
            assert picture.startswith(b"\xff\xd8")
            assert picture.endswith(b"\xff\xd9")
            assert len(picture) <= 300
    assert len(splitter._buffer) <= 300 + 200


@given(
    st.lists(
        st.sampled_from([b"\xff", b"\xd8", b"\xd9", b"\xda", b"\xe0", b"\x00", b"\x02", b"\x05", b"a"]), max_size=60
    )
)
def test_marker_soup_never_fails(soup: list[bytes]) -> None:
    JpegSplitter(limit_bytes=20).feed(b"".join(soup))


def test_a_thumbnail_inside_a_picture_does_not_end_it() -> None:
    picture = jpeg(b"Exif" + jpeg(b"thumbnail"))
    assert JpegSplitter().feed(picture) == [picture]


def test_multipart_with_and_without_content_length_is_the_same() -> None:
    picture = jpeg(b"p")
    head = b"--frame\r\nContent-Type: image/jpeg\r\n"
    stream = head + b"\r\n" + picture + b"\r\n" + head + b"Content-Length: 99999\r\n\r\n" + picture + b"\r\n--frame--"
    assert JpegSplitter().feed(stream) == [picture, picture]


def test_a_picture_that_breaks_off_is_passed_over_and_the_next_one_found() -> None:
    broken = b"\xff\xd8" + SCAN + b"entropy that ends in the mid"
    assert JpegSplitter().feed(broken + jpeg(b"next")) == [jpeg(b"next")]


def test_a_picture_that_is_too_large_is_counted_and_the_next_one_found() -> None:
    splitter = JpegSplitter(limit_bytes=1000)
    large = b"\xff\xd8" + SCAN + b"x" * 5000 + b"\xff\xd9"
    found = [picture for at in range(0, 5100, 100) for picture in splitter.feed((large + jpeg(b"next"))[at : at + 100])]
    assert found == [jpeg(b"next")]
    assert splitter.too_large >= 1
    whole = JpegSplitter(limit_bytes=1000)
    assert whole.feed(large + jpeg(b"next")) == [jpeg(b"next")]
    assert whole.too_large == 1
