"""``munjigi-lab recognise``: the faces of photos, how far each is from the others or from the people of a folder."""

from __future__ import annotations

import argparse
import itertools
import json
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.calibration import DEFAULT_FALSE_MATCH_RATE, POST_2019_LOOSE, POST_2019_STRICT, single_photo_scale
from pipeline.gallery import Gallery, distance
from pipeline.lab.chosen_parts import add_parts_arguments, chosen_parts, contradiction_in_parts
from pipeline.lab.errors import LabError, LabReason
from pipeline.lab.face_pictures import write_pictures
from pipeline.lab.loaded_parts import LoadedParts, load
from pipeline.lab.photo_faces import Photo, PhotoFace, PhotoReader
from pipeline.lab.photo_gallery import read_gallery
from pipeline.lab.plain_names import plain
from pipeline.lab.trouble import exit_code
from pipeline.types import Threshold
from resources.catalogue import Catalogue

_GIVEN = "given on the command line"
_CLASSIC_SPACE = "openface-nn4.small2.v1", "nose-centred"


@dataclass(frozen=True, slots=True)
class Row:
    """A face of a photo, and how far it is from another one (or from a person); plain L2, smaller is more alike."""

    one: str
    other: str
    distance: float
    is_match: bool


def add_arguments(parser: argparse.ArgumentParser, words: Catalogue) -> None:
    """The photos, whom to compare them with, and how to show it."""
    parser.add_argument("photos", type=Path, nargs="+", metavar="PHOTO", help=words.say("lab_photos_what"))
    parser.add_argument("--gallery", type=Path, metavar="DIR", help=words.say("lab_gallery_what"))
    parser.add_argument("--threshold", type=positive_distance, metavar="L2", help=words.say("lab_threshold_what"))
    parser.add_argument("--draw", type=Path, metavar="DIR", help=words.say("lab_draw_what"))
    add_parts_arguments(parser, words, default="standard")
    parser.add_argument("--json", action="store_true", help=words.say("lab_json_what"))


def run(arguments: argparse.Namespace, words: Catalogue) -> int:
    """0 with faces, 1 when there is none to speak of, 2 for arguments that do not go together."""
    if problem := contradiction_in_parts(arguments):
        print(words.say(problem), file=sys.stderr)
        return 2
    return exit_code(lambda: _recognise(arguments, words), words)


def _recognise(arguments: argparse.Namespace, words: Catalogue) -> None:
    parts = load(chosen_parts(arguments))
    photos = list(PhotoReader(parts).read(arguments.photos))
    if not any(photo.faces for photo in photos):
        raise LabError(LabReason.LAB_PHOTOS_WITHOUT_FACES, photos=len(photos))
    gallery = None if arguments.gallery is None else _gallery(arguments.gallery, parts, words)
    threshold = _threshold(parts, arguments.threshold, against_people=gallery is not None)
    rows = _against_each_other(photos, threshold) if gallery is None else _against(gallery, photos, threshold)
    drawn = [file for photo in photos for file in write_pictures(photo, arguments.draw)] if arguments.draw else []
    if arguments.json:
        print(json.dumps(_as_json(parts, photos, threshold, rows, drawn), indent=2))
    else:
        print("\n".join(_as_text(parts, photos, threshold, rows, words)))
        print("\n".join(plain(str(file)) for file in drawn), end="\n" if drawn else "")


def positive_distance(text: str) -> float:
    """A distance of the command line: above 0, at most 2; ValueError."""
    value = float(text)
    if not (math.isfinite(value) and 0 < value <= 2):
        raise ValueError
    return value


def _gallery(folder: Path, parts: LoadedParts, words: Catalogue) -> Gallery:
    read = read_gallery(folder, parts)
    for photo in read.without_face:
        print(words.say("lab_photo_left_out", file=plain(str(photo))), file=sys.stderr)
    return read.gallery()


def _threshold(parts: LoadedParts, given: float | None, *, against_people: bool) -> Threshold:
    """One photo against one has another scale than a photo against the mean of several."""
    scale = single_photo_scale(parts.recogniser.space)
    if given is not None:
        return Threshold(given, "l2", scale.false_match_rate(given), _GIVEN)
    if against_people:
        return parts.recogniser.default_threshold(DEFAULT_FALSE_MATCH_RATE)
    return scale.threshold(DEFAULT_FALSE_MATCH_RATE)


