"""``munjigi --screenshot`` with what cannot be drawn or written; that it draws is in test_main."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app import __main__ as munjigi
from desktop_app.screenshots import stems_of


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a-file"
    file.touch()
    assert munjigi.main(["--language", "en", "--screenshot", str(file / "folder"), "--only", "live"]) == 1
    said = capsys.readouterr()
    assert str(file / "folder") in said.err
    assert said.out == ""


def test_a_scene_that_does_not_exist_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert munjigi.main(["--language", "en", "--screenshot", str(tmp_path), "--only", "no-such-scene"]) == 2
    assert "no-such-scene" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_scene_is_asked_for_in_all_looks_or_in_one() -> None:
    assert stems_of(["live"]) == {"live-dark-ko", "live-dark-en", "live-light-ko", "live-light-en"}
    assert stems_of(["events-light-ko", "no-such-scene"]) == {"events-light-ko"}
