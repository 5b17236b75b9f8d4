"""``munjigi-lab weights list|install|verify [NAME...]``: which models exist, fetching them, checking every byte."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.lab.progress_bar import ProgressBar
from resources.catalogue import Catalogue
from weights.errors import UnknownWeightError, WeightError, WeightMissingError
from weights.folders import local_sources, weights_folder
from weights.manifest import Collection, Derived, Entry, Item, Manifest
from weights.store import WeightsStore

PRESETS = ("standard", "classic", "second-opinion", "demo", "tests")
# What nobody has to install: that it is missing is no trouble unless it was asked for by name.
_OPTIONAL = frozenset({"classic", "second-opinion"})


def add_arguments(parser: argparse.ArgumentParser, words: Catalogue) -> None:
    """``list``, ``install`` and ``verify``, each with names, ``--data`` and its own options."""
    actions = parser.add_subparsers(dest="action", required=True)
    for action in ("list", "install", "verify"):
        chosen = actions.add_parser(action, help=words.say(f"lab_weights_{action}_what"))
        chosen.add_argument("names", nargs="*", metavar="NAME", help=words.say("lab_weights_names_what"))
        chosen.add_argument("--data", type=Path, metavar="DIR", help=words.say("lab_data_what"))
        chosen.add_argument("--weights", type=Path, metavar="DIR", help=words.say("lab_weights_folder_what"))
        if action == "install":
            chosen.add_argument("--from", type=Path, dest="source", metavar="DIR", help=words.say("lab_from_what"))
        else:
            chosen.add_argument("--json", action="store_true", help=words.say("lab_json_what"))


def run(arguments: argparse.Namespace, words: Catalogue) -> int:
    """0 when all is well, 1 when a file is missing, damaged or not to be had, 2 for an unknown name."""
    store = WeightsStore(_folder(arguments), local_sources(getattr(arguments, "source", None)))
    try:
        names = expand(arguments.names, store.manifest, everything=arguments.action != "install")
    except UnknownWeightError as error:
        print(words.say_reason(error), file=sys.stderr)
        return 2
    if arguments.action == "install":
        return _install(store, names, words)
    report = [_State.of(store, name) for name in names]
    if arguments.json:
        document = {"folder": str(store.folder), "weights": [state.as_json() for state in report]}
        print(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        _print_report(store, report, words, with_terms=arguments.action == "list")
    troubled = any(state.is_trouble(was_named=bool(arguments.names)) for state in report)
    return 1 if arguments.action == "verify" and troubled else 0


def _folder(arguments: argparse.Namespace) -> Path:
    """Installing for a household that was named gives it a folder of its own; the others look where models are."""
    if arguments.weights is None and arguments.action == "install" and arguments.data is not None:
        return Path(arguments.data) / "weights"
    return arguments.weights or weights_folder(arguments.data)


def expand(given: Sequence[str], manifest: Manifest, *, everything: bool) -> tuple[str, ...]:
    """The names that were meant: a preset stands for its files; none given is everything, or the standard preset."""
    wanted: list[str] = []
    for word in given or (PRESETS if everything else ("standard",)):
        wanted.extend(manifest.of_preset(word) if word in PRESETS else (manifest.find(word).name,))
    return tuple(dict.fromkeys(wanted))


def _install(store: WeightsStore, names: Sequence[str], words: Catalogue) -> int:
    progress = ProgressBar(sys.stderr, words)
    try:
        store.install_all(names, progress)
    except WeightError as error:
        progress.close()
        print(words.say_reason(error), file=sys.stderr)
        return 1
    progress.close()
    print(words.say("weights_all_installed", count=len(names), folder=str(store.folder)))
    for name in names:
        item = _described(store.manifest.find(name))
        if isinstance(item, Entry) and not item.commercial_use:
            print(words.say("weights_no_commercial_use", file=item.file))
    from pipeline.lab.convert import convert_after_install  # OpenCV and more, which a list does not need

    convert_after_install(names, store, words)
    return 0


@dataclass(frozen=True, slots=True)
class _State:
    """One file as it was found; no error means that every byte is right."""

    item: Item
    error: WeightError | None

    @classmethod
    def of(cls, store: WeightsStore, name: str) -> _State:
        try:
            store.require(name)
        except WeightError as error:
            return cls(store.manifest.find(name), error)
        return cls(store.manifest.find(name), None)

    @property
    def word(self) -> str:
        if self.error is None:
            return "installed"
        return "missing" if isinstance(self.error, WeightMissingError) else "damaged"

    def is_trouble(self, *, was_named: bool) -> bool:
        """Whether ``verify`` must say that something is wrong."""
        is_left_out = self.word == "missing" and self.item.preset in _OPTIONAL and not was_named
        return self.error is not None and not is_left_out

    def as_json(self) -> dict[str, object]:
        item = _described(self.item)
        described: dict[str, object] = {**asdict(item), "state": self.word}
        if isinstance(item, Entry):
            described["sources"] = [str(source) for source in item.sources]
        if isinstance(self.item, Collection):
            described["sources"] = list(self.item.addresses)
        if self.error is not None:
            described["reason"] = {"code": self.error.code, "parameters": self.error.figures()}
        return described


def _print_report(store: WeightsStore, report: Sequence[_State], words: Catalogue, *, with_terms: bool) -> None:
    print(words.say("weights_folder_is", folder=str(store.folder)))
    for state in report:
        item = _described(state.item)
        size = f"{item.size_bytes / 1e6:.1f} MB" if isinstance(item, Entry) else ""
        print(f"{item.name:<22}{item.preset:<10}{size:>8}  {words.say(f'weights_state_{state.word}')}")
        if with_terms:
            print(f"    {_terms(item, words)}")
        elif state.error is not None:
            print(f"    {words.say_reason(state.error)}")


def _described(item: Item) -> Entry | Derived:
    """A collection is described by the one file that it becomes."""
    return item.whole if isinstance(item, Collection) else item


def _terms(item: Entry | Derived, words: Catalogue) -> str:
    if isinstance(item, Derived):
        return words.say("weights_derived_from", name=item.source)
    return f"{item.licence}. {words.say('terms_' + item.name.replace('-', '_'))}"
