"""From a face that passed the other gates to a draft, or to the question whether it is really this person."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from offload_server.errors import RefusedError
from offload_server.household.enrolment_gates import Neighbours, refuse_doubtful
from offload_server.household.guided.drafts import Draft, make_draft
from offload_server.household.guided.reasons import GuidedReason
from offload_server.household.guided.states import Direction
from offload_server.household.house import House
from offload_server.household.pictures import to_png
from offload_server.reasons import ServerReason
from pipeline.errors import PictureRefusedError
from pipeline.types import Box, CameraId, Observation, ObservedFace, PersonId, Reason, TrackId, UInt8Array

_AROUND = 0.8
"""How far around a face the picture is cut that is looked at once more, in widths of its box."""


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """``draft`` waits for the admin's answer; ``refused`` is what the gates said of it."""

    asked: Reason
    refused: Reason
    draft: Draft
    track_id: TrackId | None


async def embedded(house: House, face: ObservedFace, observation: Observation) -> ObservedFace | None:
    """``face`` with an embedding and its crop; None when a second look does not find it.

    The stream embeds only what a visit needs; any other frame is cut around the face and looked at as a picture.
    """
    if face.embedding is not None and face.aligned is not None:
        return face
    if observation.image is None:
        return None
    around = _around(observation.image, face.box)
    try:
        picture = await asyncio.to_thread(to_png, around)
        again = await asyncio.to_thread(house.engine.analyse, picture)
    except PictureRefusedError:
        return None
    found = max(again.faces, key=lambda each: each.box.width, default=None)
    return None if found is None else replace(face, embedding=found.embedding, aligned=found.aligned)


async def draft_of(
    house: House, person_id: PersonId, face: ObservedFace, direction: Direction, camera_id: CameraId | None
) -> Draft:
    """See ``make_draft``."""
    return await asyncio.to_thread(make_draft, house, person_id, face, direction, camera_id)


def refusal_of(draft: Draft, neighbours: Neighbours) -> Reason | None:
    """Why this draft may not be kept without a question; None when it may."""
    try:
        refuse_doubtful(draft.embedding, neighbours, accept_alike=False)
    except RefusedError as error:
        return error.reason
    return None


def is_question(refusal: Reason) -> bool:
    """Whether an admin may overrule it: what is kept already teaches nothing, whoever says so."""
    return refusal.code in {ServerReason.LOOKS_LIKE_SOMEONE_ELSE, ServerReason.NOT_LIKE_EARLIER_SAMPLES}


def question_of(refusal: Reason, draft: Draft, person_name: str, track_id: TrackId | None = None) -> Question:
    """ "Is this really ...?" """
    figures = refusal.figures()
    numbers = {"distance": float(figures["distance"]), "threshold": float(figures["threshold"])}
    if refusal.code == ServerReason.LOOKS_LIKE_SOMEONE_ELSE:
        other = str(figures["person"])
        asked = Reason.of(GuidedReason.IS_THIS_REALLY, person=person_name, other=other, **numbers)
    else:
        asked = Reason.of(GuidedReason.NOT_LIKE_BEFORE, person=person_name, **numbers)
    return Question(asked, refusal, draft, track_id)


def _around(image: UInt8Array, box: Box) -> UInt8Array:
    height_px, width_px = image.shape[:2]
    margin = box.width * _AROUND
    top, bottom = max(0, int(box.top - margin)), min(height_px, int(box.bottom + margin))
    left, right = max(0, int(box.left - margin)), min(width_px, int(box.right + margin))
    return image[top:bottom, left:right]
