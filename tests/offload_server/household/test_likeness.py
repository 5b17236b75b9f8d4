"""Who looks like whom, and what a sample is worth."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pytest

from offload_server.household.likeness import (
    FEWEST_LEFT,
    EnrolledSample,
    LikenessScale,
    PersonLikeness,
    SampleWorth,
    likeness_of,
)
from offload_server.household.records import SampleId
from pipeline.gallery import distance, mean_embedding
from pipeline.types import Embedding, PersonId
from tests.offload_server.household.faces import near, person

SCALE = LikenessScale(threshold=1.07, doubt_distance=1.2)
MINJI, JIHO = PersonId("minji"), PersonId("jiho")


def around(centre: Embedding, how_many: int, far: float = 0.4, first: int = 0) -> list[Embedding]:
    return [near(centre, far, seed) for seed in range(first, first + how_many)]


def named(embeddings: Sequence[Embedding], prefix: str = "s") -> list[EnrolledSample]:
    return [EnrolledSample(SampleId(f"{prefix}{number}"), each) for number, each in enumerate(embeddings)]


def worths(person_likeness: PersonLikeness) -> list[SampleWorth]:
    return [each.worth for each in person_likeness.samples]


def test_the_usual_distance_is_the_median_of_each_to_the_mean_of_the_others() -> None:
    samples = around(person(1), 5)
    expected = [distance(each, mean_embedding([other for other in samples if other is not each])) for each in samples]
    minji = likeness_of({MINJI: named(samples)}, SCALE).people[MINJI]
    assert minji.usual_distance == pytest.approx(sorted(expected)[2], abs=1e-6)
    assert [each.to_own for each in minji.samples] == pytest.approx(expected, abs=1e-6)
    assert (minji.nearest_other, minji.is_close) == (None, False)
    assert worths(minji) == [SampleWorth.USEFUL] * 5


def test_an_only_sample_has_no_usual_distance_and_nobody_has_no_figures() -> None:
    figures = likeness_of({MINJI: named([person(1)]), JIHO: []}, SCALE)
    assert figures.people[MINJI].usual_distance is None
    assert figures.people[MINJI].samples[0].to_own is None
    assert set(figures.people) == {MINJI}
    assert figures.pairs == ()


def test_a_pair_is_as_near_as_its_nearest_samples() -> None:
    one, other = around(person(1), 3), around(person(2), 4, first=50)
    figures = likeness_of({MINJI: named(one), JIHO: named(other)}, SCALE)
    nearest = min(distance(a, b) for a, b in itertools.product(one, other))
    (pair,) = figures.pairs
    assert {pair.one, pair.other} == {MINJI, JIHO}
    assert pair.distance == pytest.approx(nearest, abs=1e-6)
    assert not pair.is_close
    for who, whom in ((MINJI, JIHO), (JIHO, MINJI)):
        closest = figures.people[who].nearest_other
        assert closest is not None
        assert closest.person_id == whom
        assert closest.distance == pytest.approx(nearest, abs=1e-6)
        assert not figures.people[who].is_close


@pytest.mark.parametrize(("far", "is_close"), [(1.12, True), (1.14, False)])
def test_close_is_less_than_the_engines_margin_beyond_the_threshold(far: float, is_close: bool) -> None:
    """1.07 and 5.6 % of it: 1.13."""
    one = person(1)
    figures = likeness_of({MINJI: named([one]), JIHO: named([near(one, far)])}, SCALE)
    assert figures.pairs[0].is_close is is_close
    assert figures.people[JIHO].is_close is is_close
    assert (figures.people[JIHO].samples[0].worth is SampleWorth.LOOK_ALIKE) is is_close


def test_nearly_the_same_picture_again_is_redundant_and_the_older_one_is_not() -> None:
    first = person(1)
    again, other = near(first, 0.12, seed=3), near(first, 0.5, seed=4)
    figures = likeness_of({MINJI: named([first, again, other])}, SCALE)
    assert worths(figures.people[MINJI]) == [SampleWorth.USEFUL, SampleWorth.REDUNDANT, SampleWorth.USEFUL]
    assert not figures.suggestions, "it does no harm"


def test_a_sample_unlike_all_others_is_doubtful_and_leaving_it_out_is_suggested_with_its_effect() -> None:
    samples = [*around(person(1), FEWEST_LEFT), near(person(1), 1.35, seed=9)]
    figures = likeness_of({MINJI: named(samples)}, SCALE)
    before = figures.people[MINJI]
    assert worths(before)[-1] is SampleWorth.DOUBTFUL
    effect = figures.suggestions[MINJI]
    assert effect.samples == (SampleId("s5"),)
    assert len(effect.after.samples) == FEWEST_LEFT
    assert before.usual_distance is not None
    assert effect.after.usual_distance is not None
    assert effect.after.usual_distance < before.usual_distance


def test_leaving_out_the_one_like_somebody_else_brings_distance() -> None:
    theirs = person(2)
    samples = [*around(person(1), FEWEST_LEFT), near(theirs, 1.0, seed=5)]
    figures = likeness_of({MINJI: named(samples), JIHO: named([theirs])}, SCALE)
    effect = figures.suggestions[MINJI]
    before, after = figures.people[MINJI].nearest_other, effect.after.nearest_other
    assert before is not None
    assert after is not None
    assert after.distance > before.distance == pytest.approx(1.0, abs=1e-5)
    assert not effect.after.is_close
    assert JIHO not in figures.suggestions, "an only sample is never given up"


def test_twins_are_told_but_not_taken_apart() -> None:
    one = person(1)
    figures = likeness_of({MINJI: named(around(one, 6)), JIHO: named(around(near(one, 0.3), 6, first=60))}, SCALE)
    assert set(worths(figures.people[MINJI])) == {SampleWorth.LOOK_ALIKE}
    assert figures.people[MINJI].is_close
    assert not figures.suggestions


def test_vectors_that_cancel_out_have_no_distance_to_their_mean() -> None:
    one = person(1)
    opposite = Embedding(-np.asarray(one.vector), one.space)
    figures = likeness_of({MINJI: named([one, opposite, near(one, 0.5)])}, SCALE)
    assert figures.people[MINJI].samples[2].to_own is None
