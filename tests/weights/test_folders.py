"""Where weights are looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from weights.folders import default_weights_folder, local_sources, weights_folder


def test_a_data_folder_with_weights_of_its_own_uses_them(tmp_path: Path) -> None:
    assert weights_folder(tmp_path) == default_weights_folder()
    (tmp_path / "weights").mkdir()
    assert weights_folder(tmp_path) == tmp_path / "weights"
    assert weights_folder(None) == default_weights_folder()


def test_the_given_folder_comes_before_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert local_sources() == ()
    monkeypatch.setenv("MUNJIGI_WEIGHTS", str(tmp_path))
    assert local_sources() == (tmp_path,)
    assert local_sources(tmp_path / "usb") == (tmp_path / "usb", tmp_path)
