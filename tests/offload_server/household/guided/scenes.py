"""A person in front of a camera: faces of any pose and quality, and a door that shows them frame by frame."""

from __future__ import annotations

import asyncio
import dataclasses
import time
from collections.abc import Callable

from offload_server.household.guided.session import GuidedEnrolment, begin
from offload_server.household.guided.states import GuidedState
from offload_server.household.guided.who import Who
from offload_server.household.house import House
from offload_server.household.people import list_people
from offload_server.household.records import CameraRecord, PersonRecord
from pipeline.reasons import PipelineReason
from pipeline.types import (
    Box,
    CameraId,
    Embedding,
    HeadPose,
    Observation,
    ObservedFace,
    Quality,
    Reason,
    TrackId,
    UInt8Array,
)
from tests.fakes.outputs import fake_observation, fake_picture
from tests.offload_server.household.conftest import ADMIN, CONSENT
from tests.offload_server.household.faces import face, near, person

FRAME_MS = 66
NEW = Who(None, "Minji", CONSENT)
MINJI, JIHO = person(1), person(2)
DARK = Reason.of(PipelineReason.FACE_TOO_DARK, brightness=20, needed=30)
FRONT = (0.0, 0.0)
POSES = {"front": FRONT, "left": (20.0, 0.0), "right": (-20.0, 0.0), "up": (0.0, 20.0), "down": (0.0, -20.0)}


def posed(
    embedding: Embedding | None,
    pose: tuple[float, float] = FRONT,
    *,
    width_px: float = 120,
    eyes: float | None = 0.3,
    reasons: tuple[Reason, ...] = (),
    track: int = 1,
    roll_deg: float = 0.0,
) -> ObservedFace:
    """A face that looks (yaw, pitch) away from the lens."""
    quality = Quality(width_px, 300, 120, 40, HeadPose(*pose, roll_deg), reasons, eyes)
    made = face(embedding, width_px=width_px)
    return dataclasses.replace(made, quality=quality, track_id=TrackId(track), box=Box(200, 100, width_px, width_px))


class Person:
    """Looks a little different in every frame, as people do."""

    def __init__(self, usual: Embedding, *, spread: float = 0.3) -> None:
        self._usual = usual
        self._spread = spread
        self._looks = 0

    def look(self) -> Embedding:
        """The next frame's embedding."""
        self._looks += 1
        return near(self._usual, self._spread, self._looks)


class Door:
    """Shows frames to a session, some 15 a second of their own time, and lets it finish each."""

    def __init__(self, house: House, camera_id: CameraId, session: GuidedEnrolment | None = None) -> None:
        self._house = house
        self._camera_id = camera_id
        self.session = session
        self.now_ns = 1_000_000_000

    async def show(
        self,
        *faces: ObservedFace,
        after_ms: int = FRAME_MS,
        image: UInt8Array | None = None,
        problem: Reason | None = None,
    ) -> Observation:
        """Publish one frame and let the session look at it."""
        self.now_ns += after_ms * 1_000_000
        picture = fake_picture(640, 480) if image is None else image
        seen = fake_observation(self._camera_id, faces=faces, image=None if problem else picture, problem=problem)
        seen = dataclasses.replace(seen, captured_at_ns=self.now_ns)
        if self.session is not None:
            await until(lambda: bool(self._house.views._watchers.get(self._camera_id)))
        self._house.views.publish(seen)
        await settled(self.session, seen)
        return seen

    async def show_for(self, seconds: float, person: Person, pose: tuple[float, float] = FRONT) -> None:
        """The same person looking the same way."""
        for _ in range(round(seconds * 1000 / FRAME_MS)):
            await self.show(posed(person.look(), pose))


async def until(holds: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait for what comes by itself."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came"
        await asyncio.sleep(0.001)


async def settled(session: GuidedEnrolment | None, seen: Observation) -> None:
    """The session has looked at ``seen`` and taken what there was to take."""

    def is_done(session: GuidedEnrolment) -> bool:
        newest = session._lead.seen
        return newest is not None and newest.observation is seen and session._watch.is_idle

    if session is not None:
        await until(lambda: is_done(session))


async def enrolled(house: House, camera: CameraRecord, name: str, usual: Embedding) -> PersonRecord:
    """Somebody with three front samples, enrolled the guided way."""
    session = await begin(ADMIN, house, Who(None, name, CONSENT), camera.id)
    await Door(house, camera.id, session).show_for(1, Person(usual))
    await session.save(ADMIN)
    return next(each for each in await list_people(ADMIN, house) if each.name == name)


def now(session: GuidedEnrolment) -> GuidedState:
    """Its newest state, asked anew each time."""
    return session.state
