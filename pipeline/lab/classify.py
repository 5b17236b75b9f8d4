"""``munjigi-lab classify``: the 2019 post's classification, measured: who of a folder's people is on a photo?"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.lab.chosen_parts import add_parts_arguments, chosen_parts, contradiction_in_parts
from pipeline.lab.classifiers import CrossValidation, classify, cross_validate
from pipeline.lab.errors import LabError, LabReason
from pipeline.lab.loaded_parts import LoadedParts, load
from pipeline.lab.photo_faces import Photo, PhotoReader
from pipeline.lab.photo_gallery import PhotoGallery, read_gallery
from pipeline.lab.trouble import exit_code
from pipeline.types import Embedding
from resources.catalogue import Catalogue

FEWEST_SAMPLES = 2


@dataclass(frozen=True, slots=True)
class Classified:
    """Whom each method takes a face for."""

    name: str
    taken_for: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Report:
    """The methods' cross-validated accuracies on the gallery, and what they make of the photos."""

    recogniser: str
    alignment: str
    detector: str
    people: int
    samples: int
    people_left_out: tuple[str, ...]
    gallery_photos_without_face: int
    photos_without_face: tuple[str, ...]
    methods: Mapping[str, CrossValidation]
    faces: tuple[Classified, ...]


def add_arguments(parser: argparse.ArgumentParser, words: Catalogue) -> None:
    """Whom to know, and whom to classify."""
    parser.add_argument("photos", type=Path, nargs="*", metavar="PHOTO", help=words.say("lab_classify_photos_what"))
    parser.add_argument("--gallery", type=Path, required=True, metavar="DIR", help=words.say("lab_gallery_what"))
    add_parts_arguments(parser, words, default="classic")
    parser.add_argument("--json", action="store_true", help=words.say("lab_json_what"))


def run(arguments: argparse.Namespace, words: Catalogue) -> int:
    """0 with figures, 1 when there can be none, 2 for arguments that do not go together."""
    if problem := contradiction_in_parts(arguments):
        print(words.say(problem), file=sys.stderr)
        return 2
    return exit_code(lambda: _classify(arguments, words), words)


def _classify(arguments: argparse.Namespace, words: Catalogue) -> None:
    parts = load(chosen_parts(arguments))
    gallery = read_gallery(arguments.gallery, parts)
    samples = _classes(gallery, arguments.gallery)
    photos = list(PhotoReader(parts).read(arguments.photos))
    report = _report(parts, gallery, samples, photos)
    text = json.dumps(asdict(report), indent=2, ensure_ascii=False)
    print(text if arguments.json else "\n".join(_as_text(report, words)))


def _classes(gallery: PhotoGallery, folder: Path) -> dict[str, tuple[Embedding, ...]]:
    """People with samples enough to leave one out; LabError unless there are two."""
    classes = {name: each for name, each in gallery.samples.items() if len(each) >= FEWEST_SAMPLES}
    if len(classes) < 2:
        raise LabError(LabReason.LAB_TOO_FEW_SAMPLES, folder=str(folder), needed=FEWEST_SAMPLES)
    return classes


def _faces(photos: Sequence[Photo]) -> list[tuple[str, Embedding]]:
    return [
        (f"{photo.label}#{number}", face.embedding)
        for photo in photos
        for number, face in enumerate(photo.faces, start=1)
    ]


def _report(
    parts: LoadedParts, gallery: PhotoGallery, samples: dict[str, tuple[Embedding, ...]], photos: Sequence[Photo]
) -> Report:
    faces = _faces(photos)
    taken_for = classify(samples, [embedding for _name, embedding in faces]) if faces else {}
    return Report(
        recogniser=parts.recogniser.name,
        alignment=parts.recogniser.space.alignment,
        detector=parts.detector.name,
        people=len(samples),
        samples=sum(len(each) for each in samples.values()),
        people_left_out=tuple(sorted(set(gallery.samples) - set(samples))),
        gallery_photos_without_face=len(gallery.without_face),
        photos_without_face=tuple(photo.label for photo in photos if not photo.faces),
        methods=cross_validate(samples),
        faces=tuple(
            Classified(name, {method: names[index] for method, names in taken_for.items()})
            for index, (name, _embedding) in enumerate(faces)
        ),
    )


def _as_text(report: Report, words: Catalogue) -> list[str]:
    names = ("recogniser", "alignment", "detector", "people", "samples")
    lines = [f"{name:<14} {getattr(report, name)}" for name in names]
    if report.people_left_out:
        lines.append(words.say("lab_people_left_out", count=len(report.people_left_out), needed=FEWEST_SAMPLES))
    for method, found in report.methods.items():
        lines.append(f"{method:<14} {found.accuracy:.3f} +- {found.accuracy_std:.3f} ({found.folds})")
    lines += [words.say("lab_faces_found", photo=photo, count=0) for photo in report.photos_without_face]
    lines += [
        "  ".join((face.name, *(f"{how}: {who}" for how, who in face.taken_for.items()))) for face in report.faces
    ]
    return [*lines, "", words.say("lab_classify_closed_set")]
