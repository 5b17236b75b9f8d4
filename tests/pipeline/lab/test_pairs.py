"""LFW's pairs format is read as it is, and every line that is none is called by its number."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lab.errors import LabError, LabReason
from pipeline.lab.pairs import photos_of, read_pairs

GOOD = "2\t1\nAda\t1\t2\nAda\t1\tBob\t1\nBob\t1\t2\nBob\t2\tAda\t2\n"


PHOTOS = ("Ada/Ada_0001.jpg", "Ada/Ada_0002.jpg", "Bob/Bob_0001.png", "Bob/Bob_0002.png")


def written(folder: Path, text: str) -> Path:
    file = folder / "pairs.txt"
    file.write_text(text)
    return file


def test_folds_kinds_and_photos_are_read(tmp_path: Path) -> None:
    pairs = read_pairs(written(tmp_path, GOOD), PHOTOS)
    assert [(pair.fold, pair.is_same_person) for pair in pairs] == [(0, True), (0, False), (1, True), (1, False)]
    assert pairs[1].one == "Ada/Ada_0001.jpg"
    assert pairs[1].other == "Bob/Bob_0001.png"
    assert len(photos_of(pairs)) == 4


@pytest.mark.parametrize(
    ("right", "wrong", "line"),
    [
        ("2\t1\n", "\n", 1),
        ("2\t1\n", "2\n", 1),
        ("2\t1\n", "1\t2\n", 1),
        ("2\t1\n", "two\tone\n", 1),
        ("Ada\t1\t2", "Ada\tone\t2", 2),
        ("Ada\t1\t2", "Ada\t1", 2),
        ("Ada\t1\tBob\t1", "Ada\t1\tAda\t2", 3),
        ("Bob\t2\tAda\t2", "Bob\t2\tAda\t2\t5", 5),
    ],
)
def test_a_line_of_another_form_is_named(tmp_path: Path, right: str, wrong: str, line: int) -> None:
    with pytest.raises(LabError) as caught:
        read_pairs(written(tmp_path, GOOD.replace(right, wrong)), PHOTOS)
    assert (caught.value.code, caught.value.figures()["line"]) == (LabReason.LAB_PAIRS_MALFORMED, line)


@pytest.mark.parametrize("name", ["Eve", "..", "../photos/Bob"])
def test_an_unknown_name_is_told_with_its_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(LabError) as caught:
        read_pairs(written(tmp_path, GOOD.replace("Bob\t1\t2", f"{name}\t1\t2")), PHOTOS)
    assert (caught.value.code, caught.value.figures()["line"]) == (LabReason.LAB_PAIRS_PHOTO_MISSING, 4)
    assert str(caught.value.figures()["photo"]).startswith(name)


def test_a_photo_number_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LabError) as caught:
        read_pairs(written(tmp_path, GOOD.replace("Ada\t1\t2", "Ada\t1\t7")), PHOTOS)
    assert caught.value.figures()["photo"] == "Ada/Ada_0007.jpg"


@pytest.mark.parametrize("text", ["2\t1\nAda\t1\t2\n", GOOD + "Ada\t1\t2\n", "3\t1\n" + GOOD.split("\n", 1)[1]])
def test_fewer_or_more_pairs_than_promised_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(LabError) as caught:
        read_pairs(written(tmp_path, text), PHOTOS)
    assert caught.value.code == LabReason.LAB_PAIRS_TOO_FEW


@given(text=st.text(alphabet="AdaBob\t\n 0129", max_size=60))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / "any.txt").write_text(text)
    with pytest.raises(LabError):
        read_pairs(folder / "any.txt", PHOTOS)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "pairs.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LabError) as caught:
        read_pairs(tmp_path / "pairs.txt", PHOTOS)
    assert caught.value.code == LabReason.LAB_PAIRS_MALFORMED
