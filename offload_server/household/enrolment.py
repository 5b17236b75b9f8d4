"""Learning a face: from a picture, or through the very camera that will judge it.

Every sample needs a valid consent and passes ``enrolment_gates``. All that one enrolment keeps is written in one
transaction; the picture itself is never stored.
"""

from __future__ import annotations

import asyncio

from offload_server.errors import ConflictError, NotFoundError, RefusedError
from offload_server.household.camera_look import Look
from offload_server.household.enrolment_gates import MAX_SAMPLES, Neighbours, only_face, refuse_doubtful, refuse_poor
from offload_server.household.enrolment_samples import keep_samples, make_sample, neighbours_of, room_for_samples
from offload_server.household.house import House
from offload_server.household.people import find_person
from offload_server.household.pictures import png_to_jpeg
from offload_server.household.records import CameraEnrolment, SampleId, SampleRecord
from offload_server.reasons import ServerReason
from offload_server.store.store import Records
from offload_server.trust.principals import Principal, Scope
from pipeline.types import CameraId, PersonId, Reason

READ = Scope.PEOPLE_READ
ENROL = Scope.ENROL

LONGEST_LOOK_S = 120.0
_REASONS_NAMED = 3


async def enrol_picture(
    principal: Principal, house: House, person_id: PersonId, picture: bytes, accept_alike: bool = False
) -> SampleRecord:
    """Keep the one face of ``picture`` (JPEG or PNG) as a sample.

    Raises NotFoundError, RefusedError (every reason in ``reasons``), PictureRefusedError, EngineNotReadyError, or
    StorageFullError; nothing is kept then.
    """
    principal.require(ENROL)
    await house.store.read(lambda records: room_for_samples(records, person_id))
    observation = await asyncio.to_thread(house.engine.analyse, picture)
    face = only_face(observation.faces)
    refuse_poor(face)
    sample = await asyncio.to_thread(make_sample, house, person_id, face, source="picture")

    def work(records: Records) -> SampleRecord:
        room_for_samples(records, person_id)
        refuse_doubtful(sample.embedding, neighbours_of(records, house, person_id), accept_alike=accept_alike)
        return keep_samples(records, person_id, [sample])[0]

    return await house.store.write(work, then=house.use_enrolled)


async def enrol_from_camera(  # noqa: PLR0917 - after the two that begin every use-case, five of its own
    principal: Principal,
    house: House,
    person_id: PersonId,
    camera_id: CameraId,
    wanted: int,
    seconds: float,
    accept_alike: bool = False,
) -> CameraEnrolment:
    """Watch a camera for up to ``seconds`` and keep up to ``wanted`` samples of the one face in its view.

    Raises NotFoundError, ConflictError (camera not connected), EngineNotReadyError, RefusedError (no consent; no
    usable frame, followed by what was wrong most often) or StorageFullError; nothing is kept then.
    """
    principal.require(ENROL)
    _refuse_senseless(wanted, seconds)
    room, neighbours = await house.store.read(lambda records: _before_look(records, house, person_id, camera_id))
    if not house.views.is_connected(camera_id):
        raise ConflictError(Reason.of(ServerReason.CAMERA_NOT_CONNECTED))
    if house.standing.waits(camera_id):
        raise ConflictError(Reason.of(ServerReason.CAMERA_NOT_CONFIRMED))
    look = Look(house, person_id, camera_id, neighbours, accept_alike)
    await look.watch(min(wanted, room), seconds)
    if not look.samples:
        reasons = (reason for reason, _ in look.refusals_by_number()[:_REASONS_NAMED])
        raise RefusedError(Reason.of(ServerReason.NO_USABLE_FRAME, seconds=seconds), *reasons)

    def work(records: Records) -> tuple[SampleRecord, ...]:
        room_for_samples(records, person_id)
        look.check_again(neighbours_of(records, house, person_id))  # others may have been enrolled during the look
        return keep_samples(records, person_id, look.samples)

    kept = await house.store.write(work, then=house.use_enrolled)
    return CameraEnrolment(kept, look.frames_seen, look.refusals_by_number())


async def list_samples(principal: Principal, house: House, person_id: PersonId) -> tuple[SampleRecord, ...]:
    """A person's samples, oldest first; NotFoundError."""
    principal.require(READ)

    def work(records: Records) -> tuple[SampleRecord, ...]:
        find_person(records, person_id)
        return records.samples.of(person_id)

    return await house.store.read(work)


async def sample_picture(principal: Principal, house: House, person_id: PersonId, sample_id: SampleId) -> bytes:
    """The aligned crop of a sample as JPEG; NotFoundError."""
    principal.require(READ)

    def work(records: Records) -> bytes:
        find_person(records, person_id)
        picture = records.samples.picture(person_id, sample_id)
        if picture is None:
            raise NotFoundError(Reason.of(ServerReason.SAMPLE_NOT_FOUND))
        return picture

    return await asyncio.to_thread(png_to_jpeg, await house.store.read(work))


async def erase_sample(principal: Principal, house: House, person_id: PersonId, sample_id: SampleId) -> None:
    """Delete one sample and forget it in the gallery; NotFoundError."""
    principal.require(ENROL)

    def work(records: Records) -> None:
        find_person(records, person_id)
        if not records.samples.delete(person_id, sample_id):
            raise NotFoundError(Reason.of(ServerReason.SAMPLE_NOT_FOUND))

    await house.store.erase(work, then=house.use_enrolled)


def _refuse_senseless(wanted: int, seconds: float) -> None:
    if not 1 <= wanted <= MAX_SAMPLES:
        raise RefusedError(Reason.of(ServerReason.FIELD_INVALID, field="wanted", problem=f"1-{MAX_SAMPLES}"))
    if not 0 < seconds <= LONGEST_LOOK_S:  # NaN is refused too
        raise RefusedError(Reason.of(ServerReason.FIELD_INVALID, field="seconds", problem=f"0-{LONGEST_LOOK_S:g}"))


def _before_look(records: Records, house: House, person_id: PersonId, camera_id: CameraId) -> tuple[int, Neighbours]:
    room = room_for_samples(records, person_id)
    if records.cameras.find(camera_id) is None:
        raise NotFoundError(Reason.of(ServerReason.CAMERA_NOT_FOUND))
    return room, neighbours_of(records, house, person_id)
