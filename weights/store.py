"""The weights folder: what is installed, checked at every load."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from weights.csv_pins import Pin, load_pins
from weights.derivation import Derivation
from weights.digest import sha256_of, sha256_of_file
from weights.errors import WeightDamagedError, WeightError, WeightMissingError
from weights.gathering import Gathering
from weights.installation import Installation
from weights.manifest import Collection, Derived, Entry, Item, Manifest, load_manifest
from weights.progress import Progress, Silent
from weights.reasons import WeightsReason
from weights.sources.wheel import WheelShelf

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class WeightsStore:
    """Weight files in ``folder``; ``local_sources`` are the user's own folders, looked into before anything else.

    ``pins`` replaces the lists of files that ship for collections. Any thread; two processes may install the same file,
    the last one wins with equal bytes.
    """

    def __init__(
        self,
        folder: Path,
        local_sources: Sequence[Path] = (),
        manifest: Manifest | None = None,
        pins: Sequence[Pin] | None = None,
    ) -> None:
        self.folder = folder
        self.manifest = manifest or load_manifest()
        self._local_sources = tuple(local_sources)
        self._pins = pins

    def require(self, name: str) -> Path:
        """The installed file, its SHA-256 checked now (entries) or its record (derived files, collections).

        UnknownWeightError, WeightMissingError, WeightDamagedError.
        """
        item = self.manifest.find(name)
        if isinstance(item, Collection):
            gathering = self._gathering(item)
            gathering.read()
            return gathering.path
        if isinstance(item, Derived):
            derivation = self._derivation(item)
            derivation.read()
            return derivation.path
        return self._require_entry(item)

    def arrays(self, name: str) -> Mapping[str, npt.NDArray[np.float32]]:
        """The arrays of a derived or collected .npz: float32, read-only, named as in the source.

        A derived file is made anew when it or its record is wrong and the source is installed; without it, as for a
        collection, WeightMissingError or WeightDamagedError. Blocks for up to a second or two.
        """
        item = self.manifest.find(name)
        if isinstance(item, Collection):
            return _load_arrays(self._gathering(item).read())
        if not isinstance(item, Derived):
            raise TypeError(f"{name} holds no arrays")
        return _load_arrays(self._read_or_make(item))

    def install(self, name: str, progress: Progress | None = None) -> Path:
        """Bring ``name`` into the folder (with its source, if it is derived) and return its path.

        Does nothing when it is there and right. WeightSourceFailedError, WeightNotWrittenError, ConverterMissingError,
        UnknownWeightError.
        """
        return self.install_all((name,), progress)[0]

    def install_all(self, names: Sequence[str], progress: Progress | None = None) -> tuple[Path, ...]:
        """Like ``install`` for each of ``names`` in order; files of one wheel cost one download."""
        with WheelShelf() as shelf:
            return tuple(self._install(self.manifest.find(name), shelf, progress or Silent()) for name in names)

    def installed(self, name: str) -> bool:
        """Whether ``name`` is there and every byte is right (reads the whole file)."""
        try:
            self.require(name)
        except (WeightMissingError, WeightDamagedError):
            return False
        return True

    def missing(self, preset: str) -> tuple[str, ...]:
        """What of ``preset`` is not there or damaged, sources first."""
        return tuple(name for name in self.manifest.of_preset(preset) if not self.installed(name))

    def _install(self, item: Item, shelf: WheelShelf, progress: Progress) -> Path:
        if isinstance(item, Derived):
            self._install(self.manifest.entry(item.source), shelf, progress)
            self._read_or_make(item)
        elif self.installed(item.name):
            pass
        elif isinstance(item, Collection):
            self._gathering(item).run(self._local_sources, progress)
        else:
            Installation(item, self.folder / item.file, self._local_sources, shelf, progress).run()
        return self.folder / item.file

    def _read_or_make(self, item: Derived) -> bytes:
        derivation = self._derivation(item)
        try:
            return derivation.read()
        except (WeightMissingError, WeightDamagedError) as problem:
            return derivation.make(self._source_bytes(item, problem))

    def _source_bytes(self, item: Derived, problem: WeightError) -> bytes:
        """The source's bytes, hashed after reading so that nobody can change them in between; else ``problem``."""
        source = self.manifest.entry(item.source)
        try:
            content = (self.folder / source.file).read_bytes()
        except OSError as error:
            raise problem from error
        if sha256_of(content) != source.sha256:
            raise _damaged(source, self.folder)
        return content

    def _require_entry(self, entry: Entry) -> Path:
        path = self.folder / entry.file
        try:
            right = path.stat().st_size == entry.size_bytes and sha256_of_file(path) == entry.sha256
        except OSError as error:
            raise WeightMissingError(
                WeightsReason.WEIGHT_MISSING, name=entry.name, file=entry.file, folder=str(self.folder)
            ) from error
        if not right:
            raise _damaged(entry, self.folder)
        return path

    def _gathering(self, collection: Collection) -> Gathering:
        pins = load_pins(collection.pins) if self._pins is None else self._pins
        return Gathering(collection, pins, self.folder)

    def _derivation(self, item: Derived) -> Derivation:
        return Derivation(item, self.manifest.entry(item.source), self.folder)


def _damaged(entry: Entry, folder: Path) -> WeightDamagedError:
    return WeightDamagedError(WeightsReason.WEIGHT_DAMAGED, name=entry.name, file=entry.file, folder=str(folder))


def _load_arrays(content: bytes) -> Mapping[str, npt.NDArray[np.float32]]:
    import numpy as np

    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        arrays = {name: archive[name].astype(np.float32, copy=False) for name in archive.files}
    for array in arrays.values():
        array.setflags(write=False)
    return MappingProxyType(arrays)
