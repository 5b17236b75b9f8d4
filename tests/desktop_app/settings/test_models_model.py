"""What is known of the models, and in which words."""

from __future__ import annotations

import pytest

from desktop_app.settings.about_model import libraries
from desktop_app.settings.model_words import state_of, summary_of, title_of
from desktop_app.settings.models_model import ModelsState, Presence, models_of
from desktop_app.settings.settings_model import days_offered
from resources.catalogue import Catalogue
from weights.manifest import load_manifest


def _real() -> ModelsState:
    return ModelsState(models_of(load_manifest()))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_model_of_the_manifest_has_a_title_and_a_preset(language: str) -> None:
    words = Catalogue(language)
    state = _real()
    assert {file.name for file in state.of("standard")} == {"yunet", "landmarks-68", "sface"}
    assert {file.name for file in state.of("classic")} == {"landmarks-68", "openface"}
    for file in state.files:
        assert not title_of(file, words).startswith("settings_")
        assert str(round(file.size_bytes / 1e6, 1)) in state_of(file, words)


def test_a_file_that_comes_says_how_much_and_ends_the_one_before() -> None:
    words = Catalogue("en")
    state = _real().begun(["yunet", "sface"]).fetching("yunet", 100_000, 232_589)
    assert state_of(state.files[0], words) == "0.1 of 0.2 MB"
    state = state.fetching("sface", 24_100_000, 38_696_353)
    assert state.find("yunet").presence is Presence.CHECKED
    assert state_of(state.find("sface"), words) == "24.1 of 38.7 MB"
    assert state.find("sface").fraction == pytest.approx(0.623, abs=0.001)
    assert summary_of(state, "standard", words) == "The models are being fetched."
    collection = state.fetching("openface", 12, 226).find("openface")
    assert state_of(collection, words) == "12 of 226 files"


def test_the_libraries_are_those_that_users_run() -> None:
    found = {library.name.lower().replace("_", "-"): library for library in libraries()}
    assert {"aiohttp", "numpy", "pyside6-essentials", "sqlalchemy"} <= set(found)
    assert not {"pytest", "ruff", "mypy"} & set(found), "developers' tools are no part of it"
    assert [library.name for library in found.values() if not library.licence] == []
    assert "LGPL" in found["pyside6-essentials"].licence


def test_a_number_of_days_that_was_written_by_hand_is_offered_too() -> None:
    assert days_offered(30, 0) == (0, 7, 30, 90, 365)
    assert days_offered(45, 1) == (7, 30, 45, 90, 365)
