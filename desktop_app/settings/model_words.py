"""The words of a model file in the reader's language; knows no Qt."""

from __future__ import annotations

from typing import Final

from desktop_app.settings.models_model import ModelFile, ModelsState, Presence
from resources.catalogue import Catalogue

ICONS: Final = {
    Presence.UNKNOWN: ("circle-dashed", "tertiary"),
    Presence.CHECKED: ("circle-check", "recognised"),
    Presence.MISSING: ("circle-dashed", "tertiary"),
    Presence.DAMAGED: ("triangle-alert", "attack"),
    Presence.WAITING: ("circle-dashed", "tertiary"),
    Presence.FETCHING: ("download", "secondary"),
}
"""Icon and the role of its colour."""


def title_of(file: ModelFile, words: Catalogue) -> str:
    """What it is for, and its name."""
    return words.say(f"settings_model_{file.name.replace('-', '_')}")


def state_of(file: ModelFile, words: Catalogue) -> str:
    """Its size, and what is known of it or how much has come."""
    if file.presence is Presence.FETCHING and file.total_bytes:
        if file.total_bytes < 1_000:  # a collection counts its files
            return words.say("settings_model_files_of", done=file.done_bytes, total=file.total_bytes)
        return words.say("settings_model_some_of", done=_megabytes(file.done_bytes), total=_megabytes(file.total_bytes))
    size = f"{_megabytes(file.size_bytes)} MB"
    word = words.say(f"settings_model_{file.presence.name.lower()}")
    return f"{size} · {word}"


def summary_of(state: ModelsState, preset: str, words: Catalogue) -> str:
    """One sentence about all the files of a preset."""
    files = state.of(preset)
    if state.is_busy:
        return words.say("settings_models_fetching")
    if any(each.presence is Presence.UNKNOWN for each in files):
        return words.say("settings_models_unknown")
    here = sum(each.is_here for each in files)
    if here == len(files):
        return words.say("settings_models_checked", here=here)
    return words.say("settings_models_absent", here=here, all=len(files))


def terms_of(file: ModelFile, words: Catalogue) -> str:
    """Licence and terms, in the reader's language."""
    return f"{file.licence} · {words.say('terms_' + file.name.replace('-', '_'))}"


def _megabytes(count: int) -> str:
    return f"{count / 1e6:,.1f}"
