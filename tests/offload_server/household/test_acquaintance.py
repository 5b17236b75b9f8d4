"""What the house tells of its people beside their names."""

from __future__ import annotations

import threading

import pytest

from offload_server.household import acquaintance
from offload_server.household.acquaintance import household_likeness, last_events
from offload_server.household.enrolment import enrol_picture
from offload_server.household.house import House
from offload_server.household.likeness import Enrolled, HouseholdLikeness, LikenessScale, likeness_of
from offload_server.household.people import add_person, erase_person, erasure_preview, pause_person
from offload_server.household.records import CameraRecord, PersonRecord
from offload_server.household.visits import record_decision
from pipeline.calibration import SFACE_SCALE
from pipeline.errors import EngineNotReadyError
from pipeline.types import Verdict
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_decision, fake_observation
from tests.offload_server.household.conftest import ADMIN, CONSENT, FakeClock
from tests.offload_server.household.faces import face, near, person


async def enrol(house: House, engine: FakeEngine, who: PersonRecord, *distances: float, seed: int = 1) -> None:
    for number, far in enumerate(distances):
        engine.picture_answer = fake_observation(faces=(face(near(person(seed), far, number)),))
        await enrol_picture(ADMIN, house, who.id, b"photo")


async def test_the_figures_are_those_of_the_store_and_the_threshold_in_force(
    house: House, minji: PersonRecord, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    jiho = await add_person(ADMIN, house, "Jiho", CONSENT)
    nobody = await add_person(ADMIN, house, "Sua")
    await enrol(house, engine, minji, 0.3, 0.4, 0.5)
    await enrol(house, engine, jiho, 0.3, seed=2)
    await pause_person(ADMIN, house, minji.id)
    threads: list[threading.Thread] = []

    def watched(enrolled: Enrolled, scale: LikenessScale) -> HouseholdLikeness:
        threads.append(threading.current_thread())
        return likeness_of(enrolled, scale)

    monkeypatch.setattr(acquaintance, "likeness_of", watched)
    figures = await household_likeness(ADMIN, house)
    assert figures.scale.threshold == SFACE_SCALE.threshold(house.settings.current.false_match_rate).distance
    assert set(figures.people) == {minji.id, jiho.id}, "paused people look like others, too"
    assert nobody.id not in figures.people
    assert {who: len(each.samples) for who, each in figures.people.items()} == {minji.id: 3, jiho.id: 1}
    assert len(figures.pairs) == 1
    assert threads != [threading.current_thread()], "the loop does not wait for numpy"


async def test_before_the_engine_is_there_nothing_can_be_compared(house: House, engine: FakeEngine) -> None:
    engine._ready = False
    with pytest.raises(EngineNotReadyError):
        await household_likeness(ADMIN, house)


async def test_the_last_event_is_the_newest_that_is_about_a_person(
    house: House, minji: PersonRecord, camera: CameraRecord, clock: FakeClock
) -> None:
    jiho = await add_person(ADMIN, house, "Jiho", CONSENT)
    await add_person(ADMIN, house, "Sua", CONSENT)
    await record_decision(ADMIN, house, fake_decision("v1", person_id=minji.id, camera_id=camera.id))
    clock.go_on(minutes=1)
    newest = await record_decision(ADMIN, house, fake_decision("v2", person_id=minji.id, camera_id=camera.id))
    doubt = fake_decision("v3", Verdict.UNCERTAIN, person_id=jiho.id, camera_id=camera.id)
    uncertain = await record_decision(ADMIN, house, doubt)
    await record_decision(ADMIN, house, fake_decision("v4", Verdict.UNKNOWN, person_id=minji.id, camera_id=camera.id))
    assert await last_events(ADMIN, house) == {minji.id: newest, jiho.id: uncertain}
    await erase_person(ADMIN, house, jiho.id)
    assert set(await last_events(ADMIN, house)) == {minji.id}, "nobody is 'the erased one'"


async def test_what_erasing_would_erase_is_what_it_erases(
    house: House, minji: PersonRecord, engine: FakeEngine
) -> None:
    await enrol(house, engine, minji, 0.3, 0.6)
    await record_decision(ADMIN, house, fake_decision("v1", person_id=minji.id))
    await record_decision(ADMIN, house, fake_decision("v2", Verdict.UNCERTAIN, person_id=minji.id))
    preview = await erasure_preview(ADMIN, house, minji.id)
    assert (preview.samples, preview.consents, preview.events_made_anonymous) == (2, 1, 2)
    assert await erase_person(ADMIN, house, minji.id) == preview
