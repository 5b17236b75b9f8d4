"""Which parts a command works with: a preset, or a recogniser with any detector and alignment."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from pipeline.lab.errors import LabError, LabReason
from pipeline.ports import EngineParts
from pipeline.presets import DETECTORS, PRESETS, compose, preset
from pipeline.recognisers.registry import RECOGNISERS
from pipeline.recognisers.runtimes import RUNTIMES
from resources.catalogue import Catalogue
from weights.folders import weights_folder
from weights.store import WeightsStore

# What goes with a recogniser when no detector is named.
_USUAL_DETECTOR = {"sface": "yunet", "openface": "haar", "resnet": "yunet"}


def add_parts_arguments(
    parser: argparse.ArgumentParser, words: Catalogue, *, default: str | None = None, and_also: Sequence[str] = ()
) -> None:
    """``--preset`` or ``--recogniser`` (that or ``and_also``), and where the models are.

    Whether one was given is for the command to see; without one the ``default`` preset is meant.
    """
    parts = parser.add_mutually_exclusive_group()
    recognisers = [*sorted(RECOGNISERS), *and_also]
    parts.add_argument("--preset", choices=sorted(PRESETS), help=words.say("lab_preset_what"))
    parts.add_argument("--recogniser", choices=recognisers, help=words.say("lab_recogniser_what"))
    parser.add_argument("--alignment", metavar="NAME", help=words.say("lab_alignment_what"))
    parser.add_argument("--detector", choices=sorted(DETECTORS), help=words.say("lab_detector_what"))
    parser.add_argument("--data", type=Path, metavar="DIR", help=words.say("lab_data_what"))
    parser.add_argument("--weights", type=Path, metavar="DIR", help=words.say("lab_weights_folder_what"))
    parser.add_argument("--runtime", choices=RUNTIMES, default="auto", help=words.say("lab_runtime_what"))
    parser.set_defaults(default_preset=default)


def contradiction_in_parts(arguments: argparse.Namespace) -> str | None:
    """The code of what does not go together: a preset is whole."""
    if not arguments.recogniser and (arguments.alignment or arguments.detector):
        return "lab_evaluate_preset_whole"
    return None


def chosen_parts(arguments: argparse.Namespace) -> EngineParts:
    """The parts that were asked for, not loaded yet; LabError for an alignment that the recogniser does not know."""
    store = WeightsStore(arguments.weights or weights_folder(arguments.data))
    if not arguments.recogniser:
        return preset(arguments.preset or arguments.default_preset, store, arguments.runtime)
    known = RECOGNISERS[arguments.recogniser].alignments
    if arguments.alignment not in (None, *known):
        alignments = ", ".join(known)
        raise LabError(LabReason.LAB_ALIGNMENT_UNKNOWN, recogniser=arguments.recogniser, alignments=alignments)
    detector = arguments.detector or _USUAL_DETECTOR[arguments.recogniser]
    return compose(detector, arguments.recogniser, store, arguments.alignment, arguments.runtime)
