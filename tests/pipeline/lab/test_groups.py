"""Whether a threshold means the same in every group, and what a file of groups may say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.lab.comparisons import compare
from pipeline.lab.errors import LabError, LabReason
from pipeline.lab.every_pair import AtRate, tar_at_fmr
from pipeline.lab.groups import DRAWS, OTHERS, fmr_by_group, read_groups
from tests.pipeline.lab.cohorts import cohort

PEOPLE = ("Ada", "Bob", "Eve")


def written(folder: Path, text: str) -> Path:
    (folder / "groups.txt").write_text(text)
    return folder / "groups.txt"


def test_whoever_is_not_named_is_one_of_the_others(tmp_path: Path) -> None:
    file = written(tmp_path, "# PERSON\tGROUP\n\nAda\tleft\nBob\tright\n")
    assert read_groups(file, PEOPLE) == {"Ada": "left", "Bob": "right", "Eve": OTHERS}


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("Ada\tleft\nZoe\tleft\n", LabReason.LAB_GROUPS_PERSON_UNKNOWN, 2),
        ("Ada left\n", LabReason.LAB_GROUPS_MALFORMED, 1),
        ("Ada\tleft\nAda\tright\n", LabReason.LAB_GROUPS_MALFORMED, 2),
        ("Ada\t\n", LabReason.LAB_GROUPS_MALFORMED, 1),
    ],
)
def test_a_line_that_cannot_be_meant_is_named(tmp_path: Path, text: str, code: LabReason, line: int) -> None:
    with pytest.raises(LabError) as caught:
        read_groups(written(tmp_path, text), PEOPLE)
    assert (caught.value.code, caught.value.figures()["line"]) == (code, line)


def test_a_group_whose_faces_lie_closer_has_a_factor_above_one() -> None:
    people = cohort([2] * 120, noise=0.05)
    vectors = people.vectors.copy()
    vectors[:60] = vectors[:60] * 0.5 + vectors[0] * 0.5  # thirty people who look alike
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    people = replace(people, vectors=vectors.astype(np.float32))
    groups = {person: "alike" if int(person[1:]) < 30 else OTHERS for person in people.people}
    found = fmr_by_group(people, None, groups, tar_at_fmr(compare(people)))
    alike, others = found["alike"]["1e-3"], found[OTHERS]["1e-3"]
    assert alike.people == 30
    assert alike.pairs == DRAWS * 30 * 29 // 2
    assert alike.fmr == alike.false_matches / alike.pairs
    assert alike.factor is not None
    assert alike.factor > 3
    assert others.fmr < 1e-3
    assert alike.low <= alike.fmr <= alike.high


def test_a_factor_is_not_given_where_the_pairs_cannot_carry_it() -> None:
    people = cohort([2] * 8)
    groups = dict.fromkeys(people.people, OTHERS)
    at = AtRate(1.0, 1.0, 1.0, threshold_l2=0.01)
    found = fmr_by_group(people, None, groups, {"1e-3": at})[OTHERS]["1e-3"]
    assert found.pairs * 1e-3 < 10
    assert (found.factor, found.false_matches, found.fmr) == (None, 0, 0.0)
    assert found.high == pytest.approx(3 / 28)  # 0 of 28 pairs is not 0


def test_ten_expected_false_matches_are_enough_for_a_factor() -> None:
    people = cohort([1] * 20)  # 190 pairs, 60 draws: 11.4 expected at 1e-3
    found = fmr_by_group(people, None, dict.fromkeys(people.people, "all"), {"1e-3": AtRate(1, 1, 1, 0.01)})
    assert found["all"]["1e-3"].factor == 0.0


def test_a_group_of_one_has_no_rate() -> None:
    people = cohort([2] * 10)
    groups = {person: "alone" if person == "P000" else OTHERS for person in people.people}
    assert set(fmr_by_group(people, None, groups, tar_at_fmr(compare(people)))) == {OTHERS}
