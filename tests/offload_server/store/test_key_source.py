"""The household key's file."""

from __future__ import annotations

from pathlib import Path

import pytest

from offload_server.errors import StorageDamagedError
from offload_server.reasons import ServerReason
from offload_server.store.key_source import FileKeySource


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "household.key"


def test_a_made_key_is_private_random_and_never_replaced(file: Path, tmp_path: Path) -> None:
    source = FileKeySource(file)
    assert not source.exists()
    source.make()
    key = source.read()
    source.make()
    assert source.read() == key
    assert file.stat().st_mode & 0o777 == 0o600
    other = FileKeySource(tmp_path / "other.key")
    other.make()
    assert other.read() != key
    assert (len(key.id), len(key.secret)) == (16, 32)
    assert str(key.secret) not in repr(key)


def test_a_missing_key_is_never_made_by_reading(file: Path) -> None:
    with pytest.raises(StorageDamagedError) as refusal:
        FileKeySource(file).read()
    assert refusal.value.reason.code == ServerReason.HOUSEHOLD_KEY_UNUSABLE
    assert refusal.value.reason.figures() == {"file": str(file)}
    assert not file.exists()


def test_a_shortened_key_is_refused(file: Path) -> None:
    source = FileKeySource(file)
    source.make()
    whole = file.read_bytes()
    for length in range(len(whole) - 1):  # the last byte is only the end of the line
        file.write_bytes(whole[:length])
        with pytest.raises(StorageDamagedError):
            source.read()


def test_a_key_that_others_could_read_is_closed_to_them_and_said(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    source = FileKeySource(file)
    source.make()
    file.chmod(0o640)
    source.read()
    assert file.stat().st_mode & 0o777 == 0o600
    assert "readable by others" in caplog.text


def test_a_key_that_somebody_else_put_there_is_not_used(tmp_path: Path) -> None:
    FileKeySource(tmp_path / "known to another").make()
    (tmp_path / "key").symlink_to(tmp_path / "known to another")
    with pytest.raises(StorageDamagedError):
        FileKeySource(tmp_path / "key").read()
