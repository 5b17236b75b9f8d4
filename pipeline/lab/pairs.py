"""LFW's file of pairs (Huang et al., 2007): ten folds of photos of one person and of two, in the order of the file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.lab.errors import LabError, LabReason
from pipeline.lab.photo_folders import SUFFIXES


@dataclass(frozen=True, slots=True)
class Pair:
    """Two photos, named "PERSON/FILE"; ``fold`` counts from 0."""

    one: str
    other: str
    is_same_person: bool
    fold: int


def read_pairs(file: Path, photos: Collection[str]) -> tuple[Pair, ...]:
    """The pairs of ``file``, of ``photos`` named PERSON/PERSON_0001.jpg (or .jpeg, .png).

    First line: the number of folds and of pairs of each kind in a fold. Then fold by fold: "NAME n m", two photos of
    one person, and "NAME n NAME m", one photo of each of two. LabError names the line that is none of these or asks
    for a photo that is not there; OSError when the file cannot be read.
    """
    lines = _lines(file)
    folds, of_each_kind = _head(file, lines)
    needed = folds * of_each_kind * 2
    rows = [(number, line.split()) for number, line in enumerate(lines[1:], start=2) if line.strip()]
    if len(rows) != needed:
        raise LabError(LabReason.LAB_PAIRS_TOO_FEW, file=str(file), pairs=len(rows), needed=needed)
    known = frozenset(photos)
    return tuple(
        _pair(file, number, words, known, index // (2 * of_each_kind)) for index, (number, words) in enumerate(rows)
    )


def photos_of(pairs: Sequence[Pair]) -> tuple[str, ...]:
    """Every photo once, in the order of its first use."""
    return tuple(dict.fromkeys(photo for pair in pairs for photo in (pair.one, pair.other)))


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise LabError(LabReason.LAB_PAIRS_MALFORMED, file=str(file), line=1) from error


def _head(file: Path, lines: list[str]) -> tuple[int, int]:
    words = lines[0].split() if lines else []
    if len(words) != 2 or not all(word.isdecimal() and int(word) > 0 for word in words) or int(words[0]) < 2:
        raise LabError(LabReason.LAB_PAIRS_MALFORMED, file=str(file), line=1)
    return int(words[0]), int(words[1])


def _pair(file: Path, line: int, words: list[str], known: frozenset[str], fold: int) -> Pair:
    match words:
        case [name, one, other] if one.isdecimal() and other.isdecimal():
            photos, is_same_person = ((name, one), (name, other)), True
        case [name, one, other_name, other] if one.isdecimal() and other.isdecimal() and name != other_name:
            photos, is_same_person = ((name, one), (other_name, other)), False
        case _:
            raise LabError(LabReason.LAB_PAIRS_MALFORMED, file=str(file), line=line)
    found = [_photo(file, line, known, name, int(number)) for name, number in photos]
    return Pair(found[0], found[1], is_same_person, fold)


def _photo(file: Path, line: int, known: frozenset[str], name: str, number: int) -> str:
    stem = f"{name}/{name}_{number:04d}"
    found = next((f"{stem}{suffix}" for suffix in SUFFIXES if f"{stem}{suffix}" in known), None)
    if found is None:
        raise LabError(LabReason.LAB_PAIRS_PHOTO_MISSING, file=str(file), line=line, photo=f"{stem}.jpg")
    return found
