"""A session in front of a door; and the real engine, loaded once a module."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from offload_server.household.guided.session import GuidedEnrolment, begin
from offload_server.household.house import House
from offload_server.household.records import CameraRecord
from pipeline.engine import Engine
from pipeline.presets import standard
from tests.offload_server.household.conftest import ADMIN
from tests.offload_server.household.guided.scenes import NEW, Door
from weights.store import WeightsStore


@pytest.fixture(scope="module")
def real_engine(models: WeightsStore) -> Iterator[Engine]:
    engine = Engine(standard(models))
    engine.start()
    assert engine.wait_until_ready(90)
    yield engine
    engine.stop()


@pytest.fixture
async def session(house: House, camera: CameraRecord) -> AsyncIterator[GuidedEnrolment]:
    """Of a new person, in front of a connected camera."""
    begun = await begin(ADMIN, house, NEW, camera.id)
    yield begun
    await begun.leave()


@pytest.fixture
def door(house: House, camera: CameraRecord, session: GuidedEnrolment) -> Door:
    """Shows frames to ``session``."""
    return Door(house, camera.id, session)
