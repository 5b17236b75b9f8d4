"""The samples of one enrolment before they are saved: in memory only, gone with it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from offload_server.household.enrolment_samples import make_sample
from offload_server.household.guided.directions import neutral_pose
from offload_server.household.guided.states import Direction, DraftId, DraftSample
from offload_server.household.house import House
from offload_server.store.samples import NewSample
from pipeline.errors import InvalidEmbeddingError
from pipeline.quality import BRIGHTNESS_LIMIT, BRIGHTNESS_NEEDED, FACE_AIMED_PX, FACE_FLOOR_PX, SHARPNESS_NEEDED
from pipeline.reasons import PipelineReason
from pipeline.types import CameraId, Embedding, HeadPose, ObservedFace, PersonId, Quality, Reason

_SHARP = 300.0
"""A sharpness from which on more is not seen: LFW's median."""


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """What is shown of a sample, and what would be written of it."""

    shown: DraftSample
    sample: NewSample

    @property
    def embedding(self) -> Embedding:
        return self.sample.embedding


class DraftBook:
    """What was kept so far, oldest first. Loop thread only."""

    def __init__(self) -> None:
        self._drafts: list[Draft] = []

    def add(self, draft: Draft) -> None:
        """Keep it."""
        self._drafts.append(draft)

    def remove(self, draft_id: DraftId) -> bool:
        """Drop one; False when it is gone already."""
        before = len(self._drafts)
        self._drafts = [each for each in self._drafts if each.shown.id != draft_id]
        return len(self._drafts) < before

    def undo_last(self) -> bool:
        """Drop the newest; False when there is none."""
        return bool(self._drafts) and self._drafts.pop() is not None

    def clear(self) -> None:
        """Forget all of them."""
        self._drafts.clear()

    @property
    def shown(self) -> tuple[DraftSample, ...]:
        return tuple(each.shown for each in self._drafts)

    @property
    def samples(self) -> tuple[NewSample, ...]:
        return tuple(each.sample for each in self._drafts)

    @property
    def embeddings(self) -> tuple[Embedding, ...]:
        return tuple(each.embedding for each in self._drafts)

    @property
    def neutral(self) -> HeadPose | None:
        """How this person looks straight ahead, as far as that is known."""
        return neutral_pose([each.pose for each in self.shown if each.direction is Direction.FRONT])

    def count(self, direction: Direction) -> int:
        """How many samples of a direction there are."""
        return sum(each.shown.direction is direction for each in self._drafts)


def make_draft(
    house: House, person_id: PersonId, face: ObservedFace, direction: Direction, camera_id: CameraId | None
) -> Draft:
    """A draft of ``face``, from a photo when there is no camera. Blocks (encodes the crop); InvalidEmbeddingError."""
    source = "picture" if camera_id is None else "camera"
    sample = make_sample(house, person_id, face, source=source, camera_id=camera_id)
    if face.aligned is None:
        raise InvalidEmbeddingError(Reason.of(PipelineReason.EMBEDDING_INVALID))
    quality = face.quality
    shown = DraftSample(
        DraftId(sample.record.id), direction, face.aligned.image, quality_of(quality), quality.face_px, quality.pose
    )
    return Draft(shown, sample)


def quality_of(quality: Quality) -> float:
    """0..1: the geometric mean of how far size, sharpness and light are above their gates."""
    size = (quality.face_px - FACE_FLOOR_PX) / (2 * FACE_AIMED_PX - FACE_FLOOR_PX)
    sharpness = math.log(max(quality.sharpness, 1.0) / SHARPNESS_NEEDED) / math.log(_SHARP / SHARPNESS_NEEDED)
    middle = (BRIGHTNESS_NEEDED + BRIGHTNESS_LIMIT) / 2
    light = 1.5 - 1.5 * abs(quality.brightness - middle) / (BRIGHTNESS_LIMIT - middle)
    parts = [min(1.0, max(0.0, each)) for each in (size, sharpness, light)]
    return math.prod(0.2 + 0.8 * part for part in parts) ** (1 / 3)
