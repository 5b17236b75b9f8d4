"""``munjigi-lab convert``: make LiteRT forms of installed networks, and measure on this PC which runs fastest."""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from pipeline.lab.conversion import convert, is_converted
from pipeline.lab.trouble import exit_code
from pipeline.recognisers.litert import is_installed
from pipeline.recognisers.registry import RECOGNISERS
from resources.catalogue import Catalogue
from weights.folders import weights_folder
from weights.store import WeightsStore


def add_arguments(parser: argparse.ArgumentParser, words: Catalogue) -> None:
    """Which networks."""
    parser.add_argument(
        "names", nargs="*", choices=[[], *sorted(RECOGNISERS)], metavar="NAME", help=words.say("lab_convert_names_what")
    )
    parser.add_argument("--again", action="store_true", help=words.say("lab_convert_again_what"))
    parser.add_argument("--data", type=Path, metavar="DIR", help=words.say("lab_data_what"))
    parser.add_argument("--weights", type=Path, metavar="DIR", help=words.say("lab_weights_folder_what"))
    parser.add_argument("--json", action="store_true", help=words.say("lab_json_what"))


def run(arguments: argparse.Namespace, words: Catalogue) -> int:
    """0 when every network has its forms, 1 when one could not be made."""
    if not is_installed():
        print(words.say("lab_convert_no_litert"), file=sys.stderr)
        return 1
    return exit_code(lambda: _convert(arguments, words), words)


def _convert(arguments: argparse.Namespace, words: Catalogue) -> None:
    store = WeightsStore(arguments.weights or weights_folder(arguments.data))
    figures = {}
    for name in arguments.names or _installed(store):
        print(words.say("lab_convert_begins", name=name), file=sys.stderr)
        figures[name] = convert(name, store, again=arguments.again)
    if arguments.json:
        print(json.dumps({name: asdict(record) for name, record in figures.items()}, indent=2))
        return
    for name, record in figures.items():
        for form, ms in record.ms_a_face.items():
            shift = record.shifts.get(form)
            print(words.say("lab_convert_ms", name=name, form=form, face_ms=round(ms, 1)))
            if shift is not None:
                print(
                    words.say(
                        "lab_convert_shift", largest=f"{shift.largest:.4f}", p99=f"{shift.p99:.4f}", pairs=shift.pairs
                    )
                )


def convert_after_install(installed: Sequence[str], store: WeightsStore, words: Catalogue) -> None:
    """Convert what was installed just now, where LiteRT and TensorFlow are there to do it.

    A failure (a full disk, a crash of the converter) is said and is no trouble: TensorFlow runs the network then.
    """
    if not is_installed() or importlib.util.find_spec("tensorflow") is None:
        return
    for name, entry in RECOGNISERS.items():
        if entry.weights in installed and not is_converted(name, store):
            print(words.say("lab_convert_begins", name=name), file=sys.stderr)
            if not _converts_in_a_process(name, store.folder):
                print(words.say("lab_convert_failed", name=name), file=sys.stderr)


def _converts_in_a_process(name: str, folder: Path) -> bool:
    """Whether it went well; a process of its own, as native code that crashes takes its process with it."""
    program = (sys.executable, "-P", "-m", "pipeline.lab", "convert", name, "--weights", str(folder))
    return subprocess.run(program, check=False, capture_output=True).returncode == 0


def _installed(store: WeightsStore) -> tuple[str, ...]:
    return tuple(name for name, entry in RECOGNISERS.items() if store.installed(entry.weights))
