"""A store of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from offload_server.store.key_source import FileKeySource
from offload_server.store.store import Store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "munjigi.sqlite3"


@pytest.fixture
def keys(tmp_path: Path) -> FileKeySource:
    return FileKeySource(tmp_path / "household.key")


@pytest.fixture
def store(file: Path, keys: FileKeySource) -> Iterator[Store]:
    opened = Store.open(file, keys)
    yield opened
    opened.close()
