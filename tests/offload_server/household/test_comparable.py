"""After another preset was chosen: who can still be compared, and who has to enrol again."""

from __future__ import annotations

from offload_server.household.comparable import people_to_enrol_again, people_without_samples_of
from offload_server.household.consents import withdraw_consent
from offload_server.household.enrolment import enrol_picture
from offload_server.household.house import House
from offload_server.household.people import add_person
from offload_server.household.records import PersonRecord
from pipeline.types import TemplateSpace
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_observation
from tests.offload_server.household.conftest import ADMIN, CONSENT
from tests.offload_server.household.faces import face, person

SFACE = TemplateSpace("sface-2021dec", "1" * 64, "five-point-112", 1)
OPENFACE = TemplateSpace("openface-nn4.small2.v1", "2" * 64, "nose-centred", 1)


async def _enrolled(house: House, engine: FakeEngine, name: str, space: TemplateSpace, seed: int) -> PersonRecord:
    added = await add_person(ADMIN, house, name, CONSENT)
    engine.space = space
    engine.picture_answer = fake_observation("picture", faces=(face(person(seed, space)),))
    await enrol_picture(ADMIN, house, added.id, b"a picture")
    return added


async def test_people_of_another_recogniser_have_to_enrol_again(house: House, engine: FakeEngine) -> None:
    await add_person(ADMIN, house, "Nobody's samples", CONSENT)
    minji = await _enrolled(house, engine, "Minji", SFACE, 1)
    assert await people_to_enrol_again(ADMIN, house) == ()
    assert [each.id for each in await people_without_samples_of(ADMIN, house, "classic")] == [minji.id]
    assert await people_without_samples_of(ADMIN, house, "standard") == ()
    engine.space = OPENFACE
    assert [each.name for each in await people_to_enrol_again(ADMIN, house)] == ["Minji"]


async def test_who_has_samples_of_both_is_recognised_by_both(house: House, engine: FakeEngine) -> None:
    minji = await _enrolled(house, engine, "Minji", SFACE, 1)
    engine.space = OPENFACE
    engine.picture_answer = fake_observation("picture", faces=(face(person(2, OPENFACE)),))
    await enrol_picture(ADMIN, house, minji.id, b"another picture")
    assert await people_to_enrol_again(ADMIN, house) == ()
    assert await people_without_samples_of(ADMIN, house, "standard") == ()
    assert [template.person_id for template in engine.templates] == [minji.id]


async def test_the_same_network_with_other_weights_is_another_space(house: House, engine: FakeEngine) -> None:
    await _enrolled(house, engine, "Minji", OPENFACE, 1)
    engine.space = TemplateSpace(OPENFACE.network, "3" * 64, OPENFACE.alignment, 1)
    assert [each.name for each in await people_to_enrol_again(ADMIN, house)] == ["Minji"]


async def test_who_does_not_agree_any_more_is_not_asked_again(house: House, engine: FakeEngine) -> None:
    minji = await _enrolled(house, engine, "Minji", SFACE, 1)
    await withdraw_consent(ADMIN, house, minji.id)
    engine.space = OPENFACE
    assert await people_to_enrol_again(ADMIN, house) == ()
