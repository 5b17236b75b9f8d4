"""Grouping embeddings of unknown people by likeness."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from pipeline.gallery import check_embedding, check_same_space
from pipeline.types import Embedding


def clusters(embeddings: Sequence[Embedding], threshold_l2: float) -> list[list[int]]:
    """Indices of ``embeddings`` in groups, the largest first: average linkage, cut at ``threshold_l2``.

    Average, because one bridge between two people joins whole groups in single linkage, and one odd picture splits a
    person in complete linkage. Raises InvalidEmbeddingError or TemplateSpaceMismatchError.
    """
    for each in embeddings:
        check_embedding(each)
    check_same_space(embeddings)
    if len(embeddings) < 2:
        return [[index] for index in range(len(embeddings))]
    table = np.stack([each.vector.astype(np.float64) for each in embeddings])
    labels = fcluster(linkage(table, method="average", metric="euclidean"), threshold_l2, criterion="distance")
    groups: dict[int, list[int]] = {}
    for index, label in enumerate(labels):
        groups.setdefault(int(label), []).append(index)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0]))
