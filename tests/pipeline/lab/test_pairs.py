"""LFW's pairs format is read as it is, and every line that is none is called by its number."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lab.errors import LabError, LabReason
from pipeline.lab.pairs import photos_of, read_pairs

GOOD = "2\t1\nAda\t1\t2\nAda\t1\tBob\t1\nBob\t1\t2\nBob\t2\tAda\t2\n"


@pytest.fixture
def images(tmp_path: Path) -> Path:
    for name, suffix in (("Ada", "jpg"), ("Bob", "png")):
        (tmp_path / "photos" / name).mkdir(parents=True)
        for number in (1, 2):
            (tmp_path / "photos" / name / f"{name}_{number:04d}.{suffix}").touch()
    return tmp_path / "photos"


def written(images: Path, text: str) -> Path:
    file = images.parent / "pairs.txt"
    file.write_text(text)
    return file


def test_folds_kinds_and_photos_are_read(images: Path) -> None:
    pairs = read_pairs(written(images, GOOD), images)
    assert [(pair.fold, pair.is_same_person) for pair in pairs] == [(0, True), (0, False), (1, True), (1, False)]
    assert pairs[1].one == images / "Ada" / "Ada_0001.jpg"
    assert pairs[1].other == images / "Bob" / "Bob_0001.png"
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
def test_a_line_of_another_form_is_named(images: Path, right: str, wrong: str, line: int) -> None:
    with pytest.raises(LabError) as caught:
        read_pairs(written(images, GOOD.replace(right, wrong)), images)
    assert (caught.value.code, caught.value.figures()["line"]) == (LabReason.LAB_PAIRS_MALFORMED, line)


@pytest.mark.parametrize("name", ["Eve", "..", "../photos/Bob"])
def test_an_unknown_name_is_told_with_its_line(images: Path, name: str) -> None:
    with pytest.raises(LabError) as caught:
        read_pairs(written(images, GOOD.replace("Bob\t1\t2", f"{name}\t1\t2")), images)
    assert (caught.value.code, caught.value.figures()["line"]) == (LabReason.LAB_PAIRS_PHOTO_MISSING, 4)
    assert str(caught.value.figures()["photo"]).startswith(name)


def test_a_photo_number_that_is_not_there_is_told(images: Path) -> None:
    with pytest.raises(LabError) as caught:
        read_pairs(written(images, GOOD.replace("Ada\t1\t2", "Ada\t1\t7")), images)
    assert caught.value.figures()["photo"] == "Ada/Ada_0007.jpg"


@pytest.mark.parametrize("text", ["2\t1\nAda\t1\t2\n", GOOD + "Ada\t1\t2\n", "3\t1\n" + GOOD.split("\n", 1)[1]])
def test_fewer_or_more_pairs_than_promised_are_refused(images: Path, text: str) -> None:
    with pytest.raises(LabError) as caught:
        read_pairs(written(images, text), images)
    assert caught.value.code == LabReason.LAB_PAIRS_TOO_FEW


@given(text=st.text(alphabet="AdaBob\t\n 0129", max_size=60))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / "any.txt").write_text(text)
    with pytest.raises(LabError):
        read_pairs(folder / "any.txt", folder)
