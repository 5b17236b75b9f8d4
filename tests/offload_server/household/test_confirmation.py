"""A camera of the network counts only when the admin has said that it is theirs."""

from __future__ import annotations

import pytest

from offload_server.errors import ConflictError, NotFoundError, RefusedError
from offload_server.household.cameras import (
    MAX_CAMERAS,
    MAX_UNCONFIRMED,
    admit_camera,
    camera_seen,
    confirm_camera,
    forget_camera,
    list_cameras,
    rename_camera,
)
from offload_server.household.enrolment import enrol_from_camera
from offload_server.household.guided.session import begin
from offload_server.household.guided.who import Who
from offload_server.household.house import House
from offload_server.household.records import PersonRecord
from offload_server.household.standing import (
    MOST_WAITING,
    MOST_WAITING_OF_ONE_ADDRESS,
    REFUSED_FOR_S,
    CameraStanding,
)
from pipeline.types import CameraId
from tests.offload_server.household.conftest import ADMIN, CAMERA, CONSENT, STRANGER, FakeClock

ONE, OTHER = "192.168.0.7", "192.168.0.8"


async def test_a_camera_that_nobody_vouches_for_waits_until_it_is_confirmed(house: House, clock: FakeClock) -> None:
    new = await admit_camera(STRANGER, house, "pi", None)
    assert new.camera.confirmed_at is None
    assert (await admit_camera(STRANGER, house, "pi", new.resume_key)).camera.confirmed_at is None
    clock.go_on(minutes=2)
    confirmed = await confirm_camera(ADMIN, house, new.camera.id, "현관")
    assert (confirmed.name, confirmed.confirmed_at) == ("현관", clock.now)
    again = await admit_camera(STRANGER, house, "pi", new.resume_key)
    assert (again.camera.name, again.camera.confirmed_at) == ("현관", clock.now)


async def test_a_camera_of_this_machine_need_not_wait(house: House, clock: FakeClock) -> None:
    assert (await admit_camera(CAMERA, house, "desk", None)).camera.confirmed_at == clock.now
    stranger = await admit_camera(STRANGER, house, "pi", None)
    assert (await admit_camera(CAMERA, house, "pi", stranger.resume_key)).camera.confirmed_at == clock.now


async def test_a_second_confirmation_keeps_the_first_date(house: House, clock: FakeClock) -> None:
    new = await admit_camera(STRANGER, house, "pi", None)
    first = await confirm_camera(ADMIN, house, new.camera.id, "Gate")
    clock.go_on(hours=1)
    again = await confirm_camera(ADMIN, house, new.camera.id, "Garden gate")
    assert (again.name, again.confirmed_at) == ("Garden gate", first.confirmed_at)


async def test_a_name_that_is_none_or_taken_confirms_nothing(house: House) -> None:
    await admit_camera(CAMERA, house, "Gate", None)
    new = await admit_camera(STRANGER, house, "pi", None)
    with pytest.raises(ConflictError):
        await confirm_camera(ADMIN, house, new.camera.id, "GATE")
    with pytest.raises(RefusedError):
        await confirm_camera(ADMIN, house, new.camera.id, "  ")
    with pytest.raises(NotFoundError):
        await confirm_camera(ADMIN, house, CameraId("nothing"), "x")
    assert (await admit_camera(STRANGER, house, "pi", new.resume_key)).camera.confirmed_at is None


async def test_a_stranger_cannot_keep_a_name_from_the_admin(house: House) -> None:
    squatter = await admit_camera(STRANGER, house, "Front door", None)
    own = await admit_camera(STRANGER, house, "pi", None)
    assert (await confirm_camera(ADMIN, house, own.camera.id, "Front door")).name == "Front door"
    assert (await rename_camera(ADMIN, house, own.camera.id, "front door (2)")).name == "front door (2)"
    names = {camera.id: camera.name for camera in await list_cameras(ADMIN, house)}
    assert len(set(names.values())) == 2
    assert names[squatter.camera.id] != "front door (2)"


