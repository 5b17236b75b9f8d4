"""The engine with the real networks on real footage: one man enrolled from one half of his clip, one woman not."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import cv2
import pytest

from pipeline.calibration import mean_template
from pipeline.engine import Engine
from pipeline.ports import FrameJob
from pipeline.presets import standard
from pipeline.types import CameraId, Decision, EngineOutput, Observation, PersonId, Verdict
from pipeline.visit_state import MS
from weights.store import WeightsStore

pytestmark = pytest.mark.models

FRAME_SPACING_MS = 80


def clip(path: Path, first: int, count: int, step: int = 1) -> Iterator[bytes]:
    """JPEGs of every ``step``-th frame."""
    capture = cv2.VideoCapture(str(path))
    try:
        frames = iter(capture.read, (False, None))
        for found, image in islice(frames, first, first + count * step, step):
            assert found
            yield bytes(cv2.imencode(".jpg", image)[1])
    finally:
        capture.release()


class Door:
    """Plays frames to the engine, each when the one before is answered."""

    def __init__(self, engine: Engine, camera: str) -> None:
        self.camera_id = CameraId(camera)
        self.engine = engine
        self.decisions: list[Decision] = []
        self.observations: list[Observation] = []
        self._answered = threading.Semaphore(0)

    def hear(self, output: EngineOutput) -> None:
        if output.camera_id != self.camera_id:
            return
        if isinstance(output, Decision):
            self.decisions.append(output)
            self._answered.release()
        elif isinstance(output, Observation):
            self.observations.append(output)
            self._answered.release()

    def play(self, frames: Iterator[bytes]) -> Decision:
        """The decision of the visit that the frames show; the camera is taken away after them."""
        take_off = self.engine.listen(self.hear)
        begun_ns = time.monotonic_ns()
        for seq, jpeg in enumerate(frames):
            taken_ns = begun_ns + seq * FRAME_SPACING_MS * MS
            self.engine.submit(FrameJob(self.camera_id, seq, taken_ns, taken_ns, jpeg))
            while len(self.observations) <= seq:
                assert self._answered.acquire(timeout=20)
        self.engine.forget_camera(self.camera_id)
        while not self.decisions:
            assert self._answered.acquire(timeout=20)
        take_off()
        assert len(self.decisions) == 1
        return self.decisions[0]


@pytest.fixture(scope="module")
def engine(models: WeightsStore) -> Iterator[Engine]:
    engine = Engine(standard(models))
    engine.start()
    try:
        assert engine.wait_until_ready(110)
        yield engine
    finally:
        engine.stop()


@pytest.fixture(scope="module")
def his_clip(models: WeightsStore) -> Path:
    return models.require("clip-single-face")


@pytest.fixture(scope="module")
def enrolled(engine: Engine, his_clip: Path) -> Engine:
    """He is enrolled from three frames of the first half."""
    embeddings = []
    for jpeg in clip(his_clip, 0, 3, step=10):
        (face,) = engine.analyse(jpeg).faces
        assert face.quality.is_good, face.quality
        assert face.embedding is not None
        embeddings.append(face.embedding)
    engine.use_gallery([mean_template(PersonId("he"), embeddings)])
    return engine


def test_he_is_recognised_in_frames_never_enrolled_within_a_second_of_film(enrolled: Engine, his_clip: Path) -> None:
    decision = Door(enrolled, "front").play(clip(his_clip, 36, 30))
    assert (decision.verdict, decision.person_id) == (Verdict.RECOGNISED, "he")
    assert decision.comparison is not None
    assert decision.comparison.nearest is not None
    assert decision.comparison.nearest.distance < decision.comparison.threshold.distance - 0.1
    assert decision.attempts <= 2
    assert decision.crop is not None
    assert decision.crop.shape[1] <= 256


def test_she_is_unknown(enrolled: Engine, models: WeightsStore) -> None:
    door = Door(enrolled, "back")
    decision = door.play(clip(models.require("clip-wolfgang-langer"), 0, 12, step=3))
    assert (decision.verdict, decision.person_id) == (Verdict.UNKNOWN, None)
    tracks = {face.track_id for seen in door.observations for face in seen.faces}
    assert len(tracks) == 1


def test_an_empty_room_makes_no_visit(enrolled: Engine, models: WeightsStore) -> None:
    heard: list[EngineOutput] = []
    take_off = enrolled.listen(heard.append)
    for seq, jpeg in enumerate(clip(models.require("clip-no-face"), 0, 5)):
        now_ns = time.monotonic_ns()
        enrolled.submit(FrameJob(CameraId("empty"), seq, now_ns, now_ns, jpeg))
        deadline = time.monotonic() + 20
        while len(heard) <= seq:
            assert time.monotonic() < deadline
            time.sleep(0.005)
    take_off()
    enrolled.forget_camera(CameraId("empty"))
    assert all(isinstance(each, Observation) and not each.faces for each in heard)


def test_every_face_of_a_group_photo_is_judged(enrolled: Engine, models: WeightsStore) -> None:
    seen = enrolled.analyse(models.require("picture-multi-face").read_bytes())
    assert len(seen.faces) == 5
    for face in seen.faces:
        assert face.comparison is not None
        assert face.comparison.nearest is not None
        assert face.comparison.nearest.distance > face.comparison.threshold.distance
