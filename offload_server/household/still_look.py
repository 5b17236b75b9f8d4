"""What is remembered of looking at single pictures of a camera, so that looks do not add up."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.types import PersonId


@dataclass(frozen=True, slots=True)
class StillLook:
    """The newest look at a camera: whom the frame showed, and how many frames of these visits were looked at."""

    visits: frozenset[str]
    seq: int
    looks: int
    people: frozenset[PersonId]
