"""Settings and the first minutes as documents show them: with models, a household and steps made up."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSettings

from desktop_app.first_run.first_run import FirstRun
from desktop_app.first_run.first_run_model import STEPS, FirstRunState, Step
from desktop_app.settings.models_model import ModelsState, Presence
from desktop_app.settings.settings_model import HouseholdSettings
from desktop_app.speech import Speech
from desktop_app.station import Station
from desktop_app.window.main_window import MainWindow

_NAMES: Final = {"en": "The Kims", "ko": "김씨네"}


def pose_settings(window: MainWindow, name: str, language: str) -> None:
    """The page that ``name`` (settings-PAGE) asks for, of a household that chose."""
    window.shelf.stop()  # nobody looks at this machine's own models
    settings = window.settings
    settings.show_household(HouseholdSettings(_NAMES[language], "standard", 30, 365, 1e-4, 1.027))
    page = name.removeprefix("settings").removeprefix("-") or "general"
    models = _models(window.shelf.state, page)
    settings.recognition.show_models(models)
    settings.about.show_models(models)
    settings.show_page(page)


def pose_first_run(window: MainWindow, speech: Speech, station: Station, step: str, remembered: QSettings) -> None:
    """The card at ``step``; the steps before it are done."""
    first_run = FirstRun(speech, station, window.ways, window.shelf, remembered, "drawn")
    window.shelf.stop()
    here = Step(step)
    first_run.household.show_name(_NAMES[speech.words.language])
    window.cover(first_run)
    done = frozenset(STEPS[: STEPS.index(here)])
    first_run.show_steps(FirstRunState(here, done))
    first_run.show_state(station.state)
    if here is Step.MODELS:
        first_run.models.show_models(_models(window.shelf.state, "fetching"))


def _models(state: ModelsState, page: str) -> ModelsState:
    for file in state.files:
        is_here = "standard" in file.presets
        state = state.with_presence(file.name, Presence.CHECKED if is_here else Presence.MISSING)
    return state.begun(["sface"]).fetching("sface", 24_100_000, 38_696_353) if page == "fetching" else state


SETTINGS_SCENES: Final = tuple(f"settings-{page}" for page in ("recognition", "retention", "network", "about"))
FIRST_RUN_SCENES: Final = tuple(f"first-run-{step}" for step in STEPS)
