"""One station a data folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.instance import OnlyInstance, instance_name
from tests.desktop_app.conftest import StationMaker


def test_each_data_folder_has_a_name_of_its_own(tmp_path: Path) -> None:
    assert instance_name(tmp_path / "a") != instance_name(tmp_path / "b")
    assert instance_name(tmp_path / "a") == instance_name(tmp_path / "b" / ".." / "a")


def test_a_second_one_raises_the_first(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    first, second = (OnlyInstance(instance_name(tmp_path)) for _ in range(2))
    assert not first.raises_another(), "nobody is there yet"
    assert first.listen()
    with qtbot.waitSignal(first.raise_asked):
        assert second.raises_another()
    first.close()
    assert not second.raises_another()


def test_a_second_start_shows_the_window_of_the_first(make_station: StationMaker, qtbot: QtBot, tmp_path: Path) -> None:
    first = make_station(data=tmp_path / "home")
    assert first.take_place()
    first.window.showMinimized()
    second = make_station(data=tmp_path / "home", begin=False)
    assert not second.take_place()
    qtbot.waitUntil(lambda: not first.window.isMinimized())
