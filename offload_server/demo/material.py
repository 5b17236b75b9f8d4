"""Where the demo's models and clips are; what is missing is said before anything starts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from offload_server.demo.cast import SHARED_CLIPS, Door, Presence, Programme, programme
from offload_server.demo.errors import DemoError
from offload_server.demo.footage import Film, enrolment_pictures, film
from offload_server.demo.options import DemoOptions
from weights.folders import cache_folder, local_sources, weights_folder
from weights.store import WeightsStore

_PRESETS = ("standard", "demo")


@dataclass(frozen=True, slots=True)
class Material:
    """All that a run needs: who comes, the films to play and the pictures to enrol from."""

    weights: WeightsStore
    programme: Programme
    films: tuple[tuple[Door, Film], ...]
    pictures: tuple[tuple[bytes, ...], ...]
    """One tuple of JPEGs for each member of the programme."""

    def present(self) -> dict[str, tuple[Presence, ...]]:
        """Who is in each frame of all films, by the frame's SHA-256."""
        return {digest: here for _, film_of_door in self.films for digest, here in film_of_door.present.items()}


def find_weights(options: DemoOptions) -> WeightsStore:
    """The store with everything in it; DemoError names what is missing and the command that brings it."""
    weights = WeightsStore(options.weights or weights_folder(options.data), local_sources())
    if missing := [name for preset in _PRESETS for name in weights.missing(preset)]:
        raise DemoError.because("demo_models_missing", names=", ".join(missing), folder=str(weights.folder))
    return weights


def prepare(options: DemoOptions, weights: WeightsStore) -> Material:
    """Find the clips and make their films, or take them from the cache. DemoError when a clip cannot be read."""
    chosen = programme(shared=options.shared is not None)
    clips = {name: _clip(name, options, weights) for name in chosen.clips()}
    cache = cache_folder() / "demo"
    films = tuple((door, film(door, clips, cache)) for door in chosen.doors)
    pictures = tuple(enrolment_pictures(member, clips, cache) for member in chosen.members)
    return Material(weights, chosen, films, pictures)


def _clip(name: str, options: DemoOptions, weights: WeightsStore) -> Path:
    if name not in SHARED_CLIPS or options.shared is None:
        return weights.require(name)
    file = options.shared / "video" / name
    if not file.is_file():
        raise DemoError.because("demo_shared_missing", file=str(file))
    return file
