"""Knows who really stood at a door: it recognises each frame of the footage by its bytes, before the engine sees it.

The cameras send the files of the film as they are, so a frame's SHA-256 says who is in it, whatever the clocks of the
processes say. Faces of a visit are looked up frame by frame; what the machine made of them is not asked.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from offload_server.demo.cast import Presence
from pipeline.ports import FaceEngine, FrameJob
from pipeline.types import (
    CameraId,
    EngineOutput,
    EngineStatus,
    Observation,
    ObservedFace,
    Template,
    Threshold,
    VisitId,
)

_FRAMES_IN_FLIGHT: Final = 256
"""Far more than an engine holds at once; frames that were replaced by newer ones never come back and are dropped."""


class Witness:
    """A FaceEngine that passes everything on to ``engine`` and remembers who was in front of which visit."""

    def __init__(self, engine: FaceEngine, present: Mapping[str, tuple[Presence, ...]]) -> None:
        self._engine = engine
        self._present = present
        self._lock = threading.Lock()
        self._in_flight: OrderedDict[tuple[CameraId, int], tuple[Presence, ...]] = OrderedDict()
        self._roles: defaultdict[VisitId, set[str | None]] = defaultdict(set)
        self._strange_frames = 0
        engine.listen(self._see)

    def roles(self, visit_id: str) -> frozenset[str | None]:
        """Who was seen in this visit: roles of the cast, None for a stranger; empty when nobody was."""
        with self._lock:
            return frozenset(self._roles.get(VisitId(visit_id), ()))

    @property
    def strange_frames(self) -> int:
        """Frames that are not of the films: somebody else's camera is connected to this server."""
        with self._lock:
            return self._strange_frames

    def submit(self, job: FrameJob) -> None:
        """Note who is in the frame and pass it on."""
        present = self._present.get(hashlib.sha256(job.jpeg).hexdigest())
        with self._lock:
            if present is None:
                self._strange_frames += 1
            self._in_flight[job.camera_id, job.seq] = present or ()
            while len(self._in_flight) > _FRAMES_IN_FLIGHT:
                self._in_flight.popitem(last=False)
        self._engine.submit(job)

    def _see(self, output: EngineOutput) -> None:
        if not isinstance(output, Observation):
            return
        with self._lock:
            present = self._in_flight.pop((output.camera_id, output.seq), ())
            for face in output.faces:
                self._note(face, output, present)

    def _note(self, face: ObservedFace, output: Observation, present: tuple[Presence, ...]) -> None:
        if face.visit_id is None or output.image is None:
            return
        place = face.box.centre[0] / output.image.shape[1]
        here = {presence.role for presence in present if presence.left <= place < presence.right}
        self._roles[face.visit_id] |= here

    def start(self) -> None:
        self._engine.start()

    def stop(self) -> None:
        self._engine.stop()

    def wait_until_ready(self, timeout_s: float) -> bool:
        return self._engine.wait_until_ready(timeout_s)

    def listen(self, listener: Callable[[EngineOutput], None]) -> Callable[[], None]:
        return self._engine.listen(listener)

    def forget_camera(self, camera_id: CameraId) -> None:
        self._engine.forget_camera(camera_id)

    def use_gallery(self, templates: Sequence[Template]) -> None:
        self._engine.use_gallery(templates)

    def use_false_match_rate(self, false_match_rate: float) -> None:
        self._engine.use_false_match_rate(false_match_rate)

    def threshold(self, false_match_rate: float) -> Threshold:
        return self._engine.threshold(false_match_rate)

    def analyse(self, picture: bytes) -> Observation:
        return self._engine.analyse(picture)

    def status(self) -> EngineStatus:
        return self._engine.status()
