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

from pipeline.errors import InvalidEmbeddingError
from pipeline.gallery import distance
from pipeline.lab.all_pairs import measure
from pipeline.lab.errors import LabError, LabReason
from pipeline.lab.pairs import SUFFIXES, Pair, photos_of, read_pairs
from pipeline.lab.portraits import PhotoUnreadableError, Portrait, PortraitReader
from pipeline.lab.verification import verify
from pipeline.ports import EngineParts
from pipeline.presets import DETECTORS, PRESETS, compose, preset
from pipeline.recognisers.registry import RECOGNISERS
from pipeline.types import Embedding
from resources.catalogue import Catalogue
from weights.errors import WeightError
from weights.folders import weights_folder
from weights.store import WeightsStore

# What goes with a recogniser when no detector is named.
_USUAL_DETECTOR = {"sface": "yunet", "openface": "haar"}

Embeddings = dict[Path, Embedding | None]


def add_arguments(parser: argparse.ArgumentParser, words: Catalogue) -> None:
    """The photos, what is to be measured on them, and with which parts."""
    parser.add_argument("--images", type=Path, required=True, metavar="DIR", help=words.say("lab_images_what"))
    parser.add_argument("--pairs", type=Path, metavar="FILE", help=words.say("lab_pairs_what"))
    parser.add_argument("--quantiles", action="store_true", help=words.say("lab_quantiles_what"))
    parser.add_argument("--at", type=float, nargs="+", default=(), metavar="L2", help=words.say("lab_at_what"))
    parts = parser.add_mutually_exclusive_group(required=True)
    parts.add_argument("--preset", choices=sorted(PRESETS), help=words.say("lab_preset_what"))
    parts.add_argument("--recogniser", choices=sorted(RECOGNISERS), help=words.say("lab_recogniser_what"))
    parser.add_argument("--alignment", metavar="NAME", help=words.say("lab_alignment_what"))
    parser.add_argument("--detector", choices=sorted(DETECTORS), help=words.say("lab_detector_what"))
    parser.add_argument("--data", type=Path, metavar="DIR", help=words.say("lab_data_what"))
    parser.add_argument("--json", action="store_true", help=words.say("lab_json_what"))


def run(arguments: argparse.Namespace, words: Catalogue) -> int:
    """0 with figures, 1 when there can be none, 2 for arguments that do not go together."""
    if problem := _contradiction(arguments):
        print(words.say(problem), file=sys.stderr)
        return 2
    try:
        figures = _figures(arguments, words)
    except PhotoUnreadableError as error:
        problem = words.say_reason(error.reason) if error.reason else error.problem
        print(words.say(LabReason.LAB_PHOTO_UNREADABLE, file=str(error.path), problem=problem), file=sys.stderr)
    except (LabError, WeightError) as error:
        print(words.say_reason(error), file=sys.stderr)
    except InvalidEmbeddingError as error:
        print(words.say_reason(error.reason), file=sys.stderr)
    except OSError as error:
        print(words.say("lab_file_trouble", file=str(error.filename), problem=error.strerror or ""), file=sys.stderr)
    else:
        print(json.dumps(figures, indent=2) if arguments.json else _as_text(figures))
        return 0
    return 1


def _contradiction(arguments: argparse.Namespace) -> str | None:
    if arguments.pairs is None and not arguments.quantiles:
        return "lab_evaluate_nothing"
    if arguments.preset and (arguments.alignment or arguments.detector):
        return "lab_evaluate_preset_whole"
    return None


def _figures(arguments: argparse.Namespace, words: Catalogue) -> dict[str, object]:
    """Everything that was asked for; the photos are named before a model is loaded, so that mistakes show at once."""
    parts = _parts(arguments)
    pairs = read_pairs(arguments.pairs, arguments.images) if arguments.pairs else ()
    photos = _all_photos(arguments.images) if arguments.quantiles else photos_of(pairs)
    reader = PortraitReader(parts)
    print(words.say("lab_reading_photos", count=len(photos)), file=sys.stderr)
    begun = time.perf_counter()
    embeddings = _embeddings(reader.read(photos))
    seconds = time.perf_counter() - begun
    space = reader.recogniser.space
    return {
        "recogniser": reader.recogniser.name,
        "alignment": space.alignment,
        "detector": arguments.detector or reader.detector_name,
        "template_space": space.id,
        "runtime": reader.recogniser.runtime,
        **(_of_pairs(pairs, embeddings) if pairs else {}),
        **(_of_all(embeddings, arguments.at) if arguments.quantiles else {}),
        "photos": len(photos),
        "photos_without_face": sum(embedding is None for embedding in embeddings.values()),
        "seconds": round(seconds, 1),
    }


def _parts(arguments: argparse.Namespace) -> EngineParts:
    store = WeightsStore(weights_folder(arguments.data))
    if arguments.preset:
        return preset(arguments.preset, store)
    known = RECOGNISERS[arguments.recogniser].alignments
    if arguments.alignment not in (None, *known):
        alignments = ", ".join(known)
        raise LabError(LabReason.LAB_ALIGNMENT_UNKNOWN, recogniser=arguments.recogniser, alignments=alignments)
    detector = arguments.detector or _USUAL_DETECTOR[arguments.recogniser]
    return compose(detector, arguments.recogniser, store, arguments.alignment)


def _embeddings(portraits: Iterable[Portrait]) -> Embeddings:
    return {portrait.path: portrait.embedding for portrait in portraits}


def _all_photos(images: Path) -> tuple[Path, ...]:
    """Every photo of every person's folder, in the order of the names."""
    if not images.is_dir():
        raise LabError(LabReason.LAB_NO_PHOTOS, folder=str(images))
    photos = tuple(sorted(path for path in images.glob("*/*") if path.suffix.lower() in SUFFIXES))
    if not photos:
        raise LabError(LabReason.LAB_NO_PHOTOS, folder=str(images))
    if len({photo.parent.name for photo in photos}) < 2:
        raise LabError(LabReason.LAB_NO_IMPOSTORS, folder=str(images), people=1)
    return photos


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
