"""Groups of embeddings, without any model."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.errors import InvalidEmbeddingError, TemplateSpaceMismatchError
from pipeline.lab.clusters import clusters
from pipeline.types import Embedding, TemplateSpace, read_only

SPACE = TemplateSpace("a", "b", "c", 1)


def at(angle_deg: float, space: TemplateSpace = SPACE) -> Embedding:
    angle = np.deg2rad(angle_deg)
    return Embedding(read_only(np.array([np.cos(angle), np.sin(angle)], np.float32)), space)


def test_near_ones_are_together_and_the_largest_group_comes_first() -> None:
    assert clusters([at(90), at(0), at(1), at(92), at(2)], 0.2) == [[1, 2, 4], [0, 3]]


def test_few_are_no_special_case() -> None:
    assert clusters([], 1.0) == []
    assert clusters([at(0)], 1.0) == [[0]]


def test_what_cannot_be_compared_is_an_error() -> None:
    with pytest.raises(TemplateSpaceMismatchError):
        clusters([at(0), at(1, TemplateSpace("other", "b", "c", 1))], 1.0)
    with pytest.raises(InvalidEmbeddingError):
        clusters([at(0), Embedding(np.array([np.nan, 0], np.float32), SPACE)], 1.0)
