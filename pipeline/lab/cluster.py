"""``munjigi-lab cluster``: which faces of many photos are likely of one person, without knowing anybody."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from pipeline.calibration import DEFAULT_FALSE_MATCH_RATE, single_photo_scale
from pipeline.lab.chosen_parts import add_parts_arguments, chosen_parts, contradiction_in_parts
from pipeline.lab.clusters import clusters
from pipeline.lab.errors import LabError, LabReason
from pipeline.lab.loaded_parts import load
from pipeline.lab.photo_faces import PhotoReader
from pipeline.lab.recognise import positive_distance
from pipeline.lab.trouble import exit_code
from resources.catalogue import Catalogue


def add_arguments(parser: argparse.ArgumentParser, words: Catalogue) -> None:
    """Whose faces, and how near they must be."""
    parser.add_argument("photos", type=Path, nargs="+", metavar="PHOTO", help=words.say("lab_photos_what"))
    parser.add_argument("--threshold", type=positive_distance, metavar="L2", help=words.say("lab_threshold_what"))
    add_parts_arguments(parser, words, default="standard")
    parser.add_argument("--json", action="store_true", help=words.say("lab_json_what"))


def run(arguments: argparse.Namespace, words: Catalogue) -> int:
    """0 with groups, 1 when there is no face, 2 for arguments that do not go together."""
    if problem := contradiction_in_parts(arguments):
        print(words.say(problem), file=sys.stderr)
        return 2
    return exit_code(lambda: _cluster(arguments, words), words)


def _cluster(arguments: argparse.Namespace, words: Catalogue) -> None:
    parts = load(chosen_parts(arguments))
    photos = tuple(PhotoReader(parts).read(arguments.photos))
    faces = [(f"{photo.label}#{number}", face) for photo in photos for number, face in enumerate(photo.faces, start=1)]
    if not faces:
        raise LabError(LabReason.LAB_PHOTOS_WITHOUT_FACES, photos=len(photos))
    scale = single_photo_scale(parts.recogniser.space)
    threshold_l2 = arguments.threshold or scale.threshold(DEFAULT_FALSE_MATCH_RATE).distance
    groups = [
        [faces[index][0] for index in group]
        for group in clusters([face.embedding for _name, face in faces], threshold_l2)
    ]
    without_face = [photo.label for photo in photos if not photo.faces]
    if arguments.json:
        print(
            json.dumps({"threshold_l2": threshold_l2, "groups": groups, "photos_without_face": without_face}, indent=2)
        )
    else:
        print(words.say("lab_groups", groups=len(groups), faces=len(faces), threshold=round(threshold_l2, 3)))
        print("\n".join(f"{number:>4}  {'  '.join(group)}" for number, group in enumerate(groups, start=1)))
