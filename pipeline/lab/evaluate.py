"""``munjigi-lab evaluate``: how well a preset, or a recogniser with any detector, tells people apart on your photos."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Collection, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from pipeline.lab.all_pairs import measure
from pipeline.lab.cohort import Cohort, need_strangers, need_strangers_and_own, person_of
from pipeline.lab.cohort_choice import (
    Chosen,
    add_cohort_arguments,
    check_parts,
    choose,
    contradiction_in_cohort,
    photo_names,
)
from pipeline.lab.comparisons import compare
from pipeline.lab.every_pair import curve, fmr_at, tar_at_fmr
from pipeline.lab.figures import as_text, origin_of, what_was_measured
from pipeline.lab.groups import fmr_by_group, read_groups
from pipeline.lab.pairs import Pair, photos_of, read_pairs
from pipeline.lab.trouble import exit_code
from pipeline.lab.verification import verify
from resources.catalogue import Catalogue


def add_arguments(parser: argparse.ArgumentParser, words: Catalogue) -> None:
    """The photos, what is to be measured on them, and with which parts."""
    add_cohort_arguments(parser, words)
    parser.add_argument("--pairs", type=Path, metavar="FILE", help=words.say("lab_pairs_what"))
    parser.add_argument("--all-pairs", action="store_true", help=words.say("lab_all_pairs_what"))
    parser.add_argument("--groups", type=Path, metavar="FILE", help=words.say("lab_groups_what"))
    parser.add_argument("--quantiles", action="store_true", help=words.say("lab_quantiles_what"))
    parser.add_argument("--at", type=float, nargs="+", default=(), metavar="L2", help=words.say("lab_at_what"))
    parser.add_argument("--json", action="store_true", help=words.say("lab_json_what"))


def run(arguments: argparse.Namespace, words: Catalogue) -> int:
    """0 with figures, 1 when there can be none, 2 for arguments that do not go together."""
    if problem := _contradiction(arguments):
        print(words.say(problem), file=sys.stderr)
        return 2

    def work() -> None:
        figures = _figures(arguments, words)
        print(json.dumps(figures, indent=2) if arguments.json else as_text(figures))

    return exit_code(work, words)


def _contradiction(arguments: argparse.Namespace) -> str | None:
    if arguments.pairs is None and not arguments.quantiles and not arguments.all_pairs:
        return "lab_evaluate_nothing"
    if arguments.pairs is not None and arguments.all_pairs:
        return "lab_evaluate_both"  # each has an auc of its own
    if arguments.groups is not None and not arguments.all_pairs:
        return "lab_evaluate_groups_alone"
    return contradiction_in_cohort(arguments)


def _figures(arguments: argparse.Namespace, words: Catalogue) -> dict[str, object]:
    """Everything that was asked for; the files are read before a model is loaded, so that mistakes show at once."""
    begun = time.perf_counter()
    check_parts(arguments)
    there = photo_names(arguments)
    pairs = read_pairs(arguments.pairs, there) if arguments.pairs else ()
    photos = there if arguments.quantiles or arguments.all_pairs else photos_of(pairs)
    if arguments.quantiles:
        need_strangers(photos, origin_of(arguments))
    if arguments.all_pairs:
        need_strangers_and_own(photos, origin_of(arguments))
    groups = _groups(arguments.groups, photos)
    chosen = choose(arguments, photos, words)
    seen = chosen.probes or chosen.enrolled
    return {
        **what_was_measured(chosen.enrolled),
        **({"condition": arguments.condition} if arguments.condition else {}),
        **(_of_pairs(pairs, chosen) if pairs else {}),
        **(_of_every_pair(chosen, groups, origin_of(arguments)) if arguments.all_pairs else {}),
        **(_of_all(chosen.enrolled, arguments.at, origin_of(arguments)) if arguments.quantiles else {}),
        "photos": len(photos),
        "photos_without_face": int((~seen.has_face).sum()),
        "seconds": round(time.perf_counter() - begun, 1),
    }


def _groups(file: Path | None, photos: Collection[str]) -> dict[str, str] | None:
    return None if file is None else read_groups(file, {person_of(photo) for photo in photos})


def _of_pairs(pairs: Sequence[Pair], chosen: Chosen) -> dict[str, object]:
    """In a condition, the first photo of each pair is as it was enrolled and the second one is in the condition."""
    enrolled, probes = chosen.enrolled, chosen.probes or chosen.enrolled
    place = {photo: row for row, photo in enumerate(enrolled.photos)}
    ones = np.array([place[pair.one] for pair in pairs])
    others = np.array([place[pair.other] for pair in pairs])
    between = enrolled.vectors[ones].astype(np.float64) - probes.vectors[others]
    both = enrolled.has_face[ones] & probes.has_face[others]
    distances = np.where(both, np.linalg.norm(between, axis=1), np.inf)
    is_same = np.array([pair.is_same_person for pair in pairs])
    return {"pairs": len(pairs), **asdict(verify(distances, is_same, np.array([pair.fold for pair in pairs])))}


def _of_every_pair(chosen: Chosen, groups: dict[str, str] | None, origin: str) -> dict[str, object]:
    """Thresholds are of the photos as they are; in a condition they are kept, and ``condition_fmr`` says what of it."""
    need_strangers(chosen.enrolled.with_faces().photos, origin)
    enrolled = compare(chosen.enrolled)
    probes = None if chosen.probes is None else compare(chosen.enrolled, chosen.probes)
    thresholds = tar_at_fmr(enrolled, probes)
    measured = probes or enrolled
    found: dict[str, object] = {
        "genuine_pairs": len(measured.genuine_l2),
        "impostor_pairs": measured.impostor_pairs,
        "impostor_spread": measured.impostor_spread,
        **curve(measured),
        "tar_at_fmr": {name: asdict(at) for name, at in thresholds.items()},
    }
    if probes is not None:
        found["condition_fmr"] = fmr_at(thresholds, probes)
    if groups is not None:
        by_group = fmr_by_group(chosen.enrolled, chosen.probes, groups, thresholds)
        found["fmr_by_group"] = {
            group: {name: asdict(rate) for name, rate in rates.items()} for group, rates in by_group.items()
        }
    return found


def _of_all(cohort: Cohort, at_l2: Sequence[float], origin: str) -> dict[str, object]:
    """Quantiles are of comparisons, so photos without a face, which cannot be compared, are only counted."""
    found = cohort.with_faces()
    need_strangers(found.photos, origin)
    return {"all_pairs": asdict(measure(found.vectors, found.people, at_l2))}
