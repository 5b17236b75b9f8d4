"""Photos instead of a camera: the same gates, each refusal with every reason, any direction sorted by its pose."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from offload_server.errors import RefusedError
from offload_server.household.enrolment_gates import only_face
from offload_server.household.guided.directions import nearest_direction
from offload_server.household.guided.drafts import Draft
from offload_server.household.guided.eyes import FLOOR
from offload_server.household.guided.gates import Asked, poor_reasons
from offload_server.household.guided.states import PhotoOutcome
from offload_server.household.guided.taking import draft_of
from offload_server.household.house import House
from pipeline.errors import InvalidEmbeddingError, PictureRefusedError
from pipeline.types import ObservedFace, PersonId, Reason

_ANY_DIRECTION = Asked(None, None, FLOOR)


@dataclass(frozen=True, slots=True, eq=False)
class LookedAt:
    """A photo's outcome before its embedding was compared with anybody; ``draft`` unless it was refused already."""

    outcome: PhotoOutcome
    draft: Draft | None = None


async def look_at_photo(house: House, person_id: PersonId, name: str, picture: bytes) -> LookedAt:
    """Judge one photo by all but its embedding; nothing is kept. EngineNotReadyError."""
    try:
        face = await _good_face(house, picture)
        draft = await draft_of(house, person_id, face, nearest_direction(face.quality.pose, None), None)
    except RefusedError as error:
        return _refused(name, *error.reasons)
    except (PictureRefusedError, InvalidEmbeddingError) as error:
        return _refused(name, error.reason)
    return LookedAt(PhotoOutcome(name, draft.shown), draft)


async def _good_face(house: House, picture: bytes) -> ObservedFace:
    """The only face; RefusedError with every reason against it."""
    observation = await asyncio.to_thread(house.engine.analyse, picture)
    face = only_face(observation.faces)
    if reasons := poor_reasons(face, _ANY_DIRECTION):
        raise RefusedError(*reasons)
    return face


def _refused(name: str, *reasons: Reason) -> LookedAt:
    return LookedAt(PhotoOutcome(name, None, reasons))
