"""A person in front of a camera: faces of any pose and quality, and a door that shows them frame by frame."""

from __future__ import annotations

import asyncio
import dataclasses

import numpy as np

from offload_server.household.guided.session import GuidedEnrolment
from offload_server.household.house import House
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
from tests.offload_server.household.faces import face, near

FRAME_MS = 66
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
        self._house.views.publish(seen)
        await settled(self.session, seen)
        return seen

    async def show_for(self, seconds: float, person: Person, pose: tuple[float, float] = FRONT) -> None:
        """The same person looking the same way."""
        for _ in range(round(seconds * 1000 / FRAME_MS)):
            await self.show(posed(person.look(), pose))


async def settled(session: GuidedEnrolment | None, seen: Observation) -> None:
    """The session has looked at ``seen`` and taken what there was to take."""
    if session is None:
        return
    for _ in range(5000):
        if session._lead.seen is not None and session._lead.seen.observation is seen and session._watch.is_idle:
            return
        await asyncio.sleep(0.0005)
    raise AssertionError("the session did not look at the frame")


def dark_room(luma: int) -> UInt8Array:
    """A picture of one brightness."""
    picture: UInt8Array = np.full((480, 640, 3), luma, np.uint8)
    return picture
