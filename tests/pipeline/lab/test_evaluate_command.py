"""``munjigi-lab evaluate`` on real photos, and on everything that is none."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline.lab.__main__ import main
from tests.pipeline.lab.conftest import PEOPLE

pytestmark = pytest.mark.models


@pytest.fixture
def pairs(images: Path) -> Path:
    """Two folds of as many genuine as impostor pairs."""
    names = sorted(folder.name for folder in images.iterdir())
    lines = ["2\t3"]
    for fold in (names[:3], names[3:]):
        lines += [f"{name}\t1\t2" for name in fold]
        lines += [f"{name}\t1\t{other}\t3" for name, other in zip(fold, [*fold[1:], fold[0]], strict=True)]
    (images.parent / "pairs.txt").write_text("\n".join(lines) + "\n")
    return images.parent / "pairs.txt"


@pytest.mark.shared
def test_the_standard_preset_tells_a_dozen_pairs_apart(
    images: Path, pairs: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["evaluate", "--images", str(images), "--pairs", str(pairs), "--preset", "standard"]
    assert main([*command, "--data", str(data), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["auc"], figures["eer"], figures["photos"], figures["photos_without_face"]) == (1.0, 0.0, 18, 0)
    assert figures["accuracy"] >= 10 / 12  # a fold of six pairs gives the other only a rough threshold
    assert figures["tar_at_far"] == {"0.01": 1.0, "0.001": 1.0, "0": 1.0}
    assert (figures["recogniser"], figures["detector"], figures["alignment"]) == ("sface", "yunet", "five-point-112")
    assert {"accuracy_std", "threshold_l2", "auc", "eer", "seconds"} <= set(figures)


@pytest.mark.shared
def test_a_photo_without_a_face_counts_as_a_failure(
    images: Path, pairs: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    victim = min(images.iterdir())
    blank_in_place_of(victim / f"{victim.name}_0002.jpg")
    command = ["evaluate", "--images", str(images), "--pairs", str(pairs), "--preset", "standard"]
    assert main([*command, "--data", str(data), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["photos"], figures["photos_without_face"]) == (18, 1)
    assert figures["accuracy"] <= 11 / 12 + 1e-9
    assert figures["tar_at_far"]["0"] == pytest.approx(5 / 6)


@pytest.mark.shared
@pytest.mark.parametrize("parts", [["--preset", "classic"], ["--recogniser", "openface", "--detector", "hog"]])
def test_the_classic_parts_are_measured_the_same_way(
    parts: list[str], images: Path, pairs: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["evaluate", "--images", str(images), "--pairs", str(pairs), "--quantiles", "--at", "0.7", *parts]
    assert main([*command, "--data", str(data), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["auc"] > 0.8
    assert figures["alignment"] == "nose-centred"
    assert figures["all_pairs"]["impostor_pairs"] == 18 * 17 // 2 - PEOPLE * 3
    assert set(figures["all_pairs"]["at"]["0.7"]) == {"fmr", "fnmr"}


@pytest.mark.shared
def test_without_json_a_line_a_figure_is_printed(images: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["evaluate", "--images", str(images), "--quantiles", "--recogniser", "sface", "--data", str(data)]
    assert main(command) == 0
    told = capsys.readouterr().out
    assert "impostor_pairs" in told
    assert "photos_without_face" in told


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (["--preset", "standard"], "Nothing to measure", 2),
        (["--preset", "classic", "--quantiles", "--detector", "hog"], "--recogniser instead", 2),
        (["--quantiles"], "--preset NAME", 2),
        (["--preset", "standard", "--all-pairs", "--pairs", "any.txt"], "either", 2),
        (["--preset", "standard", "--pairs", "any.txt", "--groups", "any.txt"], "add --all-pairs", 2),
        (["--recogniser", "fused", "--all-pairs", "--alignment", "nose-centred"], "--alignment", 2),
        (["--preset", "standard", "--all-pairs"], "no photos", 1),
        (["--recogniser", "sface", "--alignment", "nose-centred", "--quantiles"], "five-point-112", 1),
        (["--preset", "standard", "--quantiles"], "no photos", 1),
    ],
)
def test_what_cannot_be_measured_is_said_before_a_model_is_loaded(
    arguments: list[str], said: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "--images", str(tmp_path), *arguments, "--data", str(tmp_path)]) == code
    assert said in capsys.readouterr().err


@pytest.mark.shared
def test_an_unreadable_photo_is_named(images: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    victim = sorted(images.glob("*/*.jpg"))[5]
    victim.write_bytes(b"no photo")
    command = ["evaluate", "--images", str(images), "--quantiles", "--preset", "standard", "--data", str(data)]
    assert main(command) == 1
    assert victim.name in capsys.readouterr().err


@pytest.mark.shared
def test_one_person_alone_gives_no_impostors(images: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in sorted(images.iterdir())[1:]:
        shutil.rmtree(folder)
    command = ["evaluate", "--images", str(images), "--quantiles", "--preset", "standard", "--data", str(data)]
    assert main(command) == 1
    assert "two people" in capsys.readouterr().err


def test_a_missing_model_is_named_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "weights").mkdir()
    for person in ("a", "b"):
        (tmp_path / "photos" / person).mkdir(parents=True)
        (tmp_path / "photos" / person / f"{person}_0001.jpg").touch()
    command = ["evaluate", "--images", str(tmp_path / "photos"), "--quantiles", "--preset", "classic"]
    assert main([*command, "--data", str(tmp_path)]) == 1
    assert "munjigi-lab weights install" in capsys.readouterr().err


def blank_in_place_of(photo: Path) -> None:
    import cv2
    import numpy as np

    cv2.imwrite(str(photo), np.full((250, 250, 3), 90, np.uint8))
