"""An enrolment is saved whole or not at all."""

from __future__ import annotations

import asyncio
import dataclasses
import functools
from collections.abc import Callable

import numpy as np
import pytest

from offload_server.errors import ConflictError, NotFoundError, RefusedError, StorageFullError
from offload_server.household.consents import withdraw_consent
from offload_server.household.enrolment import list_samples
from offload_server.household.guided.reasons import GuidedReason
from offload_server.household.guided.session import GuidedEnrolment, begin
from offload_server.household.guided.states import Direction
from offload_server.household.guided.who import Who
from offload_server.household.house import House
from offload_server.household.people import add_person, erase_person, list_people
from offload_server.household.records import CameraRecord
from offload_server.reasons import ServerReason
from pipeline.types import Reason
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_observation
from tests.offload_server.household.conftest import ADMIN, CONSENT
from tests.offload_server.household.faces import face, near
from tests.offload_server.household.guided.scenes import (
    JIHO,
    MINJI,
    NEW,
    POSES,
    Door,
    Person,
    enrolled,
    posed,
)
from tests.offload_server.household.test_enrolment import set_pages_left


async def test_nothing_kept_is_nothing_to_save(session: GuidedEnrolment) -> None:
    with pytest.raises(RefusedError) as refusal:
        await session.save(ADMIN)
    assert refusal.value.reason.code == GuidedReason.NOTHING_KEPT


async def test_a_name_taken_meanwhile_writes_nothing_and_another_one_saves(
    house: House, session: GuidedEnrolment, door: Door
) -> None:
    await door.show_for(1, Person(MINJI))
    await add_person(ADMIN, house, "minji")
    with pytest.raises(ConflictError) as refusal:
        await session.save(ADMIN)
    assert refusal.value.reason == Reason.of(ServerReason.NAME_TAKEN, name="Minji")
    assert [each.name for each in await list_people(ADMIN, house)] == ["minji"]
    assert len(session.state.samples) == 3, "it goes on"
    await session.rename("Minji Kim")
    assert session.state.person_name == "Minji Kim"
    assert (await session.save(ADMIN)).name == "Minji Kim"


async def test_a_full_disk_writes_nothing_at_all(
    house: House, engine: FakeEngine, session: GuidedEnrolment, door: Door
) -> None:
    noise = np.random.default_rng(1)
    for number in range(3):
        made = posed(near(MINJI, 0.3, number))
        assert made.aligned is not None
        crop = dataclasses.replace(made.aligned, image=noise.integers(0, 255, (112, 112, 3), np.uint8))
        await door.show(dataclasses.replace(made, aligned=crop), after_ms=450)
    await house.store.write(functools.partial(set_pages_left, left=2))
    with pytest.raises(StorageFullError):
        await session.save(ADMIN)
    assert await list_people(ADMIN, house) == ()
    assert engine.templates == ()
    await house.store.write(functools.partial(set_pages_left, left=500))
    assert (await session.save(ADMIN)).samples == 3


async def test_somebody_else_enrolled_with_this_face_meanwhile_is_noticed(
    house: House, engine: FakeEngine, session: GuidedEnrolment, door: Door
) -> None:
    from offload_server.household.enrolment import enrol_picture

    await door.show_for(1, Person(MINJI))
    other = await add_person(ADMIN, house, "Minseo", CONSENT)
    engine.picture_answer = fake_observation(faces=(face(MINJI),))
    await enrol_picture(ADMIN, house, other.id, b"photo")
    with pytest.raises(RefusedError) as refusal:
        await session.save(ADMIN)
    assert refusal.value.reason.code == ServerReason.LOOKS_LIKE_SOMEONE_ELSE
    assert [each.name for each in await list_people(ADMIN, house)] == ["Minseo"]


async def test_a_yes_about_one_person_is_none_about_another_who_was_enrolled_meanwhile(
    house: House, camera: CameraRecord, engine: FakeEngine
) -> None:
    from offload_server.household.enrolment import enrol_picture

    await enrolled(house, camera, "Jiho", JIHO)
    session = await begin(ADMIN, house, NEW, camera.id)
    door = Door(house, camera.id, session)
    await door.show_for(1, Person(MINJI))
    for number in range(2):
        await door.show(posed(near(JIHO, 0.3, 90 + number), POSES["left"]), after_ms=450)
    await session.answer(True)
    other = await add_person(ADMIN, house, "Minseo", CONSENT)
    engine.picture_answer = fake_observation(faces=(face(near(MINJI, 0.2, 7)),))
    await enrol_picture(ADMIN, house, other.id, b"photo")
    with pytest.raises(RefusedError) as refusal:
        await session.save(ADMIN)
    assert refusal.value.reason.figures()["person"] == "Minseo"


async def test_what_was_kept_meanwhile_is_not_twice(house: House, camera: CameraRecord, engine: FakeEngine) -> None:
    from offload_server.household.enrolment import enrol_picture

    jiho = await enrolled(house, camera, "Jiho", JIHO)
    session = await begin(ADMIN, house, Who(jiho.id, ""), camera.id)
    door = Door(house, camera.id, session)
    for number in range(2):
        await door.show(posed(near(JIHO, 0.4, 900 + number)), after_ms=450)
    engine.picture_answer = fake_observation(faces=(face(near(JIHO, 0.4, 900)),))
    await enrol_picture(ADMIN, house, jiho.id, b"photo")
    report = await session.save(ADMIN)
    assert report.by_direction == {Direction.FRONT: 1}
    assert len(await list_samples(ADMIN, house, jiho.id)) == jiho.sample_count + 2


@pytest.mark.parametrize("ends", [withdraw_consent, erase_person])
async def test_a_consent_that_ended_meanwhile_wins(
    house: House, camera: CameraRecord, ends: Callable[..., object]
) -> None:
    jiho = await enrolled(house, camera, "Jiho", JIHO)
    session = await begin(ADMIN, house, Who(jiho.id, ""), camera.id)
    await Door(house, camera.id, session).show_for(1, Person(near(JIHO, 0.2, 500)))
    await ends(ADMIN, house, jiho.id)  # type: ignore[misc]
    with pytest.raises((RefusedError, NotFoundError)):
        await session.save(ADMIN)
    assert all(each.sample_count == 0 for each in await list_people(ADMIN, house))
    await session.leave()


async def test_saving_twice_at_once_saves_once(house: House, session: GuidedEnrolment, door: Door) -> None:
    await door.show_for(1, Person(MINJI))
    outcomes = await asyncio.gather(session.save(ADMIN), session.save(ADMIN), return_exceptions=True)
    assert sum(isinstance(each, RefusedError) for each in outcomes) == 1
    assert [each.sample_count for each in await list_people(ADMIN, house)] == [3]
