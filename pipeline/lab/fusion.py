"""Two recognisers as one: SFace and dlib's ResNet, squared distances weighted 2 to 1.

Each squared distance is first divided by its standard deviation over impostor pairs, so that the weights mean what they
say. A weighted sum of squared L2 distances is the squared L2 distance of the weighted vectors joined; with weights that
sum to 1 the joined vectors have unit length, so a fused cohort is a cohort like any other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.lab.cohort import Cohort
from pipeline.lab.errors import LabError, LabReason
from pipeline.types import TemplateSpace

FUSED = "fused"
PARTS = ("sface", "resnet")
"""The recognisers that are fused, in this order."""
_WEIGHTS = {"sface": 2.0, "resnet": 1.0}
IMPOSTOR_SPREAD = {"sface": 0.1765, "resnet": 0.0697}
"""Standard deviation of the squared distances of impostor pairs, unit embeddings; printed by ``evaluate --all-pairs``
as ``impostor_spread`` on the development part of LFW (2.3 million pairs). Constants, so that what is measured on other
photos is not fitted to them.
"""


def fuse(cohorts: Sequence[Cohort]) -> Cohort:
    """SFace's and ResNet's cohorts of the same photos as one; a face must have been found by both.

    LabError unless it is these two, of the same photos in the same condition.
    """
    by_name = {each.recogniser: each for each in cohorts}
    if sorted(by_name) != sorted(PARTS) or len(cohorts) != len(PARTS):
        raise LabError(LabReason.LAB_COHORTS_OF_OTHER_SPACES)
    parts = [by_name[name] for name in PARTS]
    if set(parts[0].photos) != set(parts[1].photos) or parts[0].condition != parts[1].condition:
        raise LabError(LabReason.LAB_COHORTS_OF_OTHER_PHOTOS)
    parts[1] = parts[1].of(parts[0].photos)
    has_face = parts[0].has_face & parts[1].has_face
    scaled = [part.vectors * np.float32(scale) for part, scale in zip(parts, scales(), strict=True)]
    vectors = np.concatenate(scaled, axis=1)
    vectors[~has_face] = 0
    return replace(
        parts[0],
        space=_space([part.space for part in parts]),
        recogniser=FUSED,
        runtime=" + ".join(dict.fromkeys(part.runtime for part in parts)),
        has_face=has_face,
        vectors=vectors,
    )


def scales() -> tuple[float, ...]:
    """By how much the vectors of each of ``PARTS`` are multiplied before they are joined; their squares sum to 1."""
    weights = np.array([_WEIGHTS[name] / IMPOSTOR_SPREAD[name] for name in PARTS])
    return tuple(float(scale) for scale in np.sqrt(weights / weights.sum()))


def _space(spaces: Sequence[TemplateSpace]) -> TemplateSpace:
    constants = f"{_WEIGHTS} {IMPOSTOR_SPREAD}"
    digest = hashlib.sha256("\n".join([*(space.id for space in spaces), constants]).encode()).hexdigest()
    return TemplateSpace(
        "+".join(space.network for space in spaces), digest, "+".join(space.alignment for space in spaces), 1
    )
