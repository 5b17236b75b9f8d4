"""``munjigi-lab embed``: the embeddings of a folder's photos in one file, without the photos, to be measured later."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from pipeline.lab.cohort_choice import add_cohort_arguments, check_parts, contradiction_in_cohort, photo_names, reader
from pipeline.lab.cohort_file import write_cohort
from pipeline.lab.errors import LabError, LabReason
from pipeline.lab.figures import as_text, what_was_measured
from pipeline.lab.fusion import FUSED
from pipeline.lab.trouble import exit_code
from resources.catalogue import Catalogue


def add_arguments(parser: argparse.ArgumentParser, words: Catalogue) -> None:
    """The photos, the parts, and the file."""
    add_cohort_arguments(parser, words, with_files=False)
    parser.add_argument("--to", type=Path, required=True, metavar="FILE", help=words.say("lab_embed_to_what"))
    parser.add_argument("--json", action="store_true", help=words.say("lab_json_what"))


def run(arguments: argparse.Namespace, words: Catalogue) -> int:
    """0 when the file is written, 1 when it cannot be, 2 for arguments that do not go together."""
    problem = contradiction_in_cohort(arguments)
    if arguments.recogniser == FUSED:
        problem = "lab_embed_one_space"
    if problem:
        print(words.say(problem), file=sys.stderr)
        return 2

    def work() -> None:
        written = _embed(arguments, words)
        print(json.dumps(written, indent=2) if arguments.json else as_text(written))

    return exit_code(work, words)


def _embed(arguments: argparse.Namespace, words: Catalogue) -> dict[str, object]:
    check_parts(arguments)
    photos = photo_names(arguments)
    if not arguments.to.parent.is_dir():
        raise FileNotFoundError(2, "No such directory", str(arguments.to.parent))
    read = reader(arguments)
    print(words.say("lab_reading_photos", count=len(photos)), file=sys.stderr)
    begun = time.perf_counter()
    (cohort,) = read(arguments.images, photos, arguments.condition)
    seconds = time.perf_counter() - begun
    if not cohort.has_face.any():
        raise LabError(LabReason.LAB_GALLERY_WITHOUT_FACES, folder=str(arguments.images))
    write_cohort(cohort, arguments.to)
    return {
        **what_was_measured(cohort),
        "condition": cohort.condition,
        "file": str(arguments.to),
        "people": len(set(cohort.people)),
        "photos": len(photos),
        "photos_without_face": int((~cohort.has_face).sum()),
        "seconds": round(seconds, 1),
    }
