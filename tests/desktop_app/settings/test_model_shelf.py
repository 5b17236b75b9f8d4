"""The models are looked at and fetched behind the window; a failure is said, and nothing half-written stays."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from desktop_app.settings import model_shelf
from desktop_app.settings.model_words import state_of, summary_of
from desktop_app.settings.models_model import ModelsState, Presence
from resources.catalogue import Catalogue
from tests.desktop_app.settings.conftest import OPENFACE, SFACE, ShelfMaker

WORDS = Catalogue("en")


def _presence(state: ModelsState) -> dict[str, Presence]:
    return {file.name: file.presence for file in state.files}


def test_it_knows_nothing_until_it_has_looked(make_shelf: ShelfMaker, qtbot: QtBot, usb: Path) -> None:
    (usb / "openface.bin").write_bytes(b"something else")
    shelf = make_shelf(usb)
    assert set(_presence(shelf.state).values()) == {Presence.UNKNOWN}
    with qtbot.waitSignal(shelf.completed, timeout=20_000) as completed:
        shelf.look()
    assert completed.args == ["standard"]
    assert _presence(shelf.state) == {"sface": Presence.CHECKED, "openface": Presence.DAMAGED}
    assert shelf.state.is_complete("standard")
    assert not shelf.state.is_complete("classic")
    assert "damaged" in state_of(shelf.state.of("classic")[0], WORDS)


def test_a_fetch_tells_how_far_it_is_and_ends_with_every_byte_right(
    make_shelf: ShelfMaker, qtbot: QtBot, usb: Path
) -> None:
    shelf = make_shelf()
    told: list[ModelsState] = []
    threads: list[bool] = []
    shelf.changed.connect(told.append)
    shelf.changed.connect(lambda _: threads.append(QThread.currentThread() is shelf.thread()))
    with qtbot.waitSignal(shelf.completed, timeout=20_000):
        shelf.fetch("classic", usb)
        assert _presence(shelf.state)["openface"] is Presence.WAITING
        assert shelf.state.is_busy
    fractions = [state.of("classic")[0].fraction for state in told if state.of("classic")[0].total_bytes]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert all(threads), "told on the window's thread only"
    assert (shelf.folder / "openface.bin").read_bytes() == OPENFACE
    assert not (shelf.folder / "sface.bin").exists(), "only what was asked for"
    assert _presence(shelf.state)["openface"] is Presence.CHECKED
    assert not shelf.state.is_busy


def test_a_source_without_the_files_is_said_and_another_one_helps(
    make_shelf: ShelfMaker, qtbot: QtBot, usb: Path, tmp_path: Path
) -> None:
    shelf = make_shelf()
    shelf.fetch("standard", tmp_path / "nothing here")
    qtbot.waitUntil(lambda: shelf.state.problem is not None and shelf.state.is_looked_at, timeout=20_000)
    problem = shelf.state.problem
    assert problem is not None
    assert "sface.bin" in WORDS.say_reason(problem)
    assert _presence(shelf.state)["sface"] is Presence.MISSING
    assert summary_of(shelf.state, "standard", WORDS) == "Of 1 files, 0 are here and right."
    with qtbot.waitSignal(shelf.completed, timeout=20_000):
        shelf.fetch("standard", usb)
    assert shelf.state.problem is None
    assert (shelf.folder / "sface.bin").read_bytes() == SFACE


def test_a_source_with_a_wrong_byte_is_refused(make_shelf: ShelfMaker, qtbot: QtBot, usb: Path) -> None:
    (usb / "sface.bin").write_bytes(SFACE[:-1] + b"x")
    shelf = make_shelf()
    shelf.fetch("standard", usb)
    qtbot.waitUntil(lambda: shelf.state.problem is not None, timeout=20_000)
    assert not list(shelf.folder.iterdir()), "neither the file nor a half of it"


def test_closing_the_window_breaks_a_fetch_off(
    make_shelf: ShelfMaker, qtbot: QtBot, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = make_shelf()
    came, go_on = threading.Event(), threading.Event()
    advanced = model_shelf._Teller.advanced

    def slow(teller: model_shelf._Teller, done_bytes: int, total_bytes: int) -> None:
        came.set()
        go_on.wait(5)
        advanced(teller, done_bytes, total_bytes)

    monkeypatch.setattr(model_shelf._Teller, "advanced", slow)
    shelf.fetch("standard", usb)
    assert came.wait(5)
    shelf.stop()
    go_on.set()
    qtbot.waitUntil(lambda: not [each for each in threading.enumerate() if "models" in each.name], timeout=20_000)
    assert not shelf.folder.exists() or not list(shelf.folder.iterdir())


def test_two_fetches_at_once_are_one(make_shelf: ShelfMaker, qtbot: QtBot, usb: Path) -> None:
    shelf = make_shelf()
    completed: list[str] = []
    shelf.completed.connect(completed.append)
    shelf.fetch("standard", usb)
    shelf.fetch("classic", usb)
    shelf.look()
    qtbot.waitUntil(lambda: completed == ["standard"], timeout=20_000)
