"""Every pair, against the plainest way to compute the same."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from pipeline.lab.cohort import Cohort
from pipeline.lab.comparisons import compare
from pipeline.lab.every_pair import AtRate, curve, fmr_at, impostor_weight, tar_at_fmr
from pipeline.lab.subjects import at_most, bounds
from tests.pipeline.lab.cohorts import cohort


def plain(enrolled: Cohort) -> tuple[list[float], list[float]]:
    genuine, impostor = [], []
    for one, other in itertools.combinations(range(len(enrolled.photos)), 2):
        apart = float(np.linalg.norm(enrolled.vectors[one].astype(np.float64) - enrolled.vectors[other]))
        both = bool(enrolled.has_face[one] and enrolled.has_face[other])
        if enrolled.people[one] == enrolled.people[other]:
            genuine.append(apart if both else np.inf)
        elif both:
            impostor.append(apart)
    return genuine, sorted(impostor)


def test_all_distances_are_those_of_a_plain_loop() -> None:
    people = cohort([3] * 60, noise=0.3, without_face=[7])
    genuine, impostor = plain(people)
    found = compare(people)
    assert sorted(found.genuine_l2) == pytest.approx(sorted(genuine))
    assert found.impostor_pairs == len(impostor)
    assert found.near_l2.tolist() == pytest.approx(impostor[: len(found.near_l2)], abs=1e-6)
    assert len(found.near_l2) >= 0.02 * len(impostor)
    assert found.impostor_spread == pytest.approx(float(np.std(np.square(impostor))), rel=1e-6)
    assert impostor_weight(np.ones(60, np.int64), found) == len(impostor)


def test_the_threshold_lets_exactly_the_promised_share_through() -> None:
    people = cohort([3] * 60, noise=0.3)
    genuine, impostor = plain(people)
    at = tar_at_fmr(compare(people))["1e-3"]
    assert at.threshold_l2 == pytest.approx(impostor[int(1e-3 * len(impostor)) - 1], abs=1e-6)
    assert at.tar == pytest.approx(np.mean(np.array(genuine) <= at.threshold_l2))
    assert None not in (at.tar, at.low, at.high)
    assert (at.low or 0) < (at.tar or 0) < (at.high or 0)


def test_fewer_pairs_than_a_rate_needs_give_no_figure_of_it() -> None:
    at = tar_at_fmr(compare(cohort([2] * 20)))
    assert at["1e-6"].tar is None
    assert at["1e-6"].threshold_l2 is None


def test_a_photo_without_a_face_is_a_refused_one_never_a_dropped_one() -> None:
    whole, spoilt = cohort([2] * 60), cohort([2] * 60, without_face=[0])
    assert tar_at_fmr(compare(whole))["1e-3"].tar == 1.0
    assert tar_at_fmr(compare(spoilt))["1e-3"].tar == pytest.approx(59 / 60)
    assert curve(compare(whole))["auc"] == pytest.approx(1.0)
    assert curve(compare(spoilt))["auc"] == pytest.approx(59 / 60)


def test_no_error_in_n_people_is_not_none() -> None:
    at = tar_at_fmr(compare(cohort([2] * 60)))["1e-3"]
    assert at.low is not None
    assert at.low <= 1 - 3 / 60
    assert at_most(0.0, 30) == pytest.approx(0.1)


def test_in_a_condition_thresholds_stay_and_their_false_match_rate_is_told() -> None:
    enrolled = cohort([3] * 60, noise=0.1)
    same = compare(enrolled, enrolled)
    assert len(same.genuine_l2) == 60 * 3 * 2  # ordered, and no photo with itself
    harder = compare(enrolled, cohort([3] * 60, noise=0.6, condition="grey"))
    thresholds = tar_at_fmr(compare(enrolled), harder)
    usual = tar_at_fmr(compare(enrolled))
    assert thresholds["1e-3"].threshold_l2 == usual["1e-3"].threshold_l2
    assert (thresholds["1e-3"].tar or 0) < (usual["1e-3"].tar or 0)
    assert fmr_at(thresholds, same)["1e-3"] == pytest.approx(1e-3, rel=0.1)


def test_the_equal_error_rate_of_two_overlapping_crowds() -> None:
    found = compare(cohort([4] * 40, noise=0.35))
    figures = curve(found)
    genuine, impostor = plain(cohort([4] * 40, noise=0.35))
    thresholds = np.linspace(0, 2, 4001)
    gaps = [abs(np.mean(np.array(impostor) <= at) - np.mean(np.array(genuine) > at)) for at in thresholds]
    at = thresholds[int(np.argmin(gaps))]
    assert figures["eer"] == pytest.approx(float(np.mean(np.array(genuine) > at)), abs=0.005)


def test_bounds_are_of_people_not_of_pairs() -> None:
    values = np.array([0.0] * 50 + [1.0] * 50)
    low, high = bounds(100, lambda weights: float((weights * values).sum() / weights.sum()))
    assert 0.38 < low < 0.44
    assert 0.56 < high < 0.62


def test_a_condition_that_brings_everybody_near_is_told_in_full() -> None:
    enrolled = cohort([3] * 60, noise=0.3)
    alike = replace(enrolled, vectors=np.repeat(enrolled.vectors[:1], 180, axis=0), condition="grey")
    thresholds = {"1e-3": AtRate(1.0, 1.0, 1.0, threshold_l2=1.2)}
    apart = np.linalg.norm(enrolled.vectors[3:].astype(np.float64) - enrolled.vectors[0], axis=1)
    first = np.linalg.norm(enrolled.vectors[:3].astype(np.float64) - enrolled.vectors[0], axis=1)
    expected = np.mean(np.concatenate([apart, first]) <= 1.2)
    assert fmr_at(thresholds, compare(enrolled, alike))["1e-3"] == pytest.approx(expected, abs=0.01)
