"""Cameras as rows that the server made; a camera's own words identify nothing."""

from __future__ import annotations

import hashlib
import secrets
import uuid

from offload_server.errors import ConflictError, NotFoundError, RefusedError
from offload_server.household.house import House
from offload_server.household.names import clean_name, free_name, name_key
from offload_server.household.records import AdmittedCamera, CameraRecord
from offload_server.reasons import ServerReason
from offload_server.store.store import Records
from offload_server.trust.principals import Principal, Scope
from pipeline.types import CameraId, Reason

READ = Scope.CAMERAS_READ
WRITE = Scope.CAMERAS_WRITE
STREAM = Scope.STREAM_SEND

MAX_CAMERAS = 64
"""No house has more doors; a stranger who says hello in a loop must not fill the disk with rows, nor keep the rows of
the house's own next camera: the oldest row of a camera that came once and never stayed makes room."""
_RESUME_KEY_BYTES = 32


async def list_cameras(principal: Principal, house: House) -> tuple[CameraRecord, ...]:
    """Every camera that was ever let in and not forgotten, by name."""
    principal.require(READ)
    return await house.store.read(lambda records: records.cameras.all())


async def admit_camera(
    principal: Principal, house: House, suggested_name: str, resume_key: str | None
) -> AdmittedCamera:
    """Find the row of ``resume_key`` again, or make a new one; RefusedError when there are too many cameras."""
    principal.require(STREAM)
    connected = house.views.connected_cameras()

    def work(records: Records) -> AdmittedCamera:
        known = None if resume_key is None else records.cameras.find_by_resume_key(_hashed(resume_key))
        if known is None or resume_key is None:
            return _make(records, house, suggested_name, connected)
        records.cameras.seen(known.id, house.clock())
        return AdmittedCamera(_find(records, known.id), resume_key, is_new=False)

    return await house.store.write(work)


async def camera_seen(principal: Principal, house: House, camera_id: CameraId) -> None:
    """Note that a camera is there now; a forgotten one is no error."""
    principal.require(STREAM)
    await house.store.write(lambda records: records.cameras.seen(camera_id, house.clock()))


async def rename_camera(principal: Principal, house: House, camera_id: CameraId, name: str) -> CameraRecord:
    """Change a camera's name; NotFoundError, RefusedError, ConflictError for a taken name."""
    principal.require(WRITE)
    cleaned = clean_name(name)

    def work(records: Records) -> CameraRecord:
        _find(records, camera_id)
        if records.cameras.id_of_name_key(name_key(cleaned)) not in {None, camera_id}:
            raise ConflictError(Reason.of(ServerReason.NAME_TAKEN, name=cleaned))
        records.cameras.rename(camera_id, cleaned, name_key(cleaned))
        return _find(records, camera_id)

    return await house.store.write(work)


async def forget_camera(principal: Principal, house: House, camera_id: CameraId) -> None:
    """Delete a camera's row, so that its resume key opens nothing; its events stay. NotFoundError."""
    principal.require(WRITE)

    def work(records: Records) -> None:
        if not records.cameras.delete(camera_id):
            raise NotFoundError(Reason.of(ServerReason.CAMERA_NOT_FOUND))

    await house.store.erase(work)


def _make(records: Records, house: House, suggested_name: str, connected: frozenset[CameraId]) -> AdmittedCamera:
    if records.cameras.count() >= MAX_CAMERAS:
        _make_room(records, connected)
    name = free_name(suggested_name, lambda key: records.cameras.id_of_name_key(key) is not None)
    now = house.clock()
    camera = CameraRecord(CameraId(uuid.uuid4().hex), name, now, now)
    resume_key = secrets.token_urlsafe(_RESUME_KEY_BYTES)
    records.cameras.insert(camera, name_key(name), _hashed(resume_key))
    return AdmittedCamera(camera, resume_key, is_new=True)


def _make_room(records: Records, connected: frozenset[CameraId]) -> None:
    gone = next((each for each in records.cameras.passers_by() if each not in connected), None)
    if gone is None:
        raise RefusedError(Reason.of(ServerReason.TOO_MANY_CAMERAS, limit=MAX_CAMERAS))
    records.cameras.delete(gone)


def _find(records: Records, camera_id: CameraId) -> CameraRecord:
    camera = records.cameras.find(camera_id)
    if camera is None:
        raise NotFoundError(Reason.of(ServerReason.CAMERA_NOT_FOUND))
    return camera


def _hashed(resume_key: str) -> bytes:
    """A plain hash is enough: the key is 256 random bits, so there is nothing to guess."""
    return hashlib.sha256(resume_key.encode(errors="surrogatepass")).digest()
