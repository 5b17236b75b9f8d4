"""A data folder with every model, and photos of a few people."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from weights.store import WeightsStore

PEOPLE = 6


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture(scope="module")
def data(models: WeightsStore, shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that has everything, classic too."""
    weights = tmp_path_factory.mktemp("data") / "weights"
    weights.mkdir()
    for file in models.folder.iterdir():
        (weights / file.name).symlink_to(file)
    WeightsStore(weights, (shared_folder / "weights",)).install("openface")
    return weights.parent


@pytest.fixture
def images(shared_folder: Path, tmp_path: Path) -> Path:
    """A few people with three photos each."""
    chosen = [
        folder
        for folder in sorted((shared_folder / "faces" / "lfw-dev").iterdir())
        if len(list(folder.glob("*.jpg"))) >= 3 and (folder / f"{folder.name}_0003.jpg").exists()
    ][:PEOPLE]
    for folder in chosen:
        (tmp_path / "photos" / folder.name).mkdir(parents=True)
        for number in (1, 2, 3):
            name = f"{folder.name}_{number:04d}.jpg"
            shutil.copyfile(folder / name, tmp_path / "photos" / folder.name / name)
    return tmp_path / "photos"