def _named_faces(photos: Sequence[Photo]) -> list[tuple[str, PhotoFace]]:
    return [(_name(photo, number), face) for photo in photos for number, face in enumerate(photo.faces, start=1)]


def _name(photo: Photo, number: int) -> str:
    return f"{photo.label}#{number}"


def _against_each_other(photos: Sequence[Photo], threshold: Threshold) -> list[Row]:
    rows = []
    for (one, face), (other, other_face) in itertools.combinations(_named_faces(photos), 2):
        apart = distance(face.embedding, other_face.embedding)
        rows.append(Row(one, other, apart, apart <= threshold.distance))
    return rows


def _against(gallery: Gallery, photos: Sequence[Photo], threshold: Threshold) -> list[Row]:
    """Every person of the gallery, nearest first."""
    return [
        Row(name, candidate.person_id, candidate.distance, candidate.distance <= threshold.distance)
        for name, face in _named_faces(photos)
        for candidate in gallery.search(face.embedding, sys.maxsize)
    ]


def _as_text(
    parts: LoadedParts, photos: Sequence[Photo], threshold: Threshold, rows: Sequence[Row], words: Catalogue
) -> list[str]:
    lines = [words.say("lab_faces_found", photo=photo.label, count=len(photo.faces)) for photo in photos]
    odds = round(1 / threshold.false_match_rate)
    lines += ["", words.say("lab_distances", threshold=round(threshold.distance, 3), odds=odds)]
    if _is_classic(parts):
        lines.append(words.say("lab_post_2019", **_post_2019_odds()))
    width = max((len(name) for row in rows for name in (row.one, row.other)), default=0)
    for row in rows:
        verdict = words.say("lab_same_person" if row.is_match else "lab_other_person")
        lines.append(f"{row.one:<{width}}  {row.other:<{width}}  {row.distance:.3f}  {verdict}")
    return lines


def _is_classic(parts: LoadedParts) -> bool:
    return (parts.recogniser.space.network, parts.recogniser.space.alignment) == _CLASSIC_SPACE


def _post_2019_odds() -> dict[str, object]:
    """What the post's thresholds were measured to do."""
    return {
        "strict": POST_2019_STRICT.distance_l2,
        "strict_odds": round(1 / POST_2019_STRICT.false_match_rate),
        "loose": POST_2019_LOOSE.distance_l2,
        "loose_odds": round(1 / POST_2019_LOOSE.false_match_rate),
    }


def _as_json(
    parts: LoadedParts, photos: Sequence[Photo], threshold: Threshold, rows: Sequence[Row], drawn: Sequence[Path]
) -> dict[str, object]:
    recogniser = parts.recogniser
    figures: dict[str, object] = {
        "recogniser": recogniser.name,
        "alignment": recogniser.space.alignment,
        "detector": parts.detector.name,
        "template_space": recogniser.space.id,
        "unit": threshold.unit,
        "threshold": {
            "distance": threshold.distance,
            "false_match_rate": threshold.false_match_rate,
            "source": threshold.source,
        },
        "photos": [_photo_as_json(photo) for photo in photos],
        "distances": [
            {"one": row.one, "other": row.other, "distance": row.distance, "is_match": row.is_match} for row in rows
        ],
        "drawn": [str(file) for file in drawn],
    }
    if _is_classic(parts):
        figures["post_2019"] = [
            {"distance": each.distance_l2, "false_match_rate": each.false_match_rate}
            for each in (POST_2019_STRICT, POST_2019_LOOSE)
        ]
    return figures


def _photo_as_json(photo: Photo) -> dict[str, object]:
    height_px, width_px = photo.image.shape[:2]
    faces = [
        {
            "name": _name(photo, number),
            "box": [round(each, 1) for each in (face.box.left, face.box.top, face.box.width, face.box.height)],
            "landmarks": np.round(face.landmarks.astype(np.float64), 1).tolist(),
        }
        for number, face in enumerate(photo.faces, start=1)
    ]
    return {"file": str(photo.path), "width_px": width_px, "height_px": height_px, "faces": faces}
