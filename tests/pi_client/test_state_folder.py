"""What a camera remembers survives crashes, full disks and nonsense in its file."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pi_client.endpoints import Endpoint
from pi_client.errors import UsageError
from pi_client.reasons import PiReason
from pi_client.state_folder import MAX_SERVERS, STATE_FILE, CameraState, StateFolder

NONSENSE = [b"[]", b"{}", b'{"format":1}', b'{"format":1,"servers":[{"host":1}]}', b'{"format":1,"servers":[1]}']
HOME = Endpoint("192.168.0.7", 8710, "home")


def test_what_is_written_is_read_again_and_private(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path / "new" / "folder")
    folder.open()
    state = CameraState().welcomed(HOME, "key")
    assert folder.write(state)
    assert folder.read() == state
    assert stat.S_IMODE((folder.folder / STATE_FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.folder.stat().st_mode) == 0o700
    folder.close()


def test_the_last_server_that_welcomed_is_the_last_good_one() -> None:
    other = Endpoint("10.0.0.1", 1, "other")
    state = CameraState().welcomed(HOME, "k1").welcomed(other, "k2").welcomed(HOME, "k1")
    assert state.last_good == HOME
    assert len(state.servers) == 2


def test_a_key_is_found_by_the_servers_id_wherever_it_is_now() -> None:
    state = CameraState().welcomed(HOME, "key")
    assert state.resume_key(Endpoint("10.9.9.9", 1, "home")) == "key"
    assert state.resume_key(Endpoint("192.168.0.7", 8710, "a stranger")) is None


def test_a_typed_address_finds_the_key_of_the_server_that_was_there() -> None:
    assert CameraState().welcomed(HOME, "key").resume_key(Endpoint("192.168.0.7", 8710)) == "key"
    typed = CameraState().welcomed(Endpoint("192.168.0.7", 8710), "key")
    assert typed.resume_key(HOME) == "key"


def test_a_server_that_forgot_the_camera_is_forgotten() -> None:
    state = CameraState().welcomed(HOME, "key").forgotten(HOME)
    assert state.resume_key(HOME) is None
    assert state.last_good is None


def test_only_so_many_servers_are_remembered() -> None:
    state = CameraState()
    for number in range(MAX_SERVERS + 3):
        state = state.welcomed(Endpoint("h", 1, str(number)), "key")
    assert len(state.servers) == MAX_SERVERS
    assert state.resume_key(Endpoint("x", 1, "0")) is None


@pytest.mark.allow_log("is damaged")
@given(
    st.binary(max_size=200)
    | st.sampled_from(
        [
            b"[]",
            b"{}",
            b'{"format":1}',
            b'{"format":1,"servers":[{"host":1}]}',
            b'{"format":1,"servers":[{"host":"h","port":1,"id":null,"resume_key":"no key of the wire"}]}',
            b'{"format":1,"servers":[{"host":"h","port":-1,"id":null,"resume_key":"key"}]}',
        ]
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_a_damaged_file_is_put_aside_and_the_camera_starts_anew(tmp_path: Path, content: bytes) -> None:
    folder = StateFolder(tmp_path)
    (tmp_path / STATE_FILE).write_bytes(content)
    assert folder.read() == CameraState()
    assert not (tmp_path / STATE_FILE).exists()
    assert folder.write(CameraState().welcomed(HOME, "key"))


@pytest.mark.allow_log("cannot remember")
def test_a_disk_that_is_full_loses_neither_the_old_file_nor_the_camera(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = StateFolder(tmp_path)
    old = CameraState().welcomed(HOME, "old")
    folder.write(old)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert not folder.write(old.welcomed(HOME, "new"))
    assert folder.read() == old
    assert [entry.name for entry in tmp_path.iterdir()] == [STATE_FILE]


def test_two_clients_do_not_share_a_folder(tmp_path: Path) -> None:
    first, second = StateFolder(tmp_path), StateFolder(tmp_path)
    first.open()
    with pytest.raises(UsageError) as refusal:
        second.open()
    assert refusal.value.code is PiReason.DATA_FOLDER_IN_USE
    first.close()
    second.open()
    second.close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError) as refusal:
        StateFolder(tmp_path / "file").open()
    assert refusal.value.code is PiReason.DATA_FOLDER_UNUSABLE
    assert str(tmp_path / "file") in str(refusal.value.parameters["folder"])
