"""What an enrolment is worth, in figures that can be checked by hand."""

from __future__ import annotations

import pytest

from offload_server.errors import NotFoundError
from offload_server.household.enrolment import enrol_picture
from offload_server.household.guided.report import enrolment_report, look_alike, others_near, to_the_others
from offload_server.household.guided.states import OtherMember
from offload_server.household.house import House
from offload_server.household.likeness import LikenessScale
from offload_server.household.people import add_person
from offload_server.household.records import PersonRecord
from pipeline.errors import EngineNotReadyError
from pipeline.gallery import distance, mean_embedding
from pipeline.types import Embedding, PersonId
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_observation
from tests.offload_server.household.conftest import ADMIN, CONSENT
from tests.offload_server.household.faces import face, near, person

SCALE = LikenessScale(1.0, 1.2)


def test_each_sample_is_measured_against_the_mean_of_the_others() -> None:
    own = [near(person(1), 0.4, seed) for seed in range(4)]
    expected = [distance(own[each], mean_embedding([*own[:each], *own[each + 1 :]])) for each in range(4)]
    assert to_the_others(own) == pytest.approx(expected)
    assert to_the_others(own[:1]) == ()


def test_vectors_that_cancel_out_are_as_far_as_can_be() -> None:
    one = person(1)
    opposite = Embedding((-one.vector).astype(one.vector.dtype), one.space)
    assert to_the_others([near(one, 0.5), one, opposite])[0] == 2.0


def test_the_others_are_ordered_by_their_nearest_sample() -> None:
    me = person(1)
    near_one, far_one = PersonId("near"), PersonId("far")
    enrolled = {far_one: [near(me, 1.35, 3)], near_one: [near(me, 1.3, 1), near(me, 1.02, 2)], PersonId("none"): []}
    members = others_near([me], enrolled, {near_one: "Minseo", far_one: "Jiho"})
    assert [(member.name, len(member.distances)) for member in members] == [("Minseo", 2), ("Jiho", 1)]
    assert members[0].distances == pytest.approx((1.02, 1.3), abs=1e-4)
    assert look_alike(members, SCALE) is members[0], "within the engine's margin beyond the threshold"


def test_nobody_is_a_look_alike_beyond_the_margin() -> None:
    assert look_alike((OtherMember(PersonId("x"), "x", (1.06,)),), SCALE) is None
    assert look_alike((), SCALE) is None


async def enrol(house: House, engine: FakeEngine, who: PersonId, *embeddings: Embedding) -> None:
    for embedding in embeddings:
        engine.picture_answer = fake_observation(faces=(face(embedding),))
        await enrol_picture(ADMIN, house, who, b"photo", accept_alike=True)


async def test_the_report_of_a_person(house: House, engine: FakeEngine, minji: PersonRecord) -> None:
    minseo = await add_person(ADMIN, house, "민서", CONSENT)
    await enrol(house, engine, minji.id, *(near(person(1), 0.4, seed) for seed in range(3)))
    await enrol(house, engine, minseo.id, near(person(1), 0.9, 7))
    report = await enrolment_report(ADMIN, house, minji.id)
    assert (report.name, report.samples, len(report.own)) == ("민지", 3, 3)
    assert report.usual_distance == sorted(report.own)[1]
    assert report.threshold.unit == "l2"
    assert [member.name for member in report.others] == ["민서"]
    assert report.look_alike == report.others[0]


async def test_without_samples_or_an_engine_there_is_no_report(
    house: House, engine: FakeEngine, minji: PersonRecord
) -> None:
    with pytest.raises(NotFoundError):
        await enrolment_report(ADMIN, house, minji.id)
    with pytest.raises(NotFoundError):
        await enrolment_report(ADMIN, house, PersonId("nobody"))
    engine.fail("no weights")
    with pytest.raises(EngineNotReadyError):
        await enrolment_report(ADMIN, house, minji.id)
