"""A film is whole or absent, made once, and says of each of its frames who is in it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from offload_server.demo import footage, transcoding
from offload_server.demo.cast import Appearance, Door, Member, Piece, Presence
from offload_server.demo.errors import DemoError
from offload_server.demo.footage import enrolment_pictures, film
from tests.offload_server.demo.conftest import ClipMaker, grey_of

STRANGER = (Presence(None),)
MINJI = (Presence("minji"),)
DOOR = Door(
    "front",
    "demo_front_door",
    (Appearance(Piece("clip", 0.0, 0.5), STRANGER), Appearance(Piece("clip", 0.5, 1.0), MINJI)),
)
LEAD_IN = round(footage.LEAD_IN_S * 15)
GAP = round(footage.GAP_S * 15)


@pytest.fixture
def clips(make_clip: ClipMaker) -> dict[str, Path]:
    return {"clip": make_clip(frames=30, fps=15.0)}


def _play(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in sorted(folder.iterdir())]


def test_a_film_says_who_is_in_each_frame(clips: dict[str, Path], tmp_path: Path) -> None:
    made = film(DOOR, clips, tmp_path / "cache")
    present = [made.present[hashlib.sha256(frame).hexdigest()] for frame in _play(made.folder)]
    assert present == [()] * LEAD_IN + [STRANGER] * 15 + [()] * GAP + [MINJI] * 15 + [()] * GAP


def test_appearances_are_far_enough_apart_to_be_visits_of_their_own() -> None:
    assert footage.GAP_S > 3.0


def test_a_film_is_made_once(clips: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = film(DOOR, clips, tmp_path / "cache")
    monkeypatch.setattr(transcoding, "jpegs", lambda *_: pytest.fail("transcoded again"))
    assert film(DOOR, clips, tmp_path / "cache") == first


def test_another_clip_of_the_same_name_is_another_film(
    clips: dict[str, Path], make_clip: ClipMaker, tmp_path: Path
) -> None:
    first = film(DOOR, clips, tmp_path / "cache")
    other = film(DOOR, {"clip": make_clip("other.avi", frames=20, fps=15.0)}, tmp_path / "cache")
    assert first.folder != other.folder
    assert len(_play(other.folder)) == len(_play(first.folder)) - 10


def test_another_transcoder_makes_another_film(
    clips: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = film(DOOR, clips, tmp_path / "cache")
    monkeypatch.setattr(transcoding, "RECIPE", (*transcoding.RECIPE, "next"))
    assert film(DOOR, clips, tmp_path / "cache").folder != first.folder


def test_a_film_that_breaks_off_leaves_nothing(
    clips: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"

    def break_off(*_: object) -> list[bytes]:
        raise DemoError.because("demo_clip_unreadable", file="clip")

    with monkeypatch.context() as patch:
        patch.setattr(transcoding, "jpegs", break_off)
        with pytest.raises(DemoError):
            film(DOOR, clips, cache)
    assert list(cache.iterdir()) == []
    assert len(_play(film(DOOR, clips, cache).folder)) > 30


@pytest.mark.parametrize("loss", ["a frame", "the index"])
def test_a_film_that_a_cleaner_thinned_out_is_made_anew(clips: dict[str, Path], tmp_path: Path, loss: str) -> None:
    cache = tmp_path / "cache"
    folder = film(DOOR, clips, cache).folder
    frames = _play(folder)
    (folder / "00020.jpg" if loss == "a frame" else folder.parent / "index.json").unlink()
    assert _play(film(DOOR, clips, cache).folder) == frames
    assert len(list(cache.iterdir())) == 1


def test_a_folder_that_cannot_be_written_is_an_os_error(clips: dict[str, Path], tmp_path: Path) -> None:
    blocked = tmp_path / "cache"
    blocked.write_bytes(b"")
    with pytest.raises(OSError, match=os.strerror(17)):
        film(DOOR, clips, blocked)


def test_enrolment_pictures_are_spread_over_the_piece(clips: dict[str, Path], tmp_path: Path) -> None:
    member = Member("minji", "demo_person_one", Piece("clip", 0.0, 0.5), pictures=4)
    pictures = enrolment_pictures(member, clips, tmp_path / "cache")
    assert [grey_of(picture) for picture in pictures] == [0, 5, 9, 14]
    assert enrolment_pictures(member, clips, tmp_path / "cache") == pictures
