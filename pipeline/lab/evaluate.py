"""``munjigi-lab evaluate``: how well a preset, or a recogniser with any detector, tells people apart on your photos."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from pipeline.gallery import distance
from pipeline.lab.all_pairs import measure
from pipeline.lab.chosen_parts import add_parts_arguments, chosen_parts, contradiction_in_parts
from pipeline.lab.errors import LabError, LabReason
from pipeline.lab.loaded_parts import load
from pipeline.lab.pairs import Pair, photos_of, read_pairs
from pipeline.lab.photo_folders import all_photos
from pipeline.lab.portraits import Portrait, PortraitReader
from pipeline.lab.trouble import exit_code
from pipeline.lab.verification import verify
from pipeline.types import Embedding
from resources.catalogue import Catalogue

Embeddings = dict[Path, Embedding | None]


def add_arguments(parser: argparse.ArgumentParser, words: Catalogue) -> None:
    """The photos, what is to be measured on them, and with which parts."""
    parser.add_argument("--images", type=Path, required=True, metavar="DIR", help=words.say("lab_images_what"))
    parser.add_argument("--pairs", type=Path, metavar="FILE", help=words.say("lab_pairs_what"))
    parser.add_argument("--quantiles", action="store_true", help=words.say("lab_quantiles_what"))
    parser.add_argument("--at", type=float, nargs="+", default=(), metavar="L2", help=words.say("lab_at_what"))
    add_parts_arguments(parser, words)
    parser.add_argument("--json", action="store_true", help=words.say("lab_json_what"))


def run(arguments: argparse.Namespace, words: Catalogue) -> int:
    """0 with figures, 1 when there can be none, 2 for arguments that do not go together."""
    if problem := _contradiction(arguments):
        print(words.say(problem), file=sys.stderr)
        return 2

    def work() -> None:
        figures = _figures(arguments, words)
        print(json.dumps(figures, indent=2) if arguments.json else _as_text(figures))

    return exit_code(work, words)


def _contradiction(arguments: argparse.Namespace) -> str | None:
    if arguments.pairs is None and not arguments.quantiles:
        return "lab_evaluate_nothing"
    return contradiction_in_parts(arguments)


def _figures(arguments: argparse.Namespace, words: Catalogue) -> dict[str, object]:
    """Everything that was asked for; the photos are named before a model is loaded, so that mistakes show at once."""
    parts = chosen_parts(arguments)
    pairs = read_pairs(arguments.pairs, arguments.images) if arguments.pairs else ()
    photos = all_photos(arguments.images) if arguments.quantiles else photos_of(pairs)
    loaded = load(parts)
    print(words.say("lab_reading_photos", count=len(photos)), file=sys.stderr)
    begun = time.perf_counter()
    embeddings = _embeddings(PortraitReader(loaded).read(photos))
    seconds = time.perf_counter() - begun
    space = loaded.recogniser.space
    return {
        "recogniser": loaded.recogniser.name,
        "alignment": space.alignment,
        "detector": arguments.detector or loaded.detector.name,
        "template_space": space.id,
        "runtime": loaded.recogniser.runtime,
        **(_of_pairs(pairs, embeddings) if pairs else {}),
        **(_of_all(embeddings, arguments.at) if arguments.quantiles else {}),
        "photos": len(photos),
        "photos_without_face": sum(embedding is None for embedding in embeddings.values()),
        "seconds": round(seconds, 1),
    }


def _embeddings(portraits: Iterable[Portrait]) -> Embeddings:
    return {portrait.path: portrait.embedding for portrait in portraits}


def _of_pairs(pairs: Sequence[Pair], embeddings: Embeddings) -> dict[str, object]:
    distances = np.array([_distance(embeddings[pair.one], embeddings[pair.other]) for pair in pairs])
    is_same = np.array([pair.is_same_person for pair in pairs])
    return {"pairs": len(pairs), **asdict(verify(distances, is_same, np.array([pair.fold for pair in pairs])))}


def _distance(one: Embedding | None, other: Embedding | None) -> float:
    return float("inf") if one is None or other is None else distance(one, other)


def _of_all(embeddings: Embeddings, at_l2: Sequence[float]) -> dict[str, object]:
    """Quantiles are of comparisons, so photos without a face, which cannot be compared, are only counted."""
    found = {path: embedding for path, embedding in embeddings.items() if embedding is not None}
    people = [path.parent.name for path in found]
    if len(set(people)) < 2:
        folder = next(iter(embeddings)).parent.parent
        raise LabError(LabReason.LAB_NO_IMPOSTORS, folder=str(folder), people=len(set(people)))
    measured = asdict(measure(np.stack([each.vector for each in found.values()]), people, at_l2))
    return {"all_pairs": measured}


def _as_text(figures: dict[str, object], indent: str = "") -> str:
    """A line a figure, under the names that JSON gives them."""
    lines = []
    for name, value in figures.items():
        if isinstance(value, dict):
            lines += [f"{indent}{name}", _as_text(value, indent + "    ")]
        else:
            lines.append(f"{indent}{name:<22} {round(value, 6) if isinstance(value, float) else value}")
    return "\n".join(lines)
