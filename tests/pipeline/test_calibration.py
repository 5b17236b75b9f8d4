"""The scale that turns a false match rate into a distance, and the mean template."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calibration import (
    DEFAULT_FALSE_MATCH_RATE,
    SFACE_MEANS_SCALE,
    SFACE_SCALE,
    FmrScale,
    Quantile,
    mean_template,
)
from pipeline.errors import InvalidEmbeddingError, TemplateSpaceMismatchError
from pipeline.types import Embedding, PersonId, TemplateSpace
from tests.fakes.outputs import FAKE_SPACE, fake_embedding

PERSON = PersonId("p1")
rates = st.floats(1e-9, 0.5)


@pytest.mark.parametrize(("rate", "distance"), [(1e-3, 1.128), (1e-4, 1.072), (1e-5, 1.006), (1e-6, 0.896)])
def test_the_measured_quantiles_of_sface_come_back_as_they_are(rate: float, distance: float) -> None:
    threshold = SFACE_SCALE.threshold(rate)
    assert threshold.distance == pytest.approx(distance)
    assert threshold.unit == "l2"
    assert threshold.false_match_rate == rate
    assert "13,233 LFW photos" in threshold.source


def test_between_quantiles_it_is_linear_in_the_logarithm_of_the_rate() -> None:
    assert SFACE_SCALE.threshold(10**-3.5).distance == pytest.approx((1.128 + 1.072) / 2)


def test_beyond_the_ends_the_end_pieces_go_on() -> None:
    assert SFACE_SCALE.threshold(1e-2).distance == pytest.approx(1.128 + 0.056)
    assert SFACE_SCALE.threshold(1e-7).distance == pytest.approx(0.896 - 0.110)
    assert SFACE_SCALE.threshold(1e-30).distance == 0.0
    assert SFACE_SCALE.false_match_rate(2.0) == 1.0


@given(rates, rates)
def test_a_stricter_rate_never_gives_a_larger_distance(one: float, other: float) -> None:
    strict, lax = sorted((one, other))
    assert SFACE_SCALE.threshold(strict).distance <= SFACE_SCALE.threshold(lax).distance


@given(rates)
def test_the_inverse_leads_back(rate: float) -> None:
    assert SFACE_SCALE.false_match_rate(SFACE_SCALE.threshold(rate).distance) == pytest.approx(rate, rel=1e-6)


@pytest.mark.parametrize("rate", [0.0, 1.0, -0.1, 1.5, math.nan])
def test_what_is_no_rate_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="false match rate"):
        SFACE_SCALE.threshold(rate)


@pytest.mark.parametrize(
    "quantiles",
    [
        (Quantile(1e-3, 1.0),),
        (Quantile(1e-3, 1.0), Quantile(1e-4, 1.1)),
        (Quantile(1e-4, 1.1), Quantile(1e-3, 1.0)),
        (Quantile(0.0, 0.9), Quantile(1e-3, 1.0)),
    ],
)
def test_quantiles_that_do_not_rise_make_no_scale(quantiles: tuple[Quantile, ...]) -> None:
    with pytest.raises(ValueError, match=r"quantile|rates"):
        FmrScale(quantiles, "l2", "test")


def test_the_default_rate_is_one_in_ten_thousand() -> None:
    assert DEFAULT_FALSE_MATCH_RATE == 1e-4


def test_a_template_is_the_unit_mean_of_its_samples() -> None:
    samples = [fake_embedding(seed) for seed in range(3)]
    template = mean_template(PERSON, samples)
    by_hand = np.mean([sample.vector for sample in samples], axis=0)
    np.testing.assert_allclose(template.embedding.vector, by_hand / np.linalg.norm(by_hand), atol=1e-6)
    assert (template.person_id, template.sample_count, template.embedding.space) == (PERSON, 3, FAKE_SPACE)
    assert not template.embedding.vector.flags.writeable


def test_samples_of_two_spaces_make_no_template() -> None:
    other = fake_embedding(1, TemplateSpace("other", "1" * 64, "x", 1))
    with pytest.raises(TemplateSpaceMismatchError):
        mean_template(PERSON, [fake_embedding(), other])


def test_no_sample_or_samples_that_cancel_out_make_no_template() -> None:
    one = fake_embedding()
    with pytest.raises(InvalidEmbeddingError):
        mean_template(PERSON, [])
    with pytest.raises(InvalidEmbeddingError):
        mean_template(PERSON, [one, Embedding(-one.vector, FAKE_SPACE)])


def test_averaged_embeddings_must_come_nearer_for_the_same_rate() -> None:
    single, means = SFACE_SCALE.threshold(1e-4), SFACE_MEANS_SCALE.threshold(1e-4)
    assert means.distance < single.distance
    assert SFACE_SCALE.false_match_rate(means.distance) == pytest.approx(1e-4 / 4.8)
    assert "4.8" in means.source
