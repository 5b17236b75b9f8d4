"""Cameras that this PC opens itself: a webcam, an MJPEG address. Only the admin at this PC adds them."""

from __future__ import annotations

import secrets

from offload_server.errors import ConflictError, RefusedError
from offload_server.household.cameras import MAX_CAMERAS, find_camera, give_name, make_row
from offload_server.household.house import House
from offload_server.household.names import clean_name
from offload_server.household.records import CameraKind, CameraRecord
from offload_server.reasons import ServerReason
from offload_server.store.store import Records
from offload_server.trust.principals import Principal, Scope
from pipeline.types import CameraId, Reason

READ = Scope.CAMERAS_READ
WRITE = Scope.CAMERAS_WRITE


async def own_cameras(principal: Principal, house: House) -> tuple[CameraRecord, ...]:
    """Those that are opened again at every start."""
    principal.require(READ)
    cameras = await house.store.read(lambda records: records.cameras.all())
    return tuple(camera for camera in cameras if camera.source is not None)


async def add_webcam(principal: Principal, house: House, name: str, source: str) -> CameraRecord:
    """A row for a webcam of this PC; RefusedError, ConflictError for one that is there already."""
    principal.require(WRITE)
    cleaned = clean_name(name)

    def work(records: Records) -> CameraRecord:
        _refuse_second(records, source)
        if records.cameras.count() >= MAX_CAMERAS:
            raise RefusedError(Reason.of(ServerReason.TOO_MANY_CAMERAS, limit=MAX_CAMERAS))
        camera = make_row(records, house, cleaned, secrets.token_bytes(32), is_confirmed=True)
        give_name(records, camera.id, cleaned)
        records.cameras.set_source(camera.id, "webcam", source)
        return find_camera(records, camera.id)

    return await house.store.write(work)


async def check_source(principal: Principal, house: House, source: str) -> None:
    """ConflictError, naming the camera, when this one is there already."""
    principal.require(READ)
    await house.store.read(lambda records: _refuse_second(records, source))


async def adopt_camera(  # noqa: PLR0917 - after the two that begin every use-case, four of its own
    principal: Principal, house: House, camera_id: CameraId, name: str, kind: CameraKind, source: str
) -> CameraRecord:
    """Make a camera that connected by itself one of this PC's own; a former row of ``source`` gives way to it.

    NotFoundError, RefusedError, ConflictError for a taken name.
    """
    principal.require(WRITE)
    cleaned = clean_name(name)

    def work(records: Records) -> CameraRecord:
        for camera in records.cameras.all():
            if camera.source == source and camera.id != camera_id:
                records.cameras.delete(camera.id)
        give_name(records, camera_id, cleaned)
        if find_camera(records, camera_id).confirmed_at is None:
            records.cameras.confirm(camera_id, house.clock())
        records.cameras.set_source(camera_id, kind, source)
        return find_camera(records, camera_id)

    camera = await house.store.write(work)
    house.standing.confirmed(camera_id)
    return camera


def _refuse_second(records: Records, source: str) -> None:
    for camera in records.cameras.all():
        if camera.source == source:
            raise ConflictError(Reason.of(ServerReason.CAMERA_ALREADY_ADDED, camera=camera.name))
