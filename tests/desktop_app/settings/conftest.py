"""A small world of models: two files of a few kilobytes and the folders that they may come from."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.settings.model_shelf import ModelShelf
from tests.weights.conftest import CONTENT, small_entry
from weights.manifest import Manifest
from weights.store import WeightsStore

ShelfMaker = Callable[..., ModelShelf]
SFACE = CONTENT
OPENFACE = CONTENT[::-1]


def small_manifest() -> Manifest:
    """One file a preset, under the names of the real ones."""
    from dataclasses import replace

    classic = replace(small_entry(name="openface", content=OPENFACE), preset="classic")
    return Manifest((small_entry(name="sface", content=SFACE), classic), ())


def make_small_store(folder: Path, local: Sequence[Path] = ()) -> WeightsStore:
    return WeightsStore(folder, local, small_manifest())


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    """A folder of the user that holds both files."""
    stick = tmp_path / "usb"
    stick.mkdir()
    (stick / "sface.bin").write_bytes(SFACE)
    (stick / "openface.bin").write_bytes(OPENFACE)
    return stick


@pytest.fixture
def make_shelf(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[ShelfMaker]:
    made: list[ModelShelf] = []

    def make(folder: Path | None = None) -> ModelShelf:
        shelf = ModelShelf(folder or tmp_path / "weights", make_store=make_small_store)
        made.append(shelf)
        return shelf

    yield make
    for shelf in made:
        shelf.stop()
        shelf.deleteLater()
    qtbot.waitUntil(lambda: not [each for each in threading.enumerate() if "models" in each.name], timeout=20_000)
    qapp.processEvents()
