"""Is this really ...? And who may be enrolled at all."""

from __future__ import annotations

import asyncio

import pytest

from offload_server.errors import ConflictError, Forbidden, NotFoundError, RefusedError
from offload_server.household.consents import ConsentGiven, list_consents
from offload_server.household.guided.reasons import GuidedReason
from offload_server.household.guided.session import GuidedEnrolment, begin
from offload_server.household.guided.who import Who
from offload_server.household.house import House
from offload_server.household.people import add_person, list_people
from offload_server.household.records import CameraRecord, PersonRecord
from offload_server.reasons import ServerReason
from offload_server.trust.principals import Principal, Scope
from pipeline.errors import EngineNotReadyError
from pipeline.types import CameraId, PersonId, Reason
from tests.fakes.engine import FakeEngine
from tests.offload_server.household.conftest import ADMIN, CONSENT
from tests.offload_server.household.faces import near, person
from tests.offload_server.household.guided.scenes import (
    JIHO,
    MINJI,
    NEW,
    POSES,
    Door,
    Person,
    enrolled,
    now,
    posed,
)

# ---- is this really ...?


def asked(session: GuidedEnrolment) -> Reason:
    """The question that waits."""
    question = now(session).question
    assert question is not None
    return question


async def test_a_face_that_is_nearer_to_someone_else_is_asked_about(
    house: House, camera: CameraRecord, engine: FakeEngine
) -> None:
    jiho = await enrolled(house, camera, "Jiho", JIHO)
    session = await begin(ADMIN, house, NEW, camera.id)
    door = Door(house, camera.id, session)
    await door.show(posed(near(JIHO, 0.2, 90)))
    assert now(session).question is None, "one odd frame is not worth a question"
    await door.show(posed(near(JIHO, 0.2, 91)), after_ms=450)
    question = asked(session)
    assert question.code == GuidedReason.IS_THIS_REALLY
    assert (question.figures()["person"], question.figures()["other"]) == ("Minji", "Jiho")
    await door.show(posed(MINJI), after_ms=450)
    assert now(session).samples == (), "nothing is kept while a question waits"
    await session.answer(False)
    await door.show(posed(near(JIHO, 0.2, 92)), after_ms=450)
    assert (now(session).question, now(session).samples) == (None, ())
    await door.show(posed(MINJI, track=2), after_ms=450)
    assert len(now(session).samples) == 1, "somebody else steps in"
    await session.save(ADMIN)
    assert {each.sample_count for each in await list_people(ADMIN, house)} == {1, jiho.sample_count}


async def test_an_accepted_twin_is_not_asked_about_again_but_a_third_one_is(house: House, camera: CameraRecord) -> None:
    await enrolled(house, camera, "Jiho", JIHO)
    await enrolled(house, camera, "Minseo", person(3))
    session = await begin(ADMIN, house, NEW, camera.id)
    door = Door(house, camera.id, session)
    for number in range(2):
        await door.show(posed(near(JIHO, 0.3, 90 + number)), after_ms=450)
    await session.answer(True)
    assert len(now(session).samples) == 1
    await door.show(posed(near(JIHO, 0.3, 95)), after_ms=450)
    assert len(now(session).samples) == 2
    for number in range(2):
        await door.show(posed(near(person(3), 0.3, 90 + number)), after_ms=450)
    assert asked(session).figures()["other"] == "Minseo"
    await session.answer(False)
    report = await session.save(ADMIN)
    assert report.look_alike is not None
    assert report.look_alike.name == "Jiho"


async def test_a_face_unlike_the_samples_before_is_asked_about(session: GuidedEnrolment, door: Door) -> None:
    await door.show_for(1, Person(MINJI))
    for number in range(2):
        await door.show(posed(near(JIHO, 0.1, number), POSES["left"]), after_ms=450)
    assert asked(session).code == GuidedReason.NOT_LIKE_BEFORE
    await session.answer(False)
    await session.answer(True)
    assert len(now(session).samples) == 3, "an answer without a question does nothing"
    await session.resume()
    await door.show(posed(near(MINJI, 0.3, 77), POSES["left"]), after_ms=450)
    assert len(now(session).samples) == 4, "after resuming the same face is looked at again"


# ---- who


async def test_more_samples_for_somebody_who_is_enrolled(house: House, camera: CameraRecord) -> None:
    jiho = await enrolled(house, camera, "Jiho", JIHO)
    session = await begin(ADMIN, house, Who(jiho.id, "ignored"), camera.id)
    assert now(session).person_name == "Jiho"
    assert session.person_id == jiho.id
    door = Door(house, camera.id, session)
    await door.show(posed(near(JIHO, 0.3, 1)))
    assert now(session).samples == (), "that one is enrolled already"
    await door.show_for(1, Person(near(JIHO, 0.2, 500)))
    report = await session.save(ADMIN)
    assert report.samples == jiho.sample_count + 3
    assert len(await list_consents(ADMIN, house, jiho.id)) == 1