async def test_strangers_rows_are_few_and_never_take_the_place_of_the_houses_own(
    house: House, clock: FakeClock
) -> None:
    own = [await admit_camera(CAMERA, house, "own", None) for _ in range(MAX_CAMERAS - MAX_UNCONFIRMED)]
    clock.go_on(seconds=30)
    for each in own:
        await camera_seen(CAMERA, house, each.camera.id)
    there = await admit_camera(STRANGER, house, "x", None)
    house.views.connected(there.camera.id)
    for _ in range(3 * MAX_UNCONFIRMED):
        clock.go_on(seconds=31)
        await camera_seen(STRANGER, house, (await admit_camera(STRANGER, house, "x", None)).camera.id)  # it stays
    kept = {camera.id for camera in await list_cameras(ADMIN, house)}
    assert len(kept) == MAX_CAMERAS
    assert {each.camera.id for each in own} | {there.camera.id} <= kept
    assert (await admit_camera(CAMERA, house, "one more of the house", None)).is_new, "a stranger's row makes room"


async def test_nobody_is_enrolled_through_a_camera_that_waits(house: House, minji: PersonRecord) -> None:
    new = await admit_camera(STRANGER, house, "pi", None)
    house.views.connected(new.camera.id)
    assert house.standing.enter(new.camera.id, ONE)
    with pytest.raises(ConflictError) as refusal:
        await enrol_from_camera(ADMIN, house, minji.id, new.camera.id, 1, 0.2)
    assert refusal.value.reason.code == "camera_not_confirmed"
    with pytest.raises(ConflictError) as refusal:
        await begin(ADMIN, house, Who(None, "Somebody", CONSENT), new.camera.id)
    assert refusal.value.reason.code == "camera_not_confirmed"
    assert house.guided.session is None


async def test_a_refused_camera_ends_and_its_machine_is_no_new_camera_for_a_while(house: House) -> None:
    ended: list[CameraId] = []
    house.standing.when_forgotten(ended.append)
    new = await admit_camera(STRANGER, house, "pi", None)
    assert house.standing.enter(new.camera.id, ONE)
    await forget_camera(ADMIN, house, new.camera.id)
    assert ended == [new.camera.id]
    house.standing.leave(new.camera.id)
    assert not house.standing.enter(CameraId("it comes again"), ONE)
    assert house.standing.enter(CameraId("somebody else's"), OTHER)
    assert not house.standing.is_recorded(new.camera.id), "what the engine still decides of it is nothing"


def test_only_a_few_wait_and_no_machine_takes_every_place() -> None:
    standing = CameraStanding()
    entered = [standing.enter(CameraId(f"a{number}"), ONE) for number in range(MOST_WAITING)]
    assert entered.count(True) == MOST_WAITING_OF_ONE_ADDRESS < MOST_WAITING
    for number in range(MOST_WAITING):
        standing.enter(CameraId(f"b{number}"), f"192.168.1.{number}")
    assert not standing.enter(CameraId("late"), "192.168.2.1")
    assert standing.enter(CameraId("a0"), ONE), "one that waits already may connect anew"
    standing.leave(CameraId("a0"))
    assert standing.enter(CameraId("late"), "192.168.2.1")


def test_a_refusal_ends() -> None:
    now = 0.0
    standing = CameraStanding(lambda: now)
    assert standing.enter(CameraId("a"), ONE)
    standing.refused(CameraId("a"))
    standing.leave(CameraId("a"))
    assert not standing.enter(CameraId("b"), ONE)
    now = REFUSED_FOR_S + 1
    assert standing.enter(CameraId("b"), ONE)


def test_strangers_who_come_and_go_do_not_make_a_waiting_camera_count() -> None:
    standing = CameraStanding()
    waiting, guest = CameraId("waiting"), CameraId("guest")
    assert standing.enter(waiting, ONE)
    standing.leave_unrecorded(guest)
    for number in range(300):
        passer_by = CameraId(f"passer-by {number}")
        assert standing.enter(passer_by, ONE)
        standing.leave(passer_by)
        assert not standing.is_recorded(passer_by)
    assert not standing.is_recorded(waiting)
    assert not standing.is_recorded(guest)
    standing.leave(waiting)
    assert not standing.is_recorded(waiting), "what the engine still says of it"
