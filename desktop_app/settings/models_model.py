"""The model files as people see them: what each is for, whether it is there and right, and how far a fetch is.

Knows no Qt.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.types import Reason
from weights.errors import WeightError, WeightMissingError
from weights.manifest import Collection, Entry, Manifest
from weights.store import WeightsStore

PRESETS: Final = ("standard", "classic")


class Presence(enum.Enum):
    """What is known of a file. CHECKED: every byte was read and its SHA-256 is the one of the manifest."""

    UNKNOWN = enum.auto()
    CHECKED = enum.auto()
    MISSING = enum.auto()
    DAMAGED = enum.auto()
    WAITING = enum.auto()
    FETCHING = enum.auto()


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file that a network or a detector is made of."""

    name: str
    file: str
    licence: str
    commercial_use: bool
    sha256: str
    size_bytes: int
    presets: tuple[str, ...]
    presence: Presence = Presence.UNKNOWN
    done_bytes: int = 0
    total_bytes: int = 0

    @property
    def is_here(self) -> bool:
        return self.presence is Presence.CHECKED

    @property
    def fraction(self) -> float:
        """How much of the running fetch has come, 0 to 1."""
        return min(1.0, self.done_bytes / self.total_bytes) if self.total_bytes else 0.0


@dataclass(frozen=True, slots=True)
class ModelsState:
    """All files, and what the last fetch ended with."""

    files: tuple[ModelFile, ...]
    is_busy: bool = False
    problem: Reason | None = None

    def find(self, name: str) -> ModelFile:
        """The file of that name; StopIteration for none."""
        return next(each for each in self.files if each.name == name)

    def of(self, preset: str) -> tuple[ModelFile, ...]:
        """The files that a preset needs."""
        return tuple(each for each in self.files if preset in each.presets)

    def absent(self, preset: str) -> tuple[ModelFile, ...]:
        """What of a preset is known to be missing or damaged, or is on its way."""
        return tuple(each for each in self.of(preset) if each.presence not in {Presence.CHECKED, Presence.UNKNOWN})

    def is_complete(self, preset: str) -> bool:
        return all(each.is_here for each in self.of(preset))

    @property
    def is_looked_at(self) -> bool:
        return all(each.presence is not Presence.UNKNOWN for each in self.files)

    # --- what a fetch tells

    def with_presence(self, name: str, presence: Presence) -> ModelsState:
        """One file is known to be like that."""
        return self.with_file(name, lambda each: replace(each, presence=presence, done_bytes=0, total_bytes=0))

    def begun(self, names: Sequence[str]) -> ModelsState:
        """These are about to be fetched."""
        waiting = self
        for name in names:
            waiting = waiting.with_presence(name, Presence.WAITING)
        return replace(waiting, is_busy=True, problem=None)

    def fetching(self, name: str, done_bytes: int, total_bytes: int) -> ModelsState:
        """So much of one file has come; whatever was fetched before it is there and right."""
        files = tuple(
            replace(each, presence=Presence.CHECKED)
            if each.presence is Presence.FETCHING and each.name != name
            else each
            for each in self.files
        )

        def told(each: ModelFile) -> ModelFile:
            return replace(each, presence=Presence.FETCHING, done_bytes=done_bytes, total_bytes=total_bytes)

        return replace(self, files=files).with_file(name, told)

    def with_file(self, name: str, change: Callable[[ModelFile], ModelFile]) -> ModelsState:
        """One file is another now."""
        return replace(self, files=tuple(change(each) if each.name == name else each for each in self.files))


def models_of(manifest: Manifest) -> tuple[ModelFile, ...]:
    """The models of both presets in the order of the manifest; what is made of them on this machine is left out."""
    fetched = [(item.whole if isinstance(item, Collection) else item) for item in manifest.items if _is_model(item)]
    return tuple(
        ModelFile(
            name=entry.name,
            file=entry.file,
            licence=entry.licence,
            commercial_use=entry.commercial_use,
            sha256=entry.sha256,
            size_bytes=entry.size_bytes,
            presets=(entry.preset, *entry.also),
        )
        for entry in fetched
        if isinstance(entry, Entry)
    )


def _is_model(item: object) -> bool:
    entry = item.whole if isinstance(item, Collection) else item
    return isinstance(entry, Entry) and entry.purpose == "model"


def look_at(store: WeightsStore, name: str) -> Presence:
    """Read one file and say what it is. Blocks: the largest has 100 MB."""
    try:
        store.require(name)
    except WeightMissingError:
        return Presence.MISSING
    except WeightError:
        return Presence.DAMAGED
    return Presence.CHECKED
