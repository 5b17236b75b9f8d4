"""A file's name says nothing to the terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pipeline.lab.__main__ import main
from pipeline.lab.photo_faces import unique_labels
from pipeline.lab.photo_folders import photos_by_person
from pipeline.lab.plain_names import plain

ESCAPE = "\x1b]0;yours\x07a.jpg"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("현관 Minji.jpg", "현관 Minji.jpg"),
        (ESCAPE, r"\x1b]0;yours\x07a.jpg"),
        ("a\nb\u202egpj.exe", r"a\nb\u202egpj.exe"),
        (os.fsdecode(b"\xff.jpg"), r"\udcff.jpg"),
    ],
)
def test_what_a_terminal_would_obey_is_written_out(name: str, shown: str) -> None:
    assert plain(name) == shown
    plain(name).encode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows takes no such names")
def test_photos_and_their_people_are_named_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "\x1b[2J"
    folder.mkdir()
    photo = folder / ESCAPE
    photo.write_bytes(b"no picture")
    assert list(photos_by_person(tmp_path)) == [r"\x1b[2J"]
    assert unique_labels([photo]) == {photo: plain(ESCAPE)}
    assert main(["recognise", str(photo)]) != 0
    told = capsys.readouterr()
    assert told.err
    assert "\x1b" not in told.out + told.err
