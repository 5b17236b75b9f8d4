"""A removed sample is gone at once; for some seconds it may come back, and nothing else keeps it."""

from __future__ import annotations

import asyncio

import pytest

from offload_server.errors import NotFoundError, RefusedError
from offload_server.household import removals
from offload_server.household.consents import record_consent, withdraw_consent
from offload_server.household.enrolment import enrol_picture, list_samples, sample_picture
from offload_server.household.house import House
from offload_server.household.people import erase_person
from offload_server.household.records import PersonRecord, SampleId, SampleRecord
from offload_server.household.removals import RemovedSamples, put_back, remove_samples
from offload_server.reasons import ServerReason
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_observation
from tests.offload_server.household.conftest import ADMIN, CONSENT
from tests.offload_server.household.faces import face, near, person


@pytest.fixture
async def samples(house: House, minji: PersonRecord, engine: FakeEngine) -> tuple[SampleRecord, ...]:
    for number in range(3):
        engine.picture_answer = fake_observation(faces=(face(near(person(1), 0.4, number)),))
        await enrol_picture(ADMIN, house, minji.id, b"photo")
    return await list_samples(ADMIN, house, minji.id)


async def remove(house: House, minji: PersonRecord, *which: SampleRecord) -> RemovedSamples:
    return await remove_samples(ADMIN, house, minji.id, tuple(each.id for each in which))


async def test_it_leaves_gallery_and_files_at_once_and_comes_back_as_it_was(
    house: House, minji: PersonRecord, samples: tuple[SampleRecord, ...], engine: FakeEngine
) -> None:
    picture = await sample_picture(ADMIN, house, minji.id, samples[1].id)
    template = engine.templates[0]
    removed = await remove(house, minji, samples[1])
    assert removed.count == 1
    assert engine.templates[0].sample_count == 2
    assert await list_samples(ADMIN, house, minji.id) == (samples[0], samples[2])
    content = b"".join(each.read_bytes() for each in house.data.path.glob("munjigi.sqlite3*"))
    assert samples[1].id.encode() not in content, "a crash could not keep it"

    await put_back(ADMIN, house, removed)
    assert await list_samples(ADMIN, house, minji.id) == samples
    assert await sample_picture(ADMIN, house, minji.id, samples[1].id) == picture
    assert engine.templates[0].sample_count == 3
    assert engine.templates[0].embedding.vector == pytest.approx(template.embedding.vector)


async def refused(house: House, removed: RemovedSamples) -> str:
    with pytest.raises(RefusedError) as refusal:
        await put_back(ADMIN, house, removed)
    return refusal.value.reason.code


async def test_it_is_put_back_once(house: House, minji: PersonRecord, samples: tuple[SampleRecord, ...]) -> None:
    removed = await remove(house, minji, *samples[:2])
    await put_back(ADMIN, house, removed)
    assert await refused(house, removed) == ServerReason.REMOVAL_FINAL
    assert len(await list_samples(ADMIN, house, minji.id)) == 3


async def test_when_the_time_is_over_nothing_holds_it_any_more(
    house: House, minji: PersonRecord, samples: tuple[SampleRecord, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removals, "UNDO_S", 0.0)
    removed = await remove(house, minji, samples[0])
    forgotten = asyncio.Event()
    asyncio.get_running_loop().call_later(0.0, forgotten.set)  # after the timer of the removal, which is older
    await asyncio.wait_for(forgotten.wait(), 5)
    assert removed.samples == ()
    assert await refused(house, removed) == ServerReason.REMOVAL_FINAL


async def test_all_or_none(house: House, minji: PersonRecord, samples: tuple[SampleRecord, ...]) -> None:
    with pytest.raises(NotFoundError) as refusal:
        await remove_samples(ADMIN, house, minji.id, (samples[0].id, SampleId("nothing")))
    assert refusal.value.reason.code == ServerReason.SAMPLE_NOT_FOUND
    assert await list_samples(ADMIN, house, minji.id) == samples


async def test_undo_does_not_go_round_a_withdrawn_consent(
    house: House, minji: PersonRecord, samples: tuple[SampleRecord, ...]
) -> None:
    removed = await remove(house, minji, samples[0])
    await withdraw_consent(ADMIN, house, minji.id)
    assert await refused(house, removed) == ServerReason.CONSENT_MISSING
    await record_consent(ADMIN, house, minji.id, CONSENT)
    assert await refused(house, removed) == ServerReason.REMOVAL_FINAL, "it was given under the other consent"
    assert await list_samples(ADMIN, house, minji.id) == ()


async def test_undo_does_not_bring_anybody_back(
    house: House, minji: PersonRecord, samples: tuple[SampleRecord, ...]
) -> None:
    removed = await remove(house, minji, samples[0])
    await erase_person(ADMIN, house, minji.id)
    with pytest.raises(NotFoundError):
        await put_back(ADMIN, house, removed)
