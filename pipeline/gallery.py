"""The enrolled people: templates as one matrix per template space, and the exact search in it.

Distances are plain L2 between unit vectors (0..2). They are computed in float64 from the float32 vectors, so that equal
vectors are at 0 and not at the 3e-4 that float32 leaves of ``sqrt(2 - 2 cos)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from pipeline.errors import InvalidEmbeddingError, TemplateSpaceMismatchError
from pipeline.reasons import PipelineReason
from pipeline.types import Candidate, Embedding, PersonId, Reason, Template, TemplateSpace, read_only

# Unit length to within this: float32 normalisation of 128 numbers errs by 1e-7, an fp16 or int8 run by some 1e-4.
UNIT_LENGTH_TOLERANCE = 1e-3

_Float64Array = npt.NDArray[np.float64]


def check_embedding(embedding: Embedding) -> None:
    """``InvalidEmbeddingError`` unless the vector is finite, one-dimensional, not empty and of unit length."""
    vector = embedding.vector
    if vector.ndim != 1 or not vector.size or not np.isfinite(vector).all():
        raise InvalidEmbeddingError(Reason.of(PipelineReason.EMBEDDING_INVALID))
    if abs(float(np.linalg.norm(vector.astype(np.float64))) - 1.0) > UNIT_LENGTH_TOLERANCE:
        raise InvalidEmbeddingError(Reason.of(PipelineReason.EMBEDDING_INVALID))


def check_same_space(embeddings: Sequence[Embedding]) -> None:
    """``TemplateSpaceMismatchError`` unless all are of one space, ``InvalidEmbeddingError`` unless of one length."""
    if len({each.space for each in embeddings}) > 1:
        raise TemplateSpaceMismatchError(Reason.of(PipelineReason.SPACES_DIFFER))
    if len({each.vector.shape for each in embeddings}) > 1:
        raise InvalidEmbeddingError(Reason.of(PipelineReason.EMBEDDING_INVALID))


def distance(one: Embedding, other: Embedding) -> float:
    """Plain L2, 0..2; raises ``TemplateSpaceMismatchError`` or ``InvalidEmbeddingError``, never a wrong number."""
    check_embedding(one)
    check_embedding(other)
    check_same_space((one, other))
    return float(np.linalg.norm(one.vector.astype(np.float64) - other.vector))


def mean_embedding(embeddings: Sequence[Embedding]) -> Embedding:
    """The mean of unit vectors, brought back to unit length; at least one, all of one space and length."""
    for each in embeddings:
        check_embedding(each)
    check_same_space(embeddings)
    if not embeddings:
        raise InvalidEmbeddingError(Reason.of(PipelineReason.EMBEDDING_INVALID))
    mean = np.mean([each.vector.astype(np.float64) for each in embeddings], axis=0)
    length = float(np.linalg.norm(mean))
    if length < UNIT_LENGTH_TOLERANCE:  # vectors that cancel out have no direction in common
        raise InvalidEmbeddingError(Reason.of(PipelineReason.EMBEDDING_INVALID))
    return Embedding(read_only((mean / length).astype(np.float32)), embeddings[0].space)


@dataclass(frozen=True, slots=True, eq=False)
class _SpaceMatrix:
    """All templates of one space: ``vectors`` float64 [templates, dimensions], row i being ``owners[i]``'s."""

    vectors: _Float64Array
    squared_lengths: _Float64Array
    owners: tuple[PersonId, ...]

    @classmethod
    def of(cls, templates: Sequence[Template]) -> _SpaceMatrix:
        check_same_space([template.embedding for template in templates])
        vectors = np.stack([template.embedding.vector for template in templates]).astype(np.float64)
        squared_lengths = np.einsum("ij,ij->i", vectors, vectors)
        owners = tuple(template.person_id for template in templates)
        return cls(read_only(vectors), read_only(squared_lengths), owners)

    def distances(self, embedding: Embedding) -> _Float64Array:
        """Float64 [templates]."""
        probe = embedding.vector.astype(np.float64)
        squared = self.squared_lengths + probe @ probe - 2.0 * (self.vectors @ probe)
        result: _Float64Array = np.sqrt(np.maximum(squared, 0.0))
        return result


@dataclass(frozen=True, slots=True, eq=False)
class Gallery:
    """Immutable. A person may have several templates in a space: the nearest one counts."""

    _matrices: Mapping[TemplateSpace, _SpaceMatrix] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, templates: Iterable[Template]) -> Gallery:
        """Raises ``InvalidEmbeddingError`` for a vector that is not finite, not unit or not as long as the others."""
        by_space: dict[TemplateSpace, list[Template]] = {}
        for template in templates:
            check_embedding(template.embedding)
            by_space.setdefault(template.embedding.space, []).append(template)
        return cls(MappingProxyType({space: _SpaceMatrix.of(each) for space, each in by_space.items()}))

    @property
    def spaces(self) -> frozenset[TemplateSpace]:
        """The spaces that somebody is enrolled in."""
        return frozenset(self._matrices)

    @property
    def people(self) -> frozenset[PersonId]:
        """Everyone enrolled in any space."""
        return frozenset(owner for matrix in self._matrices.values() for owner in matrix.owners)

    def search(self, embedding: Embedding, limit: int) -> tuple[Candidate, ...]:
        """The ``limit`` nearest people, nearest first (ties by person id), each once; none in an empty gallery.

        Raises ``InvalidEmbeddingError``, or ``TemplateSpaceMismatchError`` when people are enrolled, but none of them
        in the space of ``embedding``.
        """
        if limit < 1:
            raise ValueError(f"limit must be at least 1, not {limit}")
        check_embedding(embedding)
        if not self._matrices:
            return ()
        matrix = self._matrices.get(embedding.space)
        if matrix is None:
            raise TemplateSpaceMismatchError(Reason.of(PipelineReason.SPACES_DIFFER))
        if embedding.vector.shape[0] != matrix.vectors.shape[1]:
            raise InvalidEmbeddingError(Reason.of(PipelineReason.EMBEDDING_INVALID))
        return _best_of_each(matrix.owners, matrix.distances(embedding))[:limit]


def _best_of_each(owners: Sequence[PersonId], distances: _Float64Array) -> tuple[Candidate, ...]:
    best: dict[PersonId, float] = {}
    for owner, each in zip(owners, distances.tolist(), strict=True):
        best[owner] = min(each, best.get(owner, each))
    ranked = sorted((each, owner) for owner, each in best.items())
    return tuple(Candidate(owner, each) for each, owner in ranked)
