"""A household with as long a record as a test wants, written in one go."""

from __future__ import annotations

import datetime as dt
import json
import random
import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import insert

from offload_server.household.cameras import admit_camera, confirm_camera
from offload_server.household.house import House
from offload_server.household.people import add_person
from offload_server.store.schema import events
from offload_server.store.store import Records
from offload_server.trust.principals import LocalAdmin, UnpairedCamera
from pipeline.types import CameraId, PersonId, Verdict

DOORS = ("Front door", "Garden gate", "Back door", "Stairwell")
PEOPLE = ("Minji", "Jiho", "Sunja")
_WEIGHTS = {
    Verdict.RECOGNISED: 75,
    Verdict.UNKNOWN: 20,
    Verdict.POOR_VIEW: 3,
    Verdict.UNCERTAIN: 1,
    Verdict.ATTACK_SUSPECTED: 1,
}
_REASONS = {
    Verdict.UNKNOWN: [["nearest_too_far", {"distance": 1.31, "threshold": 1.08}]],
    Verdict.POOR_VIEW: [["face_too_small", {"face_px": 41, "needed_px": 60}]],
    Verdict.UNCERTAIN: [["too_alike", {"margin": 0.07, "needed": 0.1}]],
    Verdict.ATTACK_SUSPECTED: [["liveness_doubted", {}]],
}


async def fill(house: House, rows: int, minutes_apart: float = 5.0) -> tuple[list[CameraId], list[PersonId]]:
    """Four doors, three people and ``rows`` events, the newest just now."""
    doors = [(await admit_camera(UnpairedCamera(), house, name, None)).camera.id for name in DOORS]
    for door, name in zip(doors, DOORS, strict=True):
        await confirm_camera(LocalAdmin(), house, door, name)
    people = [(await add_person(LocalAdmin(), house, name)).id for name in PEOPLE]
    made = list(_rows(rows, minutes_apart, doors, people))

    def write(records: Records) -> None:
        if made:
            records.events.connection.execute(insert(events), made)

    await house.store.write(write)
    return doors, people


def _rows(count: int, minutes_apart: float, doors: list[CameraId], people: list[PersonId]) -> Iterator[dict[str, Any]]:
    chance, now = random.Random(1), dt.datetime.now(dt.UTC)  # noqa: S311
    for number in range(count):
        verdict = chance.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
        door = chance.randrange(len(doors))
        who, other = chance.sample(people, 2)
        compared = verdict is not Verdict.POOR_VIEW
        yield {
            "id": uuid.uuid4().hex,
            "visit_id": f"visit-{number}",
            "revision": 0,
            "camera_id": doors[door],
            "camera_name": DOORS[door],
            "at": now - dt.timedelta(minutes=minutes_apart * (count - number)),
            "verdict": verdict.value,
            "person_id": who if verdict is Verdict.RECOGNISED else None,
            "nearest_person_id": who if compared else None,
            "nearest_distance": chance.uniform(0.6, 1.4) if compared else None,
            "runner_up_person_id": other if compared else None,
            "runner_up_distance": 1.45 if compared else None,
            "threshold": 1.08 if compared else None,
            "false_match_rate": 1e-4 if compared else None,
            "unit": "l2" if compared else None,
            "margin": 0.1 if compared else None,
            "frames_used": 5,
            "attempts": 1,
            "newest_frame_age_ms": 140.0,
            "liveness": 0,
            "reasons": json.dumps(_REASONS.get(verdict, [])),
        }
