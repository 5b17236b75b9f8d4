"""The gallery: exact, sorted, one candidate a person, never a number across spaces."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import InvalidEmbeddingError, TemplateSpaceMismatchError
from pipeline.gallery import Gallery, distance, mean_embedding
from pipeline.types import Embedding, PersonId, Template, TemplateSpace
from tests.fakes.outputs import FAKE_SPACE, fake_embedding, fake_template

OTHER_SPACE = TemplateSpace("other", "1" * 64, "fake-112", 1)

seeds = st.integers(0, 10_000)
enrolments = st.lists(st.tuples(st.sampled_from("abcdef"), seeds), min_size=1, max_size=20)


def vector(*numbers: float) -> Embedding:
    return Embedding(np.asarray(numbers, np.float32), FAKE_SPACE)


def gallery_of(people: list[tuple[str, int]]) -> Gallery:
    return Gallery.of([fake_template(person, seed) for person, seed in people])


def test_an_empty_gallery_has_no_candidates() -> None:
    assert Gallery.of([]).search(fake_embedding(), 5) == ()


def test_the_distance_is_plain_l2() -> None:
    assert distance(vector(1, 0), vector(0, 1)) == pytest.approx(math.sqrt(2))
    assert distance(vector(1, 0), vector(-1, 0)) == pytest.approx(2)


@settings(max_examples=60)
@given(enrolments, seeds)
def test_candidates_are_each_persons_best_distance_nearest_first(people: list[tuple[str, int]], seed: int) -> None:
    probe = fake_embedding(seed)
    found = gallery_of(people).search(probe, limit=100)
    by_hand: dict[str, float] = {}
    for person, each in people:
        apart = float(np.linalg.norm(fake_embedding(each).vector.astype(np.float64) - probe.vector))
        by_hand[person] = min(apart, by_hand.get(person, 9.0))
    assert {candidate.person_id: candidate.distance for candidate in found} == pytest.approx(by_hand, abs=1e-6)
    assert [each.distance for each in found] == sorted(each.distance for each in found)


@settings(max_examples=30)
@given(enrolments, st.integers(1, 8))
def test_the_limit_keeps_the_nearest(people: list[tuple[str, int]], limit: int) -> None:
    gallery, probe = gallery_of(people), fake_embedding(77_777)
    assert gallery.search(probe, limit) == gallery.search(probe, 100)[:limit]


@settings(max_examples=30)
@given(enrolments)
def test_an_enrolled_vector_is_found_at_zero(people: list[tuple[str, int]]) -> None:
    person, seed = people[0]
    nearest = gallery_of(people).search(fake_embedding(seed), 1)[0]
    assert nearest.distance < 1e-6
    assert nearest.person_id in {each for each, other_seed in people if other_seed == seed}
    assert person in {each for each, _ in people}


@given(seeds, seeds)
@settings(max_examples=30)
def test_distance_is_symmetric_and_within_0_and_2(one: int, other: int) -> None:
    there, back = (
        distance(fake_embedding(one), fake_embedding(other)),
        distance(fake_embedding(other), fake_embedding(one)),
    )
    assert there == pytest.approx(back)
    assert 0.0 <= there <= 2.0


def test_a_gallery_holds_people_of_two_spaces_and_searches_only_the_probes_own() -> None:
    gallery = Gallery.of([fake_template("here", 1), fake_template("there", 1, OTHER_SPACE)])
    assert [each.person_id for each in gallery.search(fake_embedding(1), 5)] == ["here"]
    assert gallery.spaces == {FAKE_SPACE, OTHER_SPACE}
    assert gallery.people == {"here", "there"}


def test_comparing_across_spaces_is_an_error() -> None:
    with pytest.raises(TemplateSpaceMismatchError):
        gallery_of([("a", 1)]).search(fake_embedding(1, OTHER_SPACE), 5)
    with pytest.raises(TemplateSpaceMismatchError):
        distance(fake_embedding(1), fake_embedding(1, OTHER_SPACE))


@pytest.mark.parametrize(
    "bad",
    [
        vector(math.nan, 0),
        vector(math.inf, 0),
        vector(2, 0),
        vector(0, 0),
        vector(),
        Embedding(np.ones((1, 1), np.float32), FAKE_SPACE),
    ],
    ids=["nan", "infinite", "too long", "zero", "empty", "two-dimensional"],
)
def test_a_vector_that_is_no_unit_vector_is_refused_everywhere(bad: Embedding) -> None:
    with pytest.raises(InvalidEmbeddingError):
        Gallery.of([Template(PersonId("a"), bad, 1)])
    with pytest.raises(InvalidEmbeddingError):
        Gallery.of([]).search(bad, 5)
    with pytest.raises(InvalidEmbeddingError):
        mean_embedding([bad])
    with pytest.raises(InvalidEmbeddingError):
        distance(vector(1, 0), bad)


def test_a_vector_of_another_length_is_refused() -> None:
    with pytest.raises(InvalidEmbeddingError):
        gallery_of([("a", 1)]).search(vector(1, 0), 5)
    with pytest.raises(InvalidEmbeddingError):
        Gallery.of([fake_template("a"), Template(PersonId("b"), vector(1, 0), 1)])
    with pytest.raises(InvalidEmbeddingError):
        distance(vector(1, 0), vector(1, 0, 0))


def test_a_limit_below_one_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="limit"):
        gallery_of([("a", 1)]).search(fake_embedding(1), 0)
