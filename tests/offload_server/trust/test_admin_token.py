"""The admin's token."""

from __future__ import annotations

from pathlib import Path

import pytest

from offload_server.trust.admin_token import is_same_token, read_or_make_token


def test_it_is_random_private_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "token"
    token = read_or_make_token(file)
    assert len(token) >= 43, "256 bits"
    assert file.stat().st_mode & 0o777 == 0o600
    assert read_or_make_token(file) == token
    assert read_or_make_token(tmp_path / "another") != token


@pytest.mark.parametrize("content", [b"", b"\n", b"short", b"\xff\xfe\x00", b"a b" * 30])
def test_a_file_without_a_token_gets_a_new_one(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "token"
    file.write_bytes(content)
    file.chmod(0o600)
    token = read_or_make_token(file)
    assert len(token) >= 43
    assert read_or_make_token(file) == token


def test_a_token_that_others_could_read_is_closed_to_them_and_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "token"
    token = read_or_make_token(file)
    file.chmod(0o644)
    assert read_or_make_token(file) == token
    assert file.stat().st_mode & 0o777 == 0o600
    assert "readable by others" in caplog.text
    assert token not in caplog.text


def test_a_token_that_somebody_else_put_there_is_not_trusted(tmp_path: Path) -> None:
    known = read_or_make_token(tmp_path / "known to another")
    (tmp_path / "token").symlink_to(tmp_path / "known to another")
    with pytest.raises(OSError, match="token"):
        read_or_make_token(tmp_path / "token")
    assert (tmp_path / "known to another").read_text().strip() == known


@pytest.mark.parametrize("offered", ["", "x", "secret ", "SECRET", "\ud800", "비밀"])
def test_only_the_very_token_is_the_same(offered: str) -> None:
    assert not is_same_token(offered, "secret")
    assert is_same_token("secret", "secret")
