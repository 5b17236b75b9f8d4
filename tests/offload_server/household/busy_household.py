"""A household in which people come and go until the process is killed; run by ``test_killed.py``.

Says on its standard output what was acknowledged, one line each, before it goes on.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
from pathlib import Path

from offload_server.data_folder import DataFolder
from offload_server.household.enrolment import enrol_picture
from offload_server.household.house import House, open_house
from offload_server.household.people import add_person, erase_person
from offload_server.household.visits import record_decision
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_decision, fake_observation
from tests.offload_server.household.conftest import ADMIN, CONSENT
from tests.offload_server.household.faces import face, near, person


async def main(folder: Path, generation: int) -> None:
    """Add, enrol, see and now and then erase people, for ever."""
    engine = FakeEngine()
    engine.start()
    house = await open_house(DataFolder(folder), engine)
    for number in itertools.count():
        await live(house, engine, generation * 1000 + number)


async def live(house: House, engine: FakeEngine, number: int) -> None:
    """The life of one person."""
    somebody = await add_person(ADMIN, house, f"person {number}", CONSENT)
    say("added", somebody.id)
    for embedding in (person(number), near(person(number), 0.4, number)):
        engine.picture_answer = fake_observation(faces=(face(embedding),))
        await enrol_picture(ADMIN, house, somebody.id, b"photo", accept_alike=True)
        say("enrolled", somebody.id)
    await record_decision(ADMIN, house, fake_decision(f"visit {number}", person_id=somebody.id))
    if number % 2:
        say("erasing", somebody.id)
        await erase_person(ADMIN, house, somebody.id)
        say("erased", somebody.id)


def say(what: str, person_id: str) -> None:
    print(what, person_id, flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
