"""``munjigi-lab embed``, and what the other commands make of its files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.lab.__main__ import main
from pipeline.lab.cohort_file import write_cohort
from pipeline.types import TemplateSpace
from tests.pipeline.lab.cohorts import cohort
from weights.store import WeightsStore


@pytest.mark.models
@pytest.mark.shared
def test_embedded_photos_give_the_figures_of_the_photos_themselves(
    images: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = ["--images", str(images), "--recogniser", "sface", "--data", str(data)]
    file, masked = tmp_path / "plain.npz", tmp_path / "masked.npz"
    assert main(["embed", *parts, "--to", str(file), "--json"]) == 0
    written = json.loads(capsys.readouterr().out)
    assert (written["photos"], written["photos_without_face"], written["people"]) == (18, 0, 6)
    assert main(["embed", *parts, "--to", str(masked), "--condition", "mask"]) == 0
    capsys.readouterr()
    assert main(["evaluate", *parts, "--all-pairs", "--condition", "mask", "--json"]) == 0
    of_photos = json.loads(capsys.readouterr().out)
    files = ["--embeddings", str(file), str(masked), "--condition", "mask"]
    assert main(["evaluate", *files, "--all-pairs", "--json"]) == 0
    of_files = json.loads(capsys.readouterr().out)
    assert of_photos.keys() == of_files.keys()
    assert of_files["auc"] == pytest.approx(of_photos["auc"], abs=1e-6)
    assert (of_files["condition"], of_files["template_space"]) == ("mask", written["template_space"])


@pytest.mark.models
@pytest.mark.shared
def test_two_recognisers_are_measured_as_one(images: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    WeightsStore(data / "weights").install("dlib-resnet")
    command = ["evaluate", "--images", str(images), "--recogniser", "fused", "--all-pairs", "--data", str(data)]
    assert main([*command, "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["recogniser"], figures["photos_without_face"]) == ("fused", 0)
    assert figures["auc"] > 0.99


@pytest.fixture
def files(tmp_path: Path) -> Path:
    write_cohort(cohort([4] * 60, noise=0.2), tmp_path / "a.npz")
    write_cohort(cohort([4] * 60, noise=0.4, condition="grey"), tmp_path / "grey.npz")
    write_cohort(cohort([4] * 60, space=TemplateSpace("other", "b" * 64, "none", 1)), tmp_path / "other.npz")
    write_cohort(cohort([1] * 60), tmp_path / "single.npz")
    (tmp_path / "groups.txt").write_text("".join(f"P{number:03d}\tfirst\n" for number in range(30)))
    (tmp_path / "strange.txt").write_text("Nobody\tfirst\n")
    (tmp_path / "pairs.txt").write_text("2\t1\nP000\t1\t2\nP000\t1\tP001\t1\nP001\t1\t2\nP001\t2\tP002\t2\n")
    (tmp_path / "strange-pairs.txt").write_text("2\t1\nP000\t1\t2\nP000\t1\tX\t1\nP001\t1\t2\nP001\t2\tP002\t2\n")
    return tmp_path


@pytest.fixture
def inside(files: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(files)
    return files


def test_every_figure_that_is_promised_has_its_key(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["evaluate", "--embeddings", str(files / "a.npz"), "--all-pairs", "--groups", str(files / "groups.txt")]
    assert main([*command, "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert set(figures["tar_at_fmr"]) == {"1e-3", "1e-4", "1e-5", "1e-6"}
    assert set(figures["tar_at_fmr"]["1e-3"]) == {"tar", "low", "high", "threshold_l2"}
    assert set(figures["fmr_by_group"]) == {"first", "others"}
    rate = figures["fmr_by_group"]["first"]["1e-3"]
    assert set(rate) == {"fmr", "factor", "people", "pairs", "false_matches", "low", "high"}
    assert set(figures["tar_at_far"]) == {"0.01", "0.001", "0"}
    assert {"auc", "eer", "photos", "photos_without_face", "seconds"} <= set(figures)


def test_pairs_are_measured_on_kept_embeddings_too(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["evaluate", "--embeddings", str(files / "a.npz"), "--pairs", str(files / "pairs.txt"), "--json"]
    assert main(command) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["pairs"], figures["photos"], figures["auc"]) == (4, 5, 1.0)
    assert {"accuracy", "accuracy_std", "threshold_l2"} <= set(figures)


def test_a_household_is_simulated_on_kept_embeddings(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["household", "--embeddings", str(files / "a.npz"), "--samples", "3", "--strangers", "40"]
    assert main([*command, "--trials", "20", "--look-alikes", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert set(figures["own_accepted"]) == {"0.01", "0.001"}
    assert {"rank1", "wrong_name", "unenrolled_look_alike_accepted"} <= set(figures)


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (["evaluate", "--embeddings", "a.npz", "other.npz", "--all-pairs"], "different networks", 1),
        (["evaluate", "--embeddings", "a.npz", "a.npz", "--all-pairs"], "more than one", 1),
        (["evaluate", "--embeddings", "a.npz", "other.npz", "--recogniser", "fused", "--all-pairs"], "different", 1),
        (["evaluate", "--embeddings", "a.npz", "--recogniser", "sface", "--all-pairs"], "--preset and", 2),
        (["evaluate", "--embeddings", "single.npz", "--all-pairs"], "one photo only", 1),
        (["evaluate", "--embeddings", "groups.txt", "--all-pairs"], "no file of embeddings", 1),
        (["evaluate", "--embeddings", "nowhere.npz", "--all-pairs"], "nowhere.npz", 1),
        (["evaluate", "--embeddings", "a.npz", "--condition", "grey", "--all-pairs"], "condition", 1),
        (["evaluate", "--embeddings", "a.npz", "grey.npz", "--all-pairs"], "condition", 1),
        (["evaluate", "--embeddings", "grey.npz", "--all-pairs"], "condition", 1),
        (["evaluate", "--embeddings", "a.npz", "--all-pairs", "--groups", "strange.txt"], "Nobody", 1),
        (["evaluate", "--embeddings", "a.npz", "--pairs", "strange-pairs.txt"], "X/X_0001.jpg", 1),
        (["evaluate", "--embeddings", "a.npz", "--pairs", "nowhere.txt"], "nowhere.txt", 1),
        (["household", "--embeddings", "a.npz", "--samples", "4"], "more than 4 photos", 1),
        (["household", "--embeddings", "a.npz", "--samples", "3"], "200 were asked for", 1),
        (["household", "--embeddings", "a.npz", "grey.npz"], "condition", 1),
        (["embed", "--images", "empty", "--recogniser", "sface", "--to", "b.npz"], "no photos", 1),
        (["embed", "--images", "empty", "--recogniser", "fused", "--to", "b.npz"], "one recogniser", 2),
    ],
)
def test_what_cannot_be_measured_is_said(
    arguments: list[str],
    said: str,
    code: int,
    inside: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (inside / "empty").mkdir()
    assert main(arguments) == code
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""
