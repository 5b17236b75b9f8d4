"""Looks after the model files in a thread of its own: reads and checks them, and fetches what is missing.

The server goes on meanwhile; whoever needs the files starts it anew when ``completed`` comes.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject

from desktop_app.bridge import Bridge
from desktop_app.settings.models_model import PRESETS, ModelsState, Presence, look_at, models_of
from desktop_app.station import reason_of
from desktop_app.typed_signal import TypedSignal
from weights.errors import WeightError
from weights.folders import local_sources
from weights.store import WeightsStore

logger = logging.getLogger(__name__)
StoreMaker = Callable[[Path, Sequence[Path]], WeightsStore]


class ModelShelf(QObject):
    """One a window. Every method belongs to the GUI thread; ``completed`` says which preset is all there now."""

    changed = TypedSignal(ModelsState)
    completed = TypedSignal(str)

    def __init__(self, folder: Path, parent: QObject | None = None, make_store: StoreMaker = WeightsStore) -> None:
        super().__init__(parent)
        self.folder = folder
        self._make_store = make_store
        self._threads = Bridge(self)
        self._unwanted = threading.Event()
        self._is_looking = False
        self.state = ModelsState(models_of(make_store(folder, ()).manifest))

    def look(self) -> None:
        """Read every file anew and tell what is there; nothing happens while a look or a fetch is under way."""
        if self._is_looking or self.state.is_busy or self._unwanted.is_set():
            return
        self._is_looking = True
        self._threads.in_background(self._look, "models-look").then(self._looked, self._could_not_look)

    def fetch(self, preset: str, folder: Path | None = None) -> None:
        """Fetch what of ``preset`` is missing; ``folder`` is a folder of the user in which it may be already."""
        if self.state.is_busy or self._unwanted.is_set():
            return
        self._show(self.state.begun([each.name for each in self.state.of(preset) if not each.is_here]))
        fetching = self._threads.in_background(lambda: self._install(preset, folder), "models-fetch")
        fetching.then(lambda _: self._fetched(preset), self._not_fetched)

    def stop(self) -> None:
        """Break off what runs, at its next chunk; nothing half-written stays. For good."""
        self._unwanted.set()
        self._threads.detach()

    # --- in the other thread

    def _look(self) -> dict[str, Presence]:
        store = self._make_store(self.folder, ())
        found = {}
        for each in self.state.files:
            if self._unwanted.is_set():
                break
            found[each.name] = look_at(store, each.name)
        return found

    def _install(self, preset: str, folder: Path | None) -> None:
        store = self._make_store(self.folder, local_sources(folder))
        store.install_all(store.manifest.of_preset(preset), _Teller(self._told, self._unwanted))

    def _told(self, name: str, done_bytes: int, total_bytes: int) -> None:
        self._threads.run_here(lambda: self._show(self.state.fetching(name, done_bytes, total_bytes)))

    # --- in the GUI's

    def _looked(self, found: dict[str, Presence]) -> None:
        self._is_looking = False
        if self.state.is_busy:
            return  # a fetch began meanwhile and knows better
        state = self.state
        for name, presence in found.items():
            state = state.with_presence(name, presence)
        self._show(state)
        for preset in PRESETS:
            if state.of(preset) and state.is_complete(preset):
                self.completed.emit(preset)

    def _could_not_look(self, error: BaseException) -> None:
        self._is_looking = False
        logger.error("the models could not be read", exc_info=error)

    def _fetched(self, preset: str) -> None:
        state = self.state
        for each in state.of(preset):
            state = state.with_presence(each.name, Presence.CHECKED)  # each was hashed on its way in, or before
        self._show(replace(state, is_busy=False))
        self.completed.emit(preset)

    def _not_fetched(self, error: BaseException) -> None:
        self._show(replace(self.state, is_busy=False, problem=reason_of(error)))
        self.look()

    def _show(self, state: ModelsState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)


class _BrokenOffError(Exception):
    """The window is closing: no error of a source, so that no other one is tried."""


class _Teller:
    """``weights.progress.Progress`` for the shelf, called from the installing thread."""

    def __init__(self, told: Callable[[str, int, int], None], unwanted: threading.Event) -> None:
        self._told = told
        self._unwanted = unwanted
        self._name = ""

    def begins(self, name: str, source: str) -> None:  # noqa: ARG002 - people are told what, not from where
        self._name = name
        self.advanced(0, 0)

    def advanced(self, done_bytes: int, total_bytes: int) -> None:
        if self._unwanted.is_set():
            raise _BrokenOffError
        self._told(self._name, done_bytes, total_bytes)

    def refused(self, error: WeightError) -> None:
        logger.info("a source of %s could not serve: %s", self._name, error)
