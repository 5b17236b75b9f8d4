"""Judging one still picture, on whatever thread asks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError

from pipeline.engine_batches import MicroBatches
from pipeline.engine_faces import FaceReader, JudgedFace, StageTimes, compare_for_display
from pipeline.errors import EngineNotReadyError
from pipeline.ports import FaceDetector
from pipeline.reasons import PipelineReason
from pipeline.types import CameraId, Embedding, Observation, ObservedFace, Reason, TrackId, UInt8Array
from pipeline.visit_state import Basis

PICTURE = CameraId("picture")  # what stands for the camera in the observation of a still picture
# A group photo; each costs some 15 ms. The largest come first.
MOST_FACES_OF_A_PICTURE = 64


class PictureDesk:
    """Has a detector of its own, made for the first picture: a detector serves one thread at a time."""

    def __init__(self, reader: FaceReader, batches: MicroBatches, make_detector: Callable[[], FaceDetector]) -> None:
        self._reader = reader
        self._batches = batches
        self._make_detector = make_detector
        self._detector: FaceDetector | None = None
        self._lock = threading.Lock()

    def analyse(self, picture: bytes, basis: Callable[[], Basis]) -> Observation:
        """Every face embedded and compared; track ids count the faces from 1, largest first.

        Raises PictureRefusedError, or EngineNotReadyError when the engine is stopping.
        """
        received_ns, times = time.monotonic_ns(), StageTimes()
        with times.measure("decode"):
            image = self._reader.steps.decode_picture(picture)
        faces = self._find(image, times)
        with times.measure("embed"):
            embeddings = self._embed(faces)
        with times.measure("compare"):
            observed = _observed(faces, embeddings, basis())
        return Observation(
            camera_id=PICTURE,
            seq=0,
            captured_at_ns=received_ns,
            received_at_ns=received_ns,
            finished_at_ns=time.monotonic_ns(),
            image=image,
            faces=observed,
            stages_ms=times.freeze(),
        )

    def _find(self, image: UInt8Array, times: StageTimes) -> tuple[JudgedFace, ...]:
        with self._lock:
            if self._detector is None:
                self._detector = self._make_detector()
            with times.measure("detect"):
                detected = self._detector.detect(image)[:MOST_FACES_OF_A_PICTURE]
        return tuple(self._reader.read(image, face, times) for face in detected)

    def _embed(self, faces: tuple[JudgedFace, ...]) -> tuple[Embedding, ...]:
        try:
            return self._batches.ask([face.aligned for face in faces]).result()
        except CancelledError:
            stopped = Reason.of(PipelineReason.ENGINE_FAILED, problem="stopped")
            raise EngineNotReadyError(stopped) from None


def _observed(
    faces: tuple[JudgedFace, ...], embeddings: tuple[Embedding, ...], basis: Basis
) -> tuple[ObservedFace, ...]:
    return tuple(
        face.observed(TrackId(number), None, embedding, compare_for_display(embedding, basis))
        for number, (face, embedding) in enumerate(zip(faces, embeddings, strict=True), start=1)
    )
