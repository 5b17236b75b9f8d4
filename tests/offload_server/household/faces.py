"""Faces made up for enrolment: an embedding of one's choice and a crop to keep."""

from __future__ import annotations

import math

import numpy as np

from pipeline.types import (
    AlignedFace,
    Box,
    Comparison,
    Embedding,
    Float32Array,
    HeadPose,
    ObservedFace,
    Quality,
    Reason,
    TemplateSpace,
    TrackId,
    read_only,
)
from tests.fakes.outputs import FAKE_SPACE, fake_embedding

CROP_MARKER = 201
"""The grey of every crop."""


def face(
    embedding: Embedding | None,
    *,
    width_px: float = 120,
    reasons: tuple[Reason, ...] = (),
    comparison: Comparison | None = None,
) -> ObservedFace:
    """A face with a crop of 112 px beside its embedding."""
    crop = AlignedFace(read_only(np.full((112, 112, 3), CROP_MARKER, np.uint8)), "fake-112")
    return ObservedFace(
        track_id=TrackId(1),
        visit_id=None,
        box=Box(10, 10, width_px, width_px * 1.2),
        five_points=None,
        landmarks=read_only(np.zeros((68, 2), np.float32)),
        quality=Quality(width_px, 300, 120, 40, HeadPose(3, -2, 0), reasons),
        embedding=embedding,
        aligned=crop if embedding is not None else None,
        comparison=comparison,
    )


def near(origin: Embedding, distance: float, seed: int = 1) -> Embedding:
    """An embedding at exactly this plain L2 distance from ``origin``, in a direction that depends on ``seed``."""
    base: Float32Array = origin.vector
    direction = np.random.default_rng(1_000 + seed).standard_normal(base.size)  # not a face's own
    direction -= direction @ base * base
    direction /= np.linalg.norm(direction)
    angle = 2 * math.asin(distance / 2)
    vector = math.cos(angle) * base.astype(np.float64) + math.sin(angle) * direction
    return Embedding(read_only((vector / np.linalg.norm(vector)).astype(np.float32)), origin.space)


def person(seed: int, space: TemplateSpace = FAKE_SPACE) -> Embedding:
    """A person's usual face; two people are about 1.41 apart."""
    return fake_embedding(seed, space)