async def test_a_consent_given_today_is_kept_with_the_samples(house: House, camera: CameraRecord) -> None:
    jiho = await add_person(ADMIN, house, "Jiho")
    with pytest.raises(RefusedError) as refusal:
        await begin(ADMIN, house, Who(jiho.id, ""), camera.id)
    assert refusal.value.reason.code == ServerReason.CONSENT_MISSING
    session = await begin(ADMIN, house, Who(jiho.id, "", CONSENT), camera.id)
    await Door(house, camera.id, session).show_for(1, Person(JIHO))
    assert await list_consents(ADMIN, house, jiho.id) == ()
    await session.save(ADMIN)
    (consent,) = await list_consents(ADMIN, house, jiho.id)
    assert (consent.given_by, consent.guardian) == (CONSENT.given_by, True)


@pytest.mark.parametrize(
    ("who", "error", "code"),
    [
        (Who(None, "Minji"), RefusedError, ServerReason.CONSENT_MISSING),
        (Who(None, " ", CONSENT), RefusedError, ServerReason.NAME_EMPTY),
        (Who(None, "민지", CONSENT), ConflictError, ServerReason.NAME_TAKEN),
        (Who(PersonId("x"), ""), NotFoundError, ServerReason.PERSON_NOT_FOUND),
        (Who(None, "Minji", ConsentGiven("x", False, "2001")), RefusedError, ServerReason.CONSENT_TEXT_UNKNOWN),
    ],
)
async def test_who_may_not_be_enrolled_is_said_before_a_look(
    house: House, minji: PersonRecord, who: Who, error: type[Exception], code: ServerReason
) -> None:
    with pytest.raises(error) as refusal:
        await begin(ADMIN, house, who)
    assert refusal.value.reason.code == code  # type: ignore[attr-defined]
    assert house.guided.session is None


async def test_rights_are_asked_for(house: House, minji: PersonRecord, session: GuidedEnrolment, door: Door) -> None:
    enroller = Principal("enroller", frozenset({Scope.ENROL}))
    await door.show_for(1, Person(MINJI))
    for nobody in (Principal("nobody", frozenset(Scope) - {Scope.ENROL}), enroller):
        with pytest.raises(Forbidden):
            await session.save(nobody)
    await session.leave()
    with pytest.raises(Forbidden):
        await begin(enroller, house, NEW)
    again = await begin(enroller, house, Who(minji.id, ""))
    await again.leave()


async def test_one_at_a_time_and_not_before_a_camera_that_is_gone(house: House, session: GuidedEnrolment) -> None:
    with pytest.raises(ConflictError) as running:
        await begin(ADMIN, house, Who(None, "Jiho", CONSENT))
    assert running.value.reason == Reason.of(GuidedReason.ALREADY_RUNNING, person="Minji")
    assert house.guided.session is session
    await session.leave()
    with pytest.raises(ConflictError) as gone:
        await begin(ADMIN, house, NEW, CameraId("gone"))
    assert gone.value.reason.code == ServerReason.CAMERA_NOT_CONNECTED


async def test_two_who_begin_at_once_are_one(house: House) -> None:
    outcomes = await asyncio.gather(*(begin(ADMIN, house, NEW) for _ in range(3)), return_exceptions=True)
    sessions = [each for each in outcomes if isinstance(each, GuidedEnrolment)]
    assert len(sessions) == 1
    await sessions[0].leave()


async def test_an_engine_that_still_loads_is_said(house: House, engine: FakeEngine) -> None:
    engine.fail("no weights")
    with pytest.raises(EngineNotReadyError):
        await begin(ADMIN, house, NEW)
    assert house.guided.session is None


async def test_a_yes_to_one_odd_face_is_none_to_the_next(session: GuidedEnrolment, door: Door) -> None:
    """Somebody else who steps in after the admin said yes to a hat is asked about again."""
    await door.show_for(1, Person(MINJI))
    for number in range(2):
        await door.show(posed(near(person(3), 0.1, number), POSES["left"]), after_ms=450)
    assert asked(session).code == GuidedReason.NOT_LIKE_BEFORE
    await session.answer(True)
    kept = len(now(session).samples)
    for number in range(2):
        await door.show(posed(near(JIHO, 0.1, number), POSES["right"], track=2), after_ms=450)
    assert len(now(session).samples) == kept
    assert asked(session).code == GuidedReason.NOT_LIKE_BEFORE
    await session.answer(False)
    await door.show(posed(near(person(3), 0.2, 9), POSES["left"]), after_ms=450)
    assert len(now(session).samples) == kept + 1, "the one who was said yes to is not asked about again"
