"""Households drawn from people without photos."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.lab.errors import LabError, LabReason
from pipeline.lab.household_simulation import Households, Looks, Plan, at_rate, figures, too_alike
from tests.pipeline.lab.cohorts import cohort

PLAN = Plan(residents=5, samples=2, strangers=50, trials=60)


def test_people_who_differ_clearly_are_all_let_in_and_never_confused() -> None:
    found = figures(Households(cohort([4] * 80), PLAN).run(), PLAN)
    assert found["own_accepted"] == {"0.01": 1.0, "0.001": 1.0}
    assert (found["rank1"], found["wrong_name"]) == (1.0, 0.0)
    assert found["looks"] == 60 * 5 * 2
    assert found["stranger_looks"] == 60 * 50
    assert "unenrolled_look_alike_accepted" not in found


def test_a_look_without_a_face_is_a_failure() -> None:
    people = cohort([3] * 80, without_face=range(0, 240, 3))  # the first of each three photos
    found = figures(Households(people, PLAN).run(), PLAN)
    assert found["rank1"] == 0.0  # both photos with a face are enrolled, the third is the look
    assert found["own_accepted"] == {"0.01": 0.0, "0.001": 0.0}


def test_look_alikes_are_the_family_and_one_of_them_comes_without_being_enrolled() -> None:
    twins = cohort([4] * 80)
    twins.vectors[4:8] = twins.vectors[:4]  # the second person looks like the first
    plan = Plan(residents=2, samples=2, strangers=70, trials=100, look_alikes=True)
    random = Plan(residents=2, samples=2, strangers=70, trials=100)
    family = figures(Households(twins, plan).run(), plan)
    others = figures(Households(cohort([4] * 80), plan).run(), plan)
    assert float(str(family["unenrolled_look_alike_accepted"])) > 0
    assert others["unenrolled_look_alike_accepted"] == 0.0
    assert set(figures(Households(twins, random).run(), random)) < set(family)


def test_the_margin_rule_names_nobody_between_two_who_are_near() -> None:
    apart = np.array([[0.50, 0.51, 1.2], [0.50, 0.80, 1.2], [0.50, 1.10, 1.2], [0.9, 0.91, np.inf]])
    assert too_alike(apart, 1.0).tolist() == [True, False, False, True]
    assert not too_alike(np.array([[0.1]]), 1.0).any()


def test_a_rate_that_not_one_stranger_makes_up_has_no_threshold() -> None:
    assert at_rate(np.arange(1.0, 100.0), 0.001) is None
    assert at_rate(np.arange(1.0, 1001.0), 0.001) == 1.0


def test_whoever_has_no_face_is_nearest_to_nobody() -> None:
    looks = Looks(np.array([[np.inf, np.inf], [0.2, 0.4]]), np.array([0, 0]))
    assert looks.names_own.tolist() == [False, True]


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (Plan(5, 4, 10, 3), LabReason.LAB_TOO_FEW_RESIDENTS),
        (Plan(5, 2, 76, 3), LabReason.LAB_TOO_FEW_STRANGERS),
    ],
)
def test_too_few_people_are_said(plan: Plan, code: LabReason) -> None:
    with pytest.raises(LabError) as caught:
        Households(cohort([4] * 80), plan)
    assert caught.value.code == code
