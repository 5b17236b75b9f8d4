"""What a command measures: photos of a folder seen by chosen parts, or embeddings that ``embed`` kept."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from pipeline.lab.chosen_parts import add_parts_arguments, chosen_parts, contradiction_in_parts
from pipeline.lab.cohort import Cohort, together
from pipeline.lab.cohort_file import read_cohort
from pipeline.lab.cohort_reading import CohortReader
from pipeline.lab.conditions import CONDITIONS
from pipeline.lab.errors import LabError, LabReason
from pipeline.lab.fusion import FUSED, PARTS, fuse
from pipeline.lab.loaded_parts import load
from pipeline.lab.photo_folders import photos_by_person
from resources.catalogue import Catalogue


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """``probes`` are the same photos in the condition that was asked for; None without one."""

    enrolled: Cohort
    probes: Cohort | None


def add_cohort_arguments(
    parser: argparse.ArgumentParser, words: Catalogue, *, with_files: bool = True, with_condition: bool = True
) -> None:
    """``--images`` with parts, or ``--embeddings``."""
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--images", type=Path, metavar="DIR", help=words.say("lab_images_what"))
    if with_files:
        source.add_argument("--embeddings", type=Path, nargs="+", metavar="FILE", help=words.say("lab_embeddings_what"))
    add_parts_arguments(parser, words, and_also=(FUSED,))
    parser.set_defaults(condition="")
    if with_condition:
        parser.add_argument("--condition", choices=tuple(CONDITIONS), default="", help=words.say("lab_condition_what"))


def contradiction_in_cohort(arguments: argparse.Namespace) -> str | None:
    """The code of what does not go together."""
    if arguments.images is not None and not (arguments.preset or arguments.recogniser):
        return "lab_parts_missing"
    if arguments.images is None and (arguments.preset or arguments.recogniser not in (None, FUSED)):
        return "lab_parts_of_embeddings"
    if arguments.recogniser == FUSED and arguments.alignment:
        return "lab_fused_alignment"
    return contradiction_in_parts(arguments)


def check_parts(arguments: argparse.Namespace) -> None:
    """LabError for parts that cannot be had; no model is loaded."""
    if arguments.images is not None and arguments.recogniser != FUSED:
        chosen_parts(arguments)


def photo_names(arguments: argparse.Namespace) -> tuple[str, ...]:
    """Every photo of the folder or of the files as "PERSON/FILE". LabError, OSError."""
    if arguments.images is None:
        cohorts = [read_cohort(file) for file in arguments.embeddings]
        return tuple(dict.fromkeys(photo for cohort in cohorts for photo in cohort.photos))
    people = photos_by_person(arguments.images)
    return tuple(f"{photo.parent.name}/{photo.name}" for photos in people.values() for photo in photos)


def choose(arguments: argparse.Namespace, photos: Sequence[str], words: Catalogue) -> Chosen:
    """``photos`` (some of ``photo_names``) as they are and, if asked for, in the condition. Loads models; blocks.

    LabError, WeightError, PhotoUnreadableError, InvalidEmbeddingError, TemplateSpaceMismatchError.
    """
    if arguments.images is None:
        return _from_files(arguments, photos)
    read = reader(arguments)
    print(words.say("lab_reading_photos", count=len(photos)), file=sys.stderr)
    enrolled = _whole(read(arguments.images, photos, ""), arguments)
    if not arguments.condition:
        return Chosen(enrolled, None)
    return Chosen(enrolled, _whole(read(arguments.images, photos, arguments.condition), arguments))


def reader(arguments: argparse.Namespace) -> Callable[[Path, Sequence[str], str], tuple[Cohort, ...]]:
    """Loads the models that were asked for (seconds); reads photos with them. LabError, WeightError."""
    if arguments.recogniser != FUSED:
        parts = load(chosen_parts(arguments))
        detector = arguments.detector or parts.detector.name
        return CohortReader(parts, (parts.recogniser,), detector).read
    one, other = (load(chosen_parts(_with(arguments, name))) for name in PARTS)
    return CohortReader(one, (one.recogniser, other.recogniser), arguments.detector or one.detector.name).read


def _with(arguments: argparse.Namespace, recogniser: str) -> argparse.Namespace:
    changed = copy(arguments)
    changed.recogniser = recogniser
    return changed


def _whole(cohorts: Sequence[Cohort], arguments: argparse.Namespace) -> Cohort:
    return fuse(cohorts) if arguments.recogniser == FUSED else together(cohorts)


def _from_files(arguments: argparse.Namespace, photos: Sequence[str]) -> Chosen:
    cohorts = [read_cohort(file) for file in arguments.embeddings]
    enrolled = [each for each in cohorts if not each.condition]
    probes = [each for each in cohorts if each.condition]
    if not enrolled or any(each.condition != arguments.condition for each in probes):
        raise LabError(LabReason.LAB_COHORT_CONDITION, needed=arguments.condition or "-")
    if bool(arguments.condition) != bool(probes):
        raise LabError(LabReason.LAB_COHORT_CONDITION, needed=arguments.condition or "-")
    whole = _whole(enrolled, arguments)
    seen = _whole(probes, arguments) if probes else None
    if seen is not None and (seen.space != whole.space or set(seen.photos) != set(whole.photos)):
        raise LabError(LabReason.LAB_COHORTS_OF_OTHER_PHOTOS)
    return Chosen(whole.of(photos), None if seen is None else seen.of(photos))
