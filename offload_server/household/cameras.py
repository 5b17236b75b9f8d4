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
MAX_UNCONFIRMED = 8
"""Rows of cameras that the admin never confirmed, connected or not; beyond them the one of longest ago makes room."""
_RESUME_KEY_BYTES = 32


async def list_cameras(principal: Principal, house: House) -> tuple[CameraRecord, ...]:
    """Every camera that was ever let in and not forgotten, by name."""
    principal.require(READ)
    return await house.store.read(lambda records: records.cameras.all())


async def admit_camera(
    principal: Principal, house: House, suggested_name: str, resume_key: str | None
) -> AdmittedCamera:
    """Find the row of ``resume_key`` again, or make a new one; RefusedError when there are too many cameras.

    A camera that nobody vouches for is not confirmed by this: it waits for ``confirm_camera``.
    """
    principal.require(STREAM)
    connected = house.views.connected_cameras()
    is_vouched = Scope.STREAM_VOUCHED in principal.scopes

    def work(records: Records) -> AdmittedCamera:
        known = None if resume_key is None else records.cameras.find_by_resume_key(_hashed(resume_key))
        if known is None or resume_key is None:
            return _make(records, house, suggested_name, connected, is_vouched=is_vouched)
        records.cameras.seen(known.id, house.clock())
        if is_vouched and known.confirmed_at is None:
            records.cameras.confirm(known.id, house.clock())
        return AdmittedCamera(find_camera(records, known.id), resume_key, is_new=False)

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
        give_name(records, camera_id, cleaned)
        return find_camera(records, camera_id)

    return await house.store.write(work)


async def confirm_camera(principal: Principal, house: House, camera_id: CameraId, name: str) -> CameraRecord:
    """The admin says that this camera is theirs, and what it is called; from now on it counts.

    Harmless for one that was confirmed before. NotFoundError, RefusedError, ConflictError for a taken name.
    """
    principal.require(WRITE)
    cleaned = clean_name(name)

    def work(records: Records) -> CameraRecord:
        give_name(records, camera_id, cleaned)
        if find_camera(records, camera_id).confirmed_at is None:
            records.cameras.confirm(camera_id, house.clock())
        return find_camera(records, camera_id)

    camera = await house.store.write(work)
    house.standing.confirmed(camera_id)
    return camera


async def forget_camera(principal: Principal, house: House, camera_id: CameraId) -> None:
    """Delete a camera's row, so that its resume key opens nothing, and end its connection; its events stay.

    One that still waits is thereby sent away, and its machine may not come as a new camera for ten minutes
    (``standing.REFUSED_FOR_S``). NotFoundError.
    """
    principal.require(WRITE)

    def work(records: Records) -> None:
        if not records.cameras.delete(camera_id):
            raise NotFoundError(Reason.of(ServerReason.CAMERA_NOT_FOUND))

    await house.store.erase(work)
    house.standing.refused(camera_id)
    house.standing.forgotten(camera_id)


def give_name(records: Records, camera_id: CameraId, name: str) -> None:
    """Give a camera its name; one that only waits has no right to it and gets another."""
    find_camera(records, camera_id)
    owner = records.cameras.id_of_name_key(name_key(name))
    if owner is not None and owner != camera_id:
        if find_camera(records, owner).confirmed_at is not None:
            raise ConflictError(Reason.of(ServerReason.NAME_TAKEN, name=name))
        other = free_name(name, lambda key: records.cameras.id_of_name_key(key) is not None)
        records.cameras.rename(owner, other, name_key(other))
    records.cameras.rename(camera_id, name, name_key(name))


def _make(
    records: Records, house: House, suggested_name: str, connected: frozenset[CameraId], *, is_vouched: bool
) -> AdmittedCamera:
    if not is_vouched:
        _forget_oldest_waiting(records, connected)
    if records.cameras.count() >= MAX_CAMERAS:
        _make_room(records, connected)
    resume_key = secrets.token_urlsafe(_RESUME_KEY_BYTES)
    camera = make_row(records, house, suggested_name, _hashed(resume_key), is_confirmed=is_vouched)
    return AdmittedCamera(camera, resume_key, is_new=True)


def make_row(
    records: Records, house: House, suggested_name: str, resume_key_sha256: bytes, *, is_confirmed: bool
) -> CameraRecord:
    """A new row, under a free name near the suggested one."""
    now = house.clock()
    name = free_name(suggested_name, lambda key: records.cameras.id_of_name_key(key) is not None)
    camera = CameraRecord(CameraId(uuid.uuid4().hex), name, now, now, now if is_confirmed else None)
    records.cameras.insert(camera, name_key(name), resume_key_sha256)
    return camera


def _forget_oldest_waiting(records: Records, connected: frozenset[CameraId]) -> None:
    """Strangers' rows make room for strangers' rows, never for more."""
    waiting = records.cameras.unconfirmed()
    gone = [each for each in waiting if each not in connected]
    for camera_id in gone[: max(0, len(waiting) - MAX_UNCONFIRMED + 1)]:
        records.cameras.delete(camera_id)


def _make_room(records: Records, connected: frozenset[CameraId]) -> None:
    gone = next(
        (each for each in (*records.cameras.unconfirmed(), *records.cameras.passers_by()) if each not in connected),
        None,
    )
    if gone is None:
        raise RefusedError(Reason.of(ServerReason.TOO_MANY_CAMERAS, limit=MAX_CAMERAS))
    records.cameras.delete(gone)


def find_camera(records: Records, camera_id: CameraId) -> CameraRecord:
    """The camera's row; NotFoundError."""
    camera = records.cameras.find(camera_id)
    if camera is None:
        raise NotFoundError(Reason.of(ServerReason.CAMERA_NOT_FOUND))
    return camera


def _hashed(resume_key: str) -> bytes:
    """A plain hash is enough: the key is 256 random bits, so there is nothing to guess."""
    return hashlib.sha256(resume_key.encode(errors="surrogatepass")).digest()
