"""A server for the tests of its HTTP skin."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.offload_server.serving import Served, serving


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(tmp_path / "house") as served:
        yield served


async def problem_of(response: aiohttp.ClientResponse, status: int, code: str) -> dict[str, Any]:
    """The problem document of ``response``, checked to be one that says what it is."""
    assert response.status == status, await response.text()
    assert response.content_type == "application/problem+json"
    problem: dict[str, Any] = await response.json(content_type=None)
    assert {"type", "title", "status", "detail", "code", "parameters", "reasons"} == set(problem)
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["detail"] not in {"", code}  # a sentence
    return problem
