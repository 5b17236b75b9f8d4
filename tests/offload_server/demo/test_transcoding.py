"""Pieces of clips keep their time, their order and their shape."""

from __future__ import annotations

from pathlib import Path

import pytest

from offload_server.demo.cast import Piece
from offload_server.demo.errors import DemoError
from offload_server.demo.transcoding import HEIGHT_PX, WIDTH_PX, empty_doorway, jpegs
from tests.offload_server.demo.conftest import ClipMaker, grey_of, size_of


def test_a_faster_clip_loses_pictures_and_keeps_its_time(make_clip: ClipMaker) -> None:
    frames = jpegs(make_clip(frames=30, fps=30.0), Piece("clip", 0.0, 1.0))
    assert [grey_of(frame) for frame in frames] == list(range(0, 30, 2))


def test_a_slower_clip_repeats_pictures(make_clip: ClipMaker) -> None:
    frames = jpegs(make_clip(frames=6, fps=7.5), Piece("clip", 0.0, 1.0))
    assert [grey_of(frame) for frame in frames] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_two_halves_share_no_picture(make_clip: ClipMaker) -> None:
    clip = make_clip(frames=30, fps=15.0)
    first = jpegs(clip, Piece("clip", 0.0, 0.5))
    second = jpegs(clip, Piece("clip", 0.5, 1.0))
    assert [grey_of(frame) for frame in (first[0], first[-1], second[0], second[-1])] == [0, 14, 15, 29]
    assert not set(first) & set(second)


def test_a_short_piece_goes_back_and_forth_without_a_jump(make_clip: ClipMaker) -> None:
    frames = jpegs(make_clip(frames=4, fps=15.0), Piece("clip", 0.0, 1.0, turns=3))
    assert [grey_of(frame) for frame in frames] == [0, 1, 2, 3, 3, 2, 1, 0, 0, 1, 2, 3]


@pytest.mark.parametrize(
    ("size", "crop", "wanted"),
    [
        ((640, 360), (0.0, 1.0), (640, 360)),
        ((320, 180), (0.0, 1.0), (WIDTH_PX, 360)),
        ((176, 144), (0.0, 1.0), (587, HEIGHT_PX)),
        ((400, 200), (0.25, 0.5), (240, HEIGHT_PX)),
    ],
)
def test_pictures_fit_and_keep_their_shape(
    make_clip: ClipMaker, size: tuple[int, int], crop: tuple[float, float], wanted: tuple[int, int]
) -> None:
    clip = make_clip(frames=2, fps=15.0, width=size[0], height=size[1])
    assert size_of(jpegs(clip, Piece("clip", 0.0, 1.0, crop=crop))[0]) == wanted


@pytest.mark.parametrize("content", [b"", b"no video at all", b"RIFF\x00\x00\x00\x00AVI LIST"])
def test_what_is_no_video_is_named(tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(content)
    with pytest.raises(DemoError) as caught:
        jpegs(broken, Piece("clip", 0.0, 1.0))
    assert (caught.value.reason.code, caught.value.reason.figures()) == ("demo_clip_unreadable", {"file": "broken.mp4"})


def test_the_empty_doorway_is_always_the_same_picture() -> None:
    assert empty_doorway() == empty_doorway()
    assert size_of(empty_doorway()) == (WIDTH_PX, 360)
