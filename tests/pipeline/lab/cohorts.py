"""Cohorts without a single photo: people as directions, their photos as small turns away from them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.lab.cohort import Cohort
from pipeline.types import TemplateSpace

SPACE = TemplateSpace("drawn", "a" * 64, "none", 1)


def cohort(
    photos_of_each: Sequence[int],
    *,
    noise: float = 0.05,
    without_face: Sequence[int] = (),
    space: TemplateSpace = SPACE,
    condition: str = "",
    recogniser: str = "drawn",
    seed: int = 1,
    size: int = 16,
) -> Cohort:
    random = np.random.default_rng(seed)
    centres = random.normal(size=(len(photos_of_each), size))
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    photos, rows = [], []
    for person, count in enumerate(photos_of_each):
        for number in range(1, count + 1):
            photos.append(f"P{person:03d}/P{person:03d}_{number:04d}.jpg")
            rows.append(centres[person] + random.normal(0, noise, size))
    vectors = np.array(rows, np.float64)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    has_face = np.ones(len(photos), np.bool_)
    has_face[list(without_face)] = False
    vectors[~has_face] = 0
    return Cohort(space, recogniser, "none", "none", condition, tuple(photos), has_face, vectors.astype(np.float32))
