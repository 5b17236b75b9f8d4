"""A look through a camera: which of the frames that pass by may become samples."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field, replace

from offload_server.errors import RefusedError
from offload_server.household.enrolment_gates import Neighbours, only_face, refuse_doubtful, refuse_poor
from offload_server.household.enrolment_samples import make_sample
from offload_server.household.house import House
from offload_server.household.pictures import to_png
from offload_server.store.samples import NewSample
from pipeline.types import CameraId, Embedding, Observation, ObservedFace, PersonId, Reason

SPACING_NS = 200_000_000
"""Between two kept frames: nearer ones show the same moment (design.md 4)."""


@dataclass(slots=True, eq=False)
class Look:
    """One look; ``samples`` are not yet kept, ``refusals`` counts each reason with its newest figures."""

    house: House
    person_id: PersonId
    camera_id: CameraId
    neighbours: Neighbours
    accept_alike: bool
    samples: list[NewSample] = field(default_factory=list)
    frames_seen: int = 0
    refusals: dict[str, tuple[Reason, int]] = field(default_factory=dict)
    _last_kept_ns: int | None = field(default=None, init=False)

    async def watch(self, wanted: int, seconds: float) -> None:
        """Look until there are ``wanted`` samples, or for ``seconds``."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds), self.house.views.watch(self.camera_id) as queue:
                while len(self.samples) < wanted:
                    await self._consider(await queue.get())

    def check_again(self, neighbours: Neighbours) -> None:
        """Compare what was gathered with who is enrolled by now; RefusedError for the first sample that is doubtful."""
        earlier: list[Embedding] = []
        for sample in self.samples:
            own = (*neighbours.own, *earlier)
            refuse_doubtful(sample.embedding, replace(neighbours, own=own), accept_alike=self.accept_alike)
            earlier.append(sample.embedding)

    def refusals_by_number(self) -> tuple[tuple[Reason, int], ...]:
        """Most frequent first."""
        return tuple(sorted(self.refusals.values(), key=lambda each: -each[1]))

    async def _consider(self, observation: Observation) -> None:
        self.frames_seen += 1
        if observation.problem is not None:
            self._count(observation.problem)
            return
        if self._last_kept_ns is not None and observation.captured_at_ns - self._last_kept_ns < SPACING_NS:
            return
        try:
            face = only_face(observation.faces)
            refuse_poor(face)
            await self._take(await self._embedded(face, observation), observation.captured_at_ns)
        except RefusedError as error:
            for reason in error.reasons:
                self._count(reason)

    async def _embedded(self, face: ObservedFace, observation: Observation) -> ObservedFace:
        """The stream embeds only what a visit needs; any other frame is looked at once more, as a picture."""
        if face.embedding is not None or observation.image is None:
            return face
        picture = await asyncio.to_thread(to_png, observation.image)
        seen_again = await asyncio.to_thread(self.house.engine.analyse, picture)
        face = only_face(seen_again.faces)
        refuse_poor(face)
        return face

    async def _take(self, face: ObservedFace, captured_at_ns: int) -> None:
        sample = await asyncio.to_thread(
            make_sample, self.house, self.person_id, face, source="camera", camera_id=self.camera_id
        )
        own = (*self.neighbours.own, *(each.embedding for each in self.samples))
        refuse_doubtful(sample.embedding, replace(self.neighbours, own=own), accept_alike=self.accept_alike)
        self.samples.append(sample)
        self._last_kept_ns = captured_at_ns

    def _count(self, reason: Reason) -> None:
        _, count = self.refusals.get(reason.code, (reason, 0))
        self.refusals[reason.code] = (reason, count + 1)
