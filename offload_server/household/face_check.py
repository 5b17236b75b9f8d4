"""Is this person at this camera? The question of 2019, answered from one still picture.

One picture is one piece of evidence: the same frame asked again gets the same answer without a second look, and each
further frame of the same visit pays for itself in a stricter threshold (``pipeline.visit_judgement``), so that asking
in a loop does not add up to a stranger's entry.
"""

from __future__ import annotations

import asyncio
import dataclasses
import time

from offload_server.errors import ConflictError, NotFoundError, RefusedError
from offload_server.household.house import House
from offload_server.household.names import name_key
from offload_server.household.pictures import to_png
from offload_server.household.recognition import RULES, judge
from offload_server.household.still_look import StillLooks
from offload_server.reasons import ServerReason
from offload_server.store.store import Records
from offload_server.trust.principals import Principal, Scope
from pipeline.types import CameraId, Observation, ObservedFace, PersonId, Reason, Threshold, UInt8Array
from pipeline.visit_judgement import attempt_share

CHECK = Scope.RECOGNISE
FRESH_NS = 2_000_000_000
"""An older picture is not live (design.md 7), and says nothing about who stands at the door now."""


async def is_at_camera(principal: Principal, house: House, username: str, camera: str) -> bool:
    """Whether the newest picture of ``camera`` (its name or id) shows ``username``; no address is ever fetched.

    Raises NotFoundError (nobody of that name), RefusedError (no such camera, one that the admin never confirmed, frame
    unreadable), ConflictError (no fresh picture), EngineNotReadyError.
    """
    principal.require(CHECK)
    person_id, camera_id = await house.store.read(lambda records: _who_and_where(records, username, camera))
    looks = house.still_looks.setdefault(camera_id, StillLooks())
    async with looks.turn:  # two who ask at once are two looks
        observation = _fresh(house, camera_id)
        if looks.seq != observation.seq:
            looks.people = await _look(house, observation, looks)
            looks.seq = observation.seq
        return person_id in looks.people


def _who_and_where(records: Records, username: str, camera: str) -> tuple[PersonId, CameraId]:
    person_id = records.people.id_of_name_key(name_key(username.strip()))
    if person_id is None:
        raise NotFoundError(Reason.of(ServerReason.PERSON_NAME_UNKNOWN))
    camera_id = records.cameras.id_of_name_key(name_key(camera.strip()))
    found = records.cameras.find(CameraId(camera) if camera_id is None else camera_id)
    if found is None:
        raise RefusedError(Reason.of(ServerReason.STREAM_URL_UNKNOWN))
    if found.confirmed_at is None:
        raise RefusedError(Reason.of(ServerReason.CAMERA_NOT_CONFIRMED))
    return person_id, found.id


def _fresh(house: House, camera_id: CameraId) -> Observation:
    if not house.views.is_connected(camera_id):
        raise ConflictError(Reason.of(ServerReason.CAMERA_NOT_CONNECTED))
    observation = house.views.latest(camera_id)
    if observation is None or time.monotonic_ns() - observation.received_at_ns > FRESH_NS:
        raise ConflictError(Reason.of(ServerReason.NO_FRESH_PICTURE))
    return observation


async def _look(house: House, observation: Observation, before: StillLooks) -> frozenset[PersonId]:
    if observation.image is None:
        raise RefusedError(observation.problem or Reason.of(ServerReason.NO_FRESH_PICTURE))
    visits = {face.visit_id for face in observation.faces if face.visit_id is not None}
    looks = before.count(visits, observation.received_at_ns)
    faces = await asyncio.to_thread(_faces, house, observation.image)
    rate = house.settings.current.false_match_rate * attempt_share(looks)
    return _recognised(faces, house.engine.threshold(rate), house.engine.threshold(RULES.doubt_rate).distance)


def _faces(house: House, image: UInt8Array) -> tuple[ObservedFace, ...]:
    """The stream embeds only what a visit needs; this frame is looked at once more, as a picture."""
    return house.engine.analyse(to_png(image)).faces


def _recognised(faces: tuple[ObservedFace, ...], threshold: Threshold, doubt_distance: float) -> frozenset[PersonId]:
    people = set()
    for face in faces:
        if face.comparison is None:
            continue
        comparison = dataclasses.replace(face.comparison, threshold=threshold)
        person_id = judge(dataclasses.replace(face, comparison=comparison), doubt_distance).person_id
        if person_id is not None:
            people.add(person_id)
    return frozenset(people)
