"""Opening and closing a household: nothing is forgotten, nothing is opened twice, nothing damaged opens a door."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy as np
import pytest

from offload_server.data_folder import DataFolder
from offload_server.errors import DataFolderInUseError, StorageDamagedError
from offload_server.household.cameras import list_cameras
from offload_server.household.enrolment import enrol_picture, list_samples
from offload_server.household.events import list_events
from offload_server.household.house import House, close_house, open_house
from offload_server.household.people import add_person, list_people
from offload_server.household.records import CameraRecord, EventFilter, PersonRecord
from offload_server.household.settings import change_settings, read_settings
from offload_server.household.visits import record_decision
from offload_server.settings import SettingsError
from offload_server.store.schema import embeddings
from offload_server.store.store import Records
from pipeline.types import TemplateSpace
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_decision, fake_observation
from tests.offload_server.household.conftest import ADMIN, CONSENT
from tests.offload_server.household.faces import face, near, person


@asynccontextmanager
async def opened(data: DataFolder, engine: FakeEngine) -> AsyncIterator[House]:
    house = await open_house(data, engine)
    try:
        yield house
    finally:
        await close_house(house)


async def furnish(data: DataFolder, engine: FakeEngine) -> None:
    """A household with one person of two samples, closed again."""
    async with opened(data, engine) as house:
        minji = await add_person(ADMIN, house, "민지", CONSENT)
        for embedding in (person(1), near(person(1), 0.4)):
            engine.picture_answer = fake_observation(faces=(face(embedding),))
            await enrol_picture(ADMIN, house, minji.id, b"photo")
        await add_person(ADMIN, house, "never enrolled")


async def test_a_restart_forgets_nothing(
    data: DataFolder, engine: FakeEngine, house: House, minji: PersonRecord, camera: CameraRecord
) -> None:
    engine.picture_answer = fake_observation(faces=(face(person(1)),))
    await enrol_picture(ADMIN, house, minji.id, b"photo")
    await record_decision(ADMIN, house, fake_decision(person_id=minji.id, camera_id=camera.id))
    await change_settings(ADMIN, house, {"language": "ko", "false_match_rate": 1e-5})

    async def everything(house: House) -> tuple[object, ...]:
        return (
            await list_people(ADMIN, house),
            await list_samples(ADMIN, house, minji.id),
            await list_cameras(ADMIN, house),
            await list_events(ADMIN, house, EventFilter()),
            await read_settings(ADMIN, house),
        )

    before, (template,) = await everything(house), engine.templates
    await close_house(house)
    later = FakeEngine()
    later.start()
    async with opened(DataFolder(data.path), later) as reopened:
        assert await everything(reopened) == before
        assert later.false_match_rate == 1e-5
        (again,) = later.templates
        assert again.person_id == minji.id
        np.testing.assert_array_equal(again.embedding.vector, template.embedding.vector)
    later.stop()


async def test_an_engine_that_is_still_loading_gets_the_gallery_when_it_is_ready(
    data: DataFolder, engine: FakeEngine
) -> None:
    await furnish(data, engine)
    slow = FakeEngine(ready=False)
    slow.start()
    async with opened(data, slow) as house:
        assert [each.name for each in await list_people(ADMIN, house)] == ["never enrolled", "민지"]
        assert not list(slow.templates)
        slow.become_ready()
        await asyncio.wait_for(asyncio.gather(*house.tasks), 5)
        assert len(slow.templates) == 1
        assert slow.false_match_rate == 1e-4
    slow.stop()


async def test_a_house_whose_engine_never_gets_ready_can_be_closed(data: DataFolder) -> None:
    slow = FakeEngine(ready=False)
    slow.start()
    async with opened(data, slow):
        pass
    slow.stop()
    assert not data.is_locked


@pytest.mark.allow_log("the engine did not start")
async def test_a_house_whose_engine_failed_still_opens(data: DataFolder) -> None:
    broken = FakeEngine(ready=False)
    broken.start()
    broken.fail("no weights")
    async with opened(data, broken) as house:
        await asyncio.wait_for(asyncio.gather(*house.tasks), 5)
        assert await list_people(ADMIN, house) == ()
    broken.stop()


async def test_templates_of_another_network_are_kept_and_not_compared(data: DataFolder, engine: FakeEngine) -> None:
    await furnish(data, engine)
    other = FakeEngine(space=TemplateSpace("other", "1" * 64, "fake-112", 1))
    other.start()
    async with opened(data, other) as house:
        assert other.templates == ()
        assert (await list_people(ADMIN, house))[1].sample_count == 2
    other.stop()
    async with opened(data, engine):
        assert engine.templates[0].sample_count == 2


async def test_a_damaged_sample_is_left_out_and_said(
    data: DataFolder, engine: FakeEngine, caplog: pytest.LogCaptureFixture
) -> None:
    await furnish(data, engine)

    def damage_one(records: Records) -> None:
        connection = records.people.connection
        row = connection.execute(embeddings.select().limit(1)).one()
        flipped = row.sealed_vector[:-1] + bytes([row.sealed_vector[-1] ^ 1])
        of_it = embeddings.update().where(embeddings.c.sample_id == row.sample_id)
        connection.execute(of_it.values({"sealed_vector": flipped}))

    async with opened(data, engine) as house:
        await house.store.write(damage_one, then=house.use_enrolled)
        assert [template.sample_count for template in engine.templates] == [1]
    assert "cannot be read" in caplog.text


async def test_a_second_house_on_the_same_folder_is_refused(house: House, data: DataFolder, engine: FakeEngine) -> None:
    with pytest.raises(DataFolderInUseError):
        await open_house(DataFolder(data.path), engine)
    assert await list_people(ADMIN, house) == (), "the first one goes on"


async def test_a_folder_that_was_locked_before_stays_with_its_locker(data: DataFolder, engine: FakeEngine) -> None:
    data.open()
    data.lock()
    async with opened(data, engine):
        pass
    assert data.is_locked
    data.release()


async def test_what_cannot_be_opened_is_given_back(data: DataFolder, engine: FakeEngine) -> None:
    await furnish(data, engine)
    data.settings_file.write_text("nonsense = 1")
    with pytest.raises(SettingsError):
        await open_house(data, engine)
    data.settings_file.unlink()
    whole = data.database.read_bytes()
    data.database.write_bytes(b"")
    with pytest.raises(StorageDamagedError):
        await open_house(data, engine)
    assert not data.is_locked
    data.database.write_bytes(whole)
    async with opened(data, engine):
        assert len(engine.templates) == 1


async def test_the_rate_reaches_the_engine_at_once(house: House, engine: FakeEngine) -> None:
    assert engine.false_match_rate == 1e-4
    changed = await change_settings(ADMIN, house, {"false_match_rate": 1e-6})
    assert changed.false_match_rate == engine.false_match_rate == 1e-6
    assert await read_settings(ADMIN, house) == changed
