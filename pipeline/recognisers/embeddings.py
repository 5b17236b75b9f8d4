"""From a network's raw answers to embeddings: what every recogniser does last."""

from __future__ import annotations

import numpy as np

from pipeline.errors import InvalidEmbeddingError
from pipeline.reasons import PipelineReason
from pipeline.types import Embedding, Float32Array, Reason, TemplateSpace, read_only


def embeddings_of(vectors: Float32Array, space: TemplateSpace) -> tuple[Embedding, ...]:
    """Each row of ``vectors`` (float32 [n, d]) at unit length. Raises InvalidEmbeddingError when one is not finite."""
    return tuple(Embedding(_unit(vector), space) for vector in vectors)


def _unit(vector: Float32Array) -> Float32Array:
    length = float(np.linalg.norm(vector))
    if not (np.isfinite(length) and length > 0):
        raise InvalidEmbeddingError(Reason.of(PipelineReason.EMBEDDING_INVALID))
    return read_only(vector / np.float32(length))
