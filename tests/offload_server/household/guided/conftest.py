"""The real engine, loaded once a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.engine import Engine
from pipeline.presets import standard
from weights.store import WeightsStore


@pytest.fixture(scope="module")
def real_engine(models: WeightsStore) -> Iterator[Engine]:
    engine = Engine(standard(models))
    engine.start()
    assert engine.wait_until_ready(90)
    yield engine
    engine.stop()
