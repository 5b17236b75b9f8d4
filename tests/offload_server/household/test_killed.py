"""kill -9 at any moment: what was acknowledged stays, what was not is whole or not there, erased stays erased."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from offload_server.data_folder import DataFolder
from offload_server.household.enrolment import list_samples, sample_picture
from offload_server.household.events import event_snapshot, list_events
from offload_server.household.house import House, close_house, open_house
from offload_server.household.people import list_people
from offload_server.household.records import EventFilter
from tests.fakes.engine import FakeEngine
from tests.offload_server.household.conftest import ADMIN

REPOSITORY = Path(__file__).resolve().parents[3]
KILLS = 4


def run_and_kill(folder: Path, generation: int, patience_s: float) -> list[tuple[str, str]]:
    """What the household acknowledged before it was killed, ``patience_s`` after its first word."""
    command = [sys.executable, "-m", "tests.offload_server.household.busy_household", str(folder), str(generation)]
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=REPOSITORY) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(patience_s)
        process.kill()
        said = first + process.stdout.read()
    lines = [line.split() for line in said.splitlines()]
    return [(line[0], line[1]) for line in lines if len(line) == 2 and len(line[1]) == 32]


async def test_nothing_acknowledged_is_lost_and_nothing_is_half(data: DataFolder, engine: FakeEngine) -> None:
    chance = random.Random(2026)  # noqa: S311 - moments, not secrets
    history: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for generation in range(KILLS):
        for what, person_id in run_and_kill(data.path, generation, chance.uniform(0.05, 0.4)):
            history[person_id][what] += 1
        house = await open_house(data, engine)
        await check(house, engine, history)
        await close_house(house)
    assert sum(said["added"] for said in history.values()) > KILLS
    assert sum(said["erased"] for said in history.values()) > 0


async def check(house: House, engine: FakeEngine, history: defaultdict[str, Counter[str]]) -> None:
    """The rows against what was acknowledged."""
    there = {each.id: each for each in await list_people(ADMIN, house)}
    assert all(each.consent is not None for each in there.values()), "nobody is there without the consent"
    for person_id, said in history.items():
        if said["erased"]:
            assert person_id not in there
        elif not said["erasing"]:
            assert person_id in there
    for person_id, each in there.items():
        assert each.sample_count >= history[person_id]["enrolled"]
        for sample in await list_samples(ADMIN, house, person_id):
            assert await sample_picture(ADMIN, house, person_id, sample.id)
    samples = {template.person_id: template.sample_count for template in engine.templates}
    assert samples == {each.id: each.sample_count for each in there.values() if each.sample_count}
    for event in (await list_events(ADMIN, house, EventFilter(limit=200))).events:
        assert event.person_id is None or event.person_id in there
        if event.has_snapshot:
            assert await event_snapshot(ADMIN, house, event.id)
