"""One private folder, one owner."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from offload_server.data_folder import DataFolder
from offload_server.errors import DataFolderInUseError, DataFolderUnusableError
from offload_server.reasons import ServerReason


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    data = DataFolder(tmp_path / "a" / "data")
    data.open()
    return data


def test_a_new_folder_is_private(folder: DataFolder) -> None:
    assert folder.path.stat().st_mode & 0o777 == 0o700


def test_an_open_folder_is_made_private(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    DataFolder(tmp_path).open()
    assert tmp_path.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("below", ["", "house"])
def test_a_file_in_the_place_of_the_folder_is_refused_and_left_alone(tmp_path: Path, below: str) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(DataFolderUnusableError) as refusal:
        DataFolder(file / below).open()
    assert refusal.value.reason.code == ServerReason.DATA_FOLDER_UNUSABLE
    assert refusal.value.reason.figures()["folder"] == str(file / below)
    assert file.read_text() == "mine"


def test_a_folder_whose_lock_cannot_be_written_is_refused(folder: DataFolder) -> None:
    (folder.path / "owner.lock").mkdir()
    with pytest.raises(DataFolderUnusableError):
        folder.lock()
    assert not folder.is_locked


def test_the_second_owner_is_refused_by_a_reason_that_names_folder_process_and_address(folder: DataFolder) -> None:
    folder.lock()
    pid = json.loads((folder.path / "owner.json").read_text())["pid"]
    folder.run_file.write_text(json.dumps({"pid": pid, "host": "127.0.0.1", "port": 8710}))
    with pytest.raises(DataFolderInUseError) as refusal:
        DataFolder(folder.path).lock()
    figures = refusal.value.reason.figures()
    assert refusal.value.reason.code == ServerReason.DATA_FOLDER_IN_USE
    assert figures["folder"] == str(folder.path)
    assert f"process {pid}" in str(figures["owner"])
    assert "http://127.0.0.1:8710" in str(figures["owner"])
    folder.release()


def test_the_address_of_an_earlier_server_is_not_shown(folder: DataFolder) -> None:
    folder.lock()
    folder.run_file.write_text(json.dumps({"pid": -1, "host": "127.0.0.1", "port": 8710}))
    assert "8710" not in folder.owner()
    folder.release()


def test_a_released_folder_can_be_taken_again(folder: DataFolder) -> None:
    assert folder.lock() is True
    assert folder.lock() is False, "the holder may ask again"
    folder.release()
    other = DataFolder(folder.path)
    assert other.lock() is True
    other.release()
    assert not other.is_locked


def test_another_process_is_refused_until_this_one_dies(folder: DataFolder) -> None:
    program = (
        "import sys, pathlib; from offload_server.data_folder import DataFolder;"
        "data = DataFolder(pathlib.Path(sys.argv[1])); data.lock(); print('mine', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(folder.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == b"mine\n"
        with pytest.raises(DataFolderInUseError, match=str(owner.pid)):
            folder.lock()
        owner.kill()
        owner.wait()
    assert folder.lock(), "a killed owner leaves no lock behind"
    folder.release()


def test_the_token_stays_the_same(folder: DataFolder) -> None:
    assert folder.admin_token() == DataFolder(folder.path).admin_token()
