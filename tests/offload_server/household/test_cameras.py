"""Cameras are rows that the server made."""

from __future__ import annotations

import pytest

from offload_server.errors import ConflictError, NotFoundError, RefusedError
from offload_server.household.cameras import (
    MAX_CAMERAS,
    admit_camera,
    camera_seen,
    forget_camera,
    list_cameras,
    rename_camera,
)
from offload_server.household.house import House
from offload_server.reasons import ServerReason
from pipeline.types import CameraId
from tests.offload_server.household.conftest import ADMIN, CAMERA, FakeClock


async def test_a_resume_key_finds_the_same_row_again(house: House, clock: FakeClock) -> None:
    first = await admit_camera(CAMERA, house, "Front door", None)
    assert first.is_new
    await rename_camera(ADMIN, house, first.camera.id, "현관")
    clock.go_on(minutes=5)
    again = await admit_camera(CAMERA, house, "whatever it says now", first.resume_key)
    assert not again.is_new
    assert (again.camera.id, again.camera.name, again.resume_key) == (first.camera.id, "현관", first.resume_key)
    assert again.camera.last_seen_at == clock.now
    assert again.camera.first_seen_at < clock.now


@pytest.mark.parametrize("key", ["", "guess", "\ud800", "x" * 4000])
async def test_a_wrong_resume_key_gives_a_new_row_and_no_hint(house: House, key: str) -> None:
    first = await admit_camera(CAMERA, house, "Front door", None)
    other = await admit_camera(CAMERA, house, "Front door", key)
    assert other.is_new
    assert other.camera.id != first.camera.id
    assert other.camera.name == "Front door (2)"
    assert len(other.resume_key) >= 43


async def test_a_resume_key_is_stored_as_a_hash_only(house: House) -> None:
    admitted = await admit_camera(CAMERA, house, "Front door", None)
    content = b"".join(file.read_bytes() for file in house.data.path.glob("munjigi.sqlite3*"))
    assert admitted.camera.id.encode() in content
    assert admitted.resume_key.encode() not in content


async def test_two_cameras_cannot_be_confused_by_their_names(house: House) -> None:
    first = await admit_camera(CAMERA, house, "Door\u202e\x00", None)
    second = await admit_camera(CAMERA, house, " door ", None)
    third = await admit_camera(CAMERA, house, "", None)
    assert [each.camera.name for each in (first, second, third)] == ["Door", "door (2)", "camera"]
    with pytest.raises(ConflictError):
        await rename_camera(ADMIN, house, second.camera.id, "DOOR")


async def test_there_is_an_end_to_rows_but_not_for_those_who_have_one(house: House, clock: FakeClock) -> None:
    admitted = [await admit_camera(CAMERA, house, "x", None) for _ in range(MAX_CAMERAS)]
    clock.go_on(seconds=30)
    for each in admitted:
        await camera_seen(CAMERA, house, each.camera.id)
    with pytest.raises(RefusedError) as refusal:
        await admit_camera(CAMERA, house, "x", None)
    assert refusal.value.reason == type(refusal.value.reason).of(ServerReason.TOO_MANY_CAMERAS, limit=MAX_CAMERAS)
    assert not (await admit_camera(CAMERA, house, "x", admitted[0].resume_key)).is_new
    await forget_camera(ADMIN, house, admitted[1].camera.id)
    assert (await admit_camera(CAMERA, house, "x", None)).is_new


async def test_rows_of_cameras_that_never_stayed_do_not_keep_a_new_camera_out(house: House, clock: FakeClock) -> None:
    own = await admit_camera(CAMERA, house, "Front door", None)
    flood = [await admit_camera(CAMERA, house, "x", None) for _ in range(MAX_CAMERAS - 1)]
    clock.go_on(seconds=30)
    await camera_seen(CAMERA, house, own.camera.id)
    connected = min(each.camera.id for each in flood)
    house.views.connected(connected)
    newcomer = await admit_camera(CAMERA, house, "Back door", None)
    kept = {camera.id for camera in await list_cameras(ADMIN, house)}
    assert len(kept) == MAX_CAMERAS
    assert {own.camera.id, newcomer.camera.id, connected} <= kept, "one that stayed, the new one, one that is there"
    assert not (await admit_camera(CAMERA, house, "Front door", own.resume_key)).is_new


async def test_a_forgotten_cameras_key_opens_nothing(house: House) -> None:
    admitted = await admit_camera(CAMERA, house, "Front door", None)
    await forget_camera(ADMIN, house, admitted.camera.id)
    assert await list_cameras(ADMIN, house) == ()
    assert (await admit_camera(CAMERA, house, "Front door", admitted.resume_key)).is_new
    await camera_seen(CAMERA, house, admitted.camera.id)
    for call in (
        forget_camera(ADMIN, house, admitted.camera.id),
        rename_camera(ADMIN, house, CameraId("nothing"), "x"),
    ):
        with pytest.raises(NotFoundError):
            await call


async def test_seen_is_noted(house: House, clock: FakeClock) -> None:
    admitted = await admit_camera(CAMERA, house, "Front door", None)
    clock.go_on(hours=2)
    await camera_seen(CAMERA, house, admitted.camera.id)
    assert (await list_cameras(ADMIN, house))[0].last_seen_at == clock.now
