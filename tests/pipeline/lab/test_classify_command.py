"""``munjigi-lab classify`` and ``cluster``: the other uses of the 2019 post, on real photos."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline.lab.__main__ import main
from tests.pipeline.lab.conftest import PEOPLE
from tests.pipeline.lab.test_recognise_command import blank, photo

pytestmark = [pytest.mark.models, pytest.mark.shared]


def test_every_method_knows_the_people_and_says_how_well(
    images: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    probe = images.parent / "probe.jpg"
    photo(images, 3, 3).rename(probe)
    command = ["classify", str(probe), "--gallery", str(images), "--preset", "standard", "--data", str(data), "--json"]
    assert main(command) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["people"], report["samples"]) == (PEOPLE, PEOPLE * 3 - 1)
    assert set(report["methods"]) == {"nearest_mean", "k_nn", "linear_svm"}
    assert all(found["accuracy"] >= 0.9 and found["folds"] == 2 for found in report["methods"].values())
    assert set(report["faces"][0]["taken_for"].values()) == {sorted(images.iterdir())[3].name}


def test_a_stranger_is_given_a_name_and_the_reader_is_warned(
    images: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stranger = images.parent / "stranger.jpg"
    people = sorted(images.iterdir())
    shutil.copyfile(photo(images, 0, 1), stranger)
    shutil.rmtree(people[0])
    assert main(["classify", str(stranger), "--gallery", str(images), "--data", str(data)]) == 0
    out = capsys.readouterr().out
    assert any(person.name in out.split("stranger.jpg")[1] for person in people[1:])
    assert "Do not open a door by it" in out


def test_a_person_with_one_photo_is_left_out_and_two_are_needed(
    images: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = sorted(images.iterdir())
    for person in people[1:]:
        for extra in sorted(person.iterdir())[1:]:
            extra.unlink()
    assert main(["classify", "--gallery", str(images), "--data", str(data)]) == 1
    assert "at least 2 photos" in capsys.readouterr().err


def test_an_empty_gallery_is_no_gallery(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blank(tmp_path / "people" / "Nobody" / "1.jpg")
    assert main(["classify", "--gallery", str(tmp_path / "people"), "--data", str(data)]) == 1
    assert "No face" in capsys.readouterr().err
    assert main(["classify", "--gallery", str(tmp_path / "nowhere"), "--data", str(data)]) == 1
    assert "no photos" in capsys.readouterr().err


def test_faces_of_one_person_come_into_one_group(images: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photos = [str(file) for file in sorted(images.glob("*/*.jpg"))]
    assert main(["cluster", *photos, "--data", str(data), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    for group in found["groups"]:
        assert len({name.rpartition("_")[0] for name in group}) == 1  # nobody's group holds somebody else
    assert len(found["groups"][0]) >= 3


def test_photos_without_faces_make_no_group(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cluster", str(blank(tmp_path / "grey.jpg")), "--data", str(data)]) == 1
    assert "No face" in capsys.readouterr().err
