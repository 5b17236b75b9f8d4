"""An open household with a fake engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from offload_server.data_folder import DataFolder
from offload_server.household.cameras import admit_camera
from offload_server.household.consents import ConsentGiven
from offload_server.household.house import House, close_house, open_house
from offload_server.household.people import add_person
from offload_server.household.records import CameraRecord, PersonRecord
from offload_server.trust.principals import CameraOfThisMachine, LocalAdmin, UnpairedCamera
from tests.fakes.engine import FakeEngine

ADMIN = LocalAdmin()
CAMERA = CameraOfThisMachine()
STRANGER = UnpairedCamera()
"""A camera of the network that nobody vouches for."""
CONSENT = ConsentGiven("Minji's mother", guardian=True, text_version="2026-11")


class FakeClock:
    """Wall time that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 11, 22, 18, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def go_on(self, **duration: float) -> None:
        self.now += dt.timedelta(**duration)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def engine() -> Iterator[FakeEngine]:
    fake = FakeEngine()
    fake.start()
    yield fake
    fake.stop()


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


@pytest.fixture
async def house(data: DataFolder, engine: FakeEngine, clock: FakeClock) -> AsyncIterator[House]:
    opened = await open_house(data, engine, clock)
    yield opened
    await close_house(opened)


@pytest.fixture
async def minji(house: House) -> PersonRecord:
    """A person who consented."""
    return await add_person(ADMIN, house, "민지", CONSENT)


@pytest.fixture
async def camera(house: House) -> CameraRecord:
    """A connected camera."""
    admitted = await admit_camera(CAMERA, house, "Front door", None)
    house.views.connected(admitted.camera.id)
    return admitted.camera
