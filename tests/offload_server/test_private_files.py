"""Files that are whole or not there."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from offload_server.errors import StorageFullError
from offload_server.private_files import create_private, read_private, tighten, write_private


def test_written_files_are_private_and_replace_the_old_content(tmp_path: Path) -> None:
    file = tmp_path / "x"
    write_private(file, b"one")
    write_private(file, b"two")
    assert file.read_bytes() == b"two"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_create_never_overwrites(tmp_path: Path) -> None:
    file = tmp_path / "x"
    assert create_private(file, b"first")
    assert not create_private(file, b"second")
    assert file.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [file]


def test_a_full_disk_leaves_the_old_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "x"
    write_private(file, b"old")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFullError):
        write_private(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_tighten_says_whether_others_could_read(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.touch(0o644)
    assert tighten(file)
    assert not tighten(file)
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_link_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"known to another")
    (tmp_path / "x").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="x"):
        read_private(tmp_path / "x")
    assert read_private(tmp_path / "elsewhere") == b"known to another"


def test_a_pipe_neither_blocks_nor_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x")
    with pytest.raises(PermissionError, match="regular"):
        read_private(tmp_path / "x")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a file of another user")
def test_a_file_that_another_user_planted_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"known to another")
    os.chown(file, 12345, -1)
    with pytest.raises(PermissionError, match="another user"):
        read_private(file)
    os.chown(tmp_path, 12345, -1)
    assert read_private(file) == b"known to another", "root in the folder of its user"
