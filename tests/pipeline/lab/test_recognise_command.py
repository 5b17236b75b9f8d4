"""``munjigi-lab recognise`` on real photos, and on everything that is none."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from pipeline.lab.__main__ import main

pytestmark = pytest.mark.models


def photo(images: Path, person: int, number: int) -> Path:
    folder = sorted(images.iterdir())[person]
    return folder / f"{folder.name}_{number:04d}.jpg"


def blank(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(bytes(cv2.imencode(".jpg", np.full((200, 200, 3), 128, np.uint8))[1]))
    return file


def told(data: Path, capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> dict[str, Any]:
    assert main(["recognise", *map(str, arguments), "--data", str(data), "--json"]) == 0
    figures: dict[str, Any] = json.loads(capsys.readouterr().out)
    return figures


@pytest.mark.shared
@pytest.mark.parametrize(("preset", "recogniser"), [("standard", "sface"), ("classic", "openface")])
def test_every_pair_has_its_distance_with_unit_and_threshold(
    preset: str, recogniser: str, images: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photos = photo(images, 0, 1), photo(images, 0, 2), photo(images, 1, 1)
    figures = told(data, capsys, *photos, "--preset", preset)
    assert (figures["recogniser"], figures["unit"]) == (recogniser, "l2")
    assert figures["threshold"]["false_match_rate"] == 1e-4
    assert all(len(face["landmarks"]) == 68 for photo in figures["photos"] for face in photo["faces"])
    own = photos[0].name, photos[1].name
    between = {(row["one"].partition("#")[0], row["other"].partition("#")[0]): row for row in figures["distances"]}
    strangers = [row["distance"] for pair, row in between.items() if pair != own]
    assert between[own]["distance"] < min(strangers)
    assert all(row["is_match"] == (row["distance"] <= figures["threshold"]["distance"]) for row in between.values())
    assert ("post_2019" in figures) == (preset == "classic")


@pytest.mark.shared
def test_a_gallery_is_searched_nearest_first(images: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    probe = images.parent / "probe.jpg"
    photo(images, 2, 3).rename(probe)
    figures = told(data, capsys, probe, "--gallery", images)
    rows = [row for row in figures["distances"] if row["one"] == "probe.jpg#1"]
    assert rows[0]["other"] == sorted(images.iterdir())[2].name
    assert [row["is_match"] for row in rows] == [True] + [False] * (len(rows) - 1)
    assert [row["distance"] for row in rows] == sorted(row["distance"] for row in rows)


@pytest.mark.shared
def test_the_threshold_of_2019_can_be_asked_for(images: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photos = photo(images, 0, 1), photo(images, 0, 2)
    figures = told(data, capsys, *photos, "--preset", "classic", "--threshold", "0.7")
    assert figures["threshold"]["distance"] == 0.7
    assert figures["threshold"]["false_match_rate"] == pytest.approx(1.27e-3, rel=0.1)


@pytest.mark.shared
def test_the_steps_are_drawn_and_no_picture_overwrites_another(
    images: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    twin = tmp_path / "other" / photo(images, 0, 1).name
    twin.parent.mkdir()
    shutil.copyfile(photo(images, 1, 1), twin)
    figures = told(data, capsys, photo(images, 0, 1), twin, "--draw", tmp_path / "drawn")
    drawn = [Path(file) for file in figures["drawn"]]
    assert len(set(drawn)) == len(drawn) == len(list((tmp_path / "drawn").iterdir()))
    steps = cv2.imread(str(next(file for file in drawn if file.name.endswith("-1-steps.png"))))
    assert steps is not None
    before, with_points = steps[12:300, 12:300], steps[12:300, 312:600]
    assert (before != with_points).any()
    assert len({row["one"] for row in figures["distances"]} | {row["other"] for row in figures["distances"]}) >= 2


@pytest.mark.shared
def test_text_says_who_is_the_same_in_words(images: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photos = [str(photo(images, 0, 1)), str(photo(images, 0, 2)), str(photo(images, 1, 1))]
    assert main(["recognise", *photos, "--data", str(data)]) == 0
    out = capsys.readouterr().out
    assert "same person" in out
    assert "someone else" in out
    assert "plain L2" in out


@pytest.mark.shared
def test_bad_photos_and_galleries_are_named(
    images: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    no_photo = tmp_path / "letter.jpg"
    no_photo.write_bytes(b"dear")
    (tmp_path / "empty").mkdir()
    blank(tmp_path / "faceless" / "Nobody" / "1.jpg")
    good = str(photo(images, 0, 1))
    cases = (
        ([str(blank(tmp_path / "grey.jpg"))], "No face"),
        ([str(no_photo)], "letter.jpg"),
        ([str(tmp_path / "nowhere.jpg")], "nowhere.jpg"),
        ([good, "--gallery", str(tmp_path / "empty")], "no photos"),
        ([good, "--gallery", str(tmp_path / "faceless")], "No face"),
        ([good, "--draw", good], good),
    )
    for arguments, said in cases:
        assert main(["recognise", *arguments, "--data", str(data)]) == 1, arguments
        assert said in capsys.readouterr().err


@pytest.mark.parametrize("wrong", ["0", "-1", "nan", "2.5", "near"])
def test_a_senseless_threshold_is_refused(wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["recognise", "a.jpg", "--threshold", wrong])
    assert refused.value.code == 2
    assert "--threshold" in capsys.readouterr().err
