"""The figures of verification against hand-made distances and slower definitions of the same figures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pipeline.lab.all_pairs import distances, means_of, measure, quantile
from pipeline.lab.verification import best_threshold, true_accept_rate, verify

INFINITE = float("inf")


def test_people_far_apart_are_told_apart_without_a_mistake() -> None:
    apart = np.array([0.3, 0.4, 1.2, 1.3] * 2)
    same = np.array([True, True, False, False] * 2)
    figures = verify(apart, same, np.repeat([0, 1], 4))
    assert (figures.accuracy, figures.accuracy_std, figures.auc, figures.eer) == (1, 0, 1, 0)
    assert 0.4 <= figures.threshold_l2 < 1.2
    assert figures.tar_at_far == {"0.01": 1, "0.001": 1, "0": 1}


def test_the_threshold_of_a_fold_comes_from_the_others() -> None:
    apart = np.array([0.3, 1.2, 1.5, 2.0])  # the second fold lies where the first one's threshold is too strict
    same = np.array([True, False, True, False])
    assert verify(apart, same, np.array([0, 0, 1, 1])).accuracy == pytest.approx(0.5)


def test_a_photo_without_a_face_is_a_failure_of_either_kind() -> None:
    apart = np.array([0.3, 1.2, INFINITE, INFINITE] * 2)
    same = np.array([True, False, True, False] * 2)
    figures = verify(apart, same, np.repeat([0, 1], 4))
    assert figures.accuracy == 0.5
    assert figures.tar_at_far["0"] == 0.5


def test_nobody_found_at_all_gives_figures_not_a_crash() -> None:
    figures = verify(np.full(8, INFINITE), np.array([True, False] * 4), np.repeat([0, 1], 4))
    assert (figures.accuracy, figures.tar_at_far["0.01"]) == (0, 0)


def test_true_accepts_at_a_false_accept_rate_by_counting() -> None:
    impostor = np.linspace(1.0, 2.0, 1000)
    genuine = np.array([0.5, 0.9, 1.0005, 1.0095, 1.5])
    assert true_accept_rate(genuine, impostor, 0.0) == 2 / 5
    assert true_accept_rate(genuine, impostor, 0.001) == 3 / 5
    assert true_accept_rate(genuine, impostor, 0.01) == 4 / 5


whole = hnp.arrays(np.float64, st.integers(4, 30), elements=st.sampled_from([0.1, 0.2, 0.4, 0.8, 1.0, INFINITE]))


@given(apart=whole, seed=st.integers(0, 9))
def test_no_other_threshold_judges_more_pairs_rightly(apart: np.ndarray, seed: int) -> None:
    same = np.random.default_rng(seed).integers(0, 2, len(apart)).astype(np.bool_)

    def right(threshold: float) -> int:
        return int((np.isfinite(apart) & ((apart <= threshold) == same)).sum())

    best = best_threshold(apart, same)
    candidates = [threshold for threshold in set(apart.tolist()) if np.isfinite(threshold)]
    if candidates:
        assert min(candidates) <= best <= max(candidates)
        assert right(best) <= max(map(right, candidates))


@given(apart=whole)
def test_area_and_equal_error_rate_by_their_definitions(apart: np.ndarray) -> None:
    same = np.arange(len(apart)) % 2 == 0
    figures = verify(apart, same, np.arange(len(apart)) // 2 % 2)
    wins = [(g < i) + 0.5 * (g == i) for g in apart[same] for i in apart[~same]]
    assert figures.auc == pytest.approx(np.mean(wins))
    assert 0 <= figures.eer <= 1


def unit(seed: int, count: int) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((count, 8))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


@pytest.mark.parametrize("count", [3, 600])
def test_every_pair_is_compared_once(count: int) -> None:
    vectors = unit(1, count)
    people = [f"p{index % 3}" for index in range(count)]
    genuine, impostor = distances(vectors, people)
    assert len(genuine) + len(impostor) == count * (count - 1) // 2
    brute = [
        (people[one] == people[other], float(np.linalg.norm(vectors[one].astype(np.float64) - vectors[other])))
        for one in range(min(count, 40))
        for other in range(one)
    ]
    for same, found in ((True, genuine), (False, impostor)):
        expected = [apart for is_same, apart in brute if is_same == same]
        assert all(np.abs(found - apart).min() < 1e-6 for apart in expected)


def test_quantiles_need_ten_pairs() -> None:
    ascending = np.arange(1, 1001, dtype=np.float32)
    assert quantile(ascending, 0.1) == 100
    assert quantile(ascending, 0.01) == 10
    assert quantile(ascending, 0.001) is None


def test_means_take_each_photo_once_and_are_unit() -> None:
    vectors = unit(2, 12)
    means, owners = means_of(vectors, ["a"] * 11 + ["b"], 5)
    assert owners == ["a", "a"]
    assert np.linalg.norm(means, axis=1) == pytest.approx(1, abs=1e-6)
    assert np.allclose(means[0] * np.linalg.norm(vectors[:5].mean(axis=0)), vectors[:5].mean(axis=0), atol=1e-6)


def test_all_pairs_count_people_errors_and_means() -> None:
    people = [f"p{index // 6}" for index in range(120)]
    measured = measure(unit(3, 120), people, (0.9, 3.0))
    assert (measured.people, measured.photos, measured.people_with_means) == (20, 120, 20)
    assert (measured.genuine_pairs, measured.impostor_pairs) == (20 * 15, 120 * 119 // 2 - 300)
    assert measured.at["3"] == {"fmr": 1.0, "fnmr": 0.0}
    assert 0 < measured.at["0.9"]["fmr"] < 0.2
    assert measured.impostor_quantiles["1e-6"] is None
    quantiles = [each for each in measured.impostor_quantiles.values() if each is not None]
    assert quantiles == sorted(quantiles, reverse=True)


def test_too_few_photos_for_means_leave_the_factor_open() -> None:
    measured = measure(unit(4, 30), [f"p{index // 2}" for index in range(30)], ())
    assert measured.people_with_means == 0
    assert set(measured.means_factor.values()) == {None}
