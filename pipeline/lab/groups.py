"""Whether a threshold means the same for every group of people: a file of groups, and the false matches within each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.lab.cohort import Cohort
from pipeline.lab.errors import LabError, LabReason
from pipeline.lab.every_pair import RATES, AtRate
from pipeline.lab.subjects import Weights, at_most, bounds
from pipeline.types import Float32Array

OTHERS = "others"
"""The group of everybody whom the file does not name."""
DRAWS = 60
FEWEST_EXPECTED = 10
"""Fewer expected false matches than this carry no factor."""
_SEED = 2019


@dataclass(frozen=True, slots=True)
class GroupRate:
    """Within one group at one threshold: ``false_matches`` of ``pairs``, both over all draws of one photo a person.

    ``low`` and ``high`` bound ``fmr`` (95 %, people drawn anew; ``high`` is never below 3 in the pairs of one draw).
    ``factor`` is ``fmr`` over the nominal rate, None where the pairs are too few to say.
    """

    fmr: float
    factor: float | None
    people: int
    pairs: int
    false_matches: int
    low: float
    high: float


def read_groups(file: Path, people: Collection[str]) -> dict[str, str]:
    """The group of each of ``people``. Lines are "PERSON<TAB>GROUP"; # begins a comment.

    LabError names a line that is none, that names somebody unknown, or that gives a person a second group; OSError.
    """
    try:
        lines = file.read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise LabError(LabReason.LAB_GROUPS_MALFORMED, file=str(file), line=1) from error
    found: dict[str, str] = {}
    known = set(people)
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        words = [word.strip() for word in line.split("\t")]
        if len(words) != 2 or not all(words) or found.get(words[0], words[1]) != words[1]:
            raise LabError(LabReason.LAB_GROUPS_MALFORMED, file=str(file), line=number)
        if words[0] not in known:
            raise LabError(LabReason.LAB_GROUPS_PERSON_UNKNOWN, file=str(file), line=number, person=words[0])
        found[words[0]] = words[1]
    return {person: found.get(person, OTHERS) for person in people}


def fmr_by_group(
    enrolled: Cohort, probes: Cohort | None, groups: Mapping[str, str], thresholds: Mapping[str, AtRate]
) -> dict[str, dict[str, GroupRate]]:
    """By group and nominal rate, at the ``thresholds`` of everyone. A group without two people with a face is left out.

    One photo a person, so that nobody who is photographed much counts for more; ``DRAWS`` draws use the others, too.
    """
    usable = enrolled.has_face & (enrolled.has_face if probes is None else probes.has_face)
    rows_of: dict[str, list[list[int]]] = {}
    by_person: dict[str, list[int]] = {}
    for row, person in enumerate(enrolled.people):
        if usable[row]:
            by_person.setdefault(person, []).append(row)
    for person, rows in sorted(by_person.items()):
        rows_of.setdefault(groups[person], []).append(rows)
    given = {name: at.threshold_l2 for name, at in thresholds.items() if at.threshold_l2 is not None}
    return {
        group: _of_group(enrolled.vectors, None if probes is None else probes.vectors, rows, given)
        for group, rows in sorted(rows_of.items())
        if len(rows) >= 2
    }


def _of_group(
    vectors: Float32Array, probes: Float32Array | None, rows_of: list[list[int]], thresholds: Mapping[str, float]
) -> dict[str, GroupRate]:
    random = np.random.default_rng(_SEED)
    people = len(rows_of)
    false_matches: dict[str, list[Weights]] = {name: [] for name in thresholds}
    for _draw in range(DRAWS):
        rows = [each[random.integers(len(each))] for each in rows_of]
        for name, found in _false_matches(vectors, probes, rows, thresholds):
            false_matches[name].append(found)
    pairs = DRAWS * people * (people - 1) // (2 if probes is None else 1)
    return {name: _rate(RATES[name], people, pairs, np.concatenate(each)) for name, each in false_matches.items()}


def _false_matches(
    vectors: Float32Array, probes: Float32Array | None, rows: list[int], thresholds: Mapping[str, float]
) -> Iterable[tuple[str, Weights]]:
    """By threshold the pairs [n, 2] of places in ``rows`` that are at it or nearer."""
    other = vectors if probes is None else probes
    cosines = vectors[rows].astype(np.float64) @ other[rows].T.astype(np.float64)
    counted = ~np.eye(len(rows), dtype=np.bool_) if probes is not None else np.triu(np.ones(cosines.shape, np.bool_), 1)
    widest = max(thresholds.values(), default=0.0)
    near = np.argwhere(counted & (2 - 2 * cosines <= widest**2 + 1e-9))
    apart = np.sqrt(np.maximum(2 - 2 * cosines[near[:, 0], near[:, 1]], 0)).astype(np.float32)
    for name, threshold in thresholds.items():
        yield name, near[apart <= np.float32(threshold)]


def _rate(nominal: float, people: int, pairs: int, found: Weights) -> GroupRate:
    fmr = len(found) / pairs

    def drawn(weights: Weights) -> float:
        # Of one photo a person, the pairs of a draw of people: two copies of a person are no pair.
        there = (float(weights.sum()) ** 2 - float((weights**2).sum())) / (people * (people - 1)) * pairs
        return float((weights[found[:, 0]] * weights[found[:, 1]]).sum()) / there if there else float("nan")

    low, high = bounds(people, drawn)
    return GroupRate(
        fmr=fmr,
        factor=fmr / nominal if nominal * pairs >= FEWEST_EXPECTED else None,
        people=people,
        pairs=pairs,
        false_matches=len(found),
        low=low,
        high=at_most(high, pairs // DRAWS),
    )
