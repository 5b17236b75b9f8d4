"""One loaded SFace for all tests of this folder: tracing it takes seconds."""

from __future__ import annotations

import pytest

from pipeline.recognisers.sface import SFace
from weights.store import WeightsStore


@pytest.fixture(scope="session")
def sface(models: WeightsStore) -> SFace:
    return SFace(models.arrays("sface-arrays"), models.manifest.entry("sface").sha256)
