"""What a worker does with each task; whatever goes wrong with one camera's frame stays with that frame."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import CancelledError

from pipeline.engine_batches import EmbeddingsFuture, MicroBatches
from pipeline.engine_camera import CameraLine, SearchedFrame
from pipeline.engine_faces import FaceReader
from pipeline.engine_outputs import Listeners, Throughput
from pipeline.engine_slots import CameraSlots, FinishTask, ForgetTask, SearchTask, WakeTask
from pipeline.errors import PipelineError
from pipeline.ports import FaceDetector, FrameJob
from pipeline.reasons import PipelineReason
from pipeline.types import CameraId, Observation, Reason
from pipeline.visit_state import Basis

logger = logging.getLogger(__name__)


class Workshop:
    """The lines of all cameras. A line is touched only by the worker whose task its camera is (``CameraSlots``)."""

    def __init__(
        self,
        *,
        reader: FaceReader,
        batches: MicroBatches,
        slots: CameraSlots[SearchedFrame],
        basis: Callable[[], Basis],
        listeners: Listeners,
        throughput: Throughput,
        clock: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._reader = reader
        self._batches = batches
        self._slots = slots
        self._basis = basis
        self._listeners = listeners
        self._throughput = throughput
        self._clock = clock
        self._lines: dict[CameraId, CameraLine] = {}
        self._failures_told: set[tuple[CameraId, str]] = set()

    def work(self, detector: FaceDetector) -> None:
        """Take tasks until the slots are closed and empty."""
        while (task := self._slots.take()) is not None:
            match task:
                case SearchTask():
                    self._search(task, detector)
                case FinishTask():
                    self._finish(task)
                case WakeTask():
                    self._wake(task)
                case ForgetTask():
                    self._forget(task)

    def _search(self, task: SearchTask, detector: FaceDetector) -> None:
        line = self._lines.setdefault(task.camera_id, CameraLine(task.camera_id, self._reader))
        try:
            frame = line.search(task.job, detector, self._clock())
        except Exception as problem:  # noqa: BLE001 - told below, once
            self._answer_problem(task.job, problem)
            self._slots.done(task.camera_id, line.next_wake_ns)
            return
        asked_ns = self._clock()

        def hand_back(embeddings: EmbeddingsFuture) -> None:
            frame.times.add("embed", (self._clock() - asked_ns) / 1e6)
            self._slots.finish(FinishTask(task.camera_id, frame, embeddings))

        if frame.wanted:
            self._batches.ask(frame.crops).add_done_callback(hand_back)
        else:
            self._finish(FinishTask(task.camera_id, frame, self._batches.ask(())))

    def _finish(self, task: FinishTask[SearchedFrame]) -> None:
        line = self._lines[task.camera_id]
        try:
            observation, decided = line.finish(task.pending, task.embeddings.result(), self._basis(), self._clock())
        except (Exception, CancelledError) as problem:  # noqa: BLE001 - told below, once
            line.reset()
            self._answer_problem(task.pending.job, problem)
        else:
            self._throughput.count(observation)
            for output in (observation, *decided):
                self._listeners.tell(output)
        self._slots.done(task.camera_id, line.next_wake_ns)

    def _wake(self, task: WakeTask) -> None:
        line = self._lines[task.camera_id]
        try:
            for output in line.wake(self._basis(), self._clock()):
                self._listeners.tell(output)
        except Exception as problem:  # noqa: BLE001 - told below, once
            line.reset()
            self._tell_failure(task.camera_id, problem)
        self._slots.done(task.camera_id, line.next_wake_ns)

    def _forget(self, task: ForgetTask) -> None:
        line = self._lines.pop(task.camera_id, None)
        try:
            for decision in line.close(self._clock()) if line is not None else ():
                self._listeners.tell(decision)
        except Exception as problem:  # noqa: BLE001 - told below, once
            self._tell_failure(task.camera_id, problem)
        self._failures_told = {told for told in self._failures_told if told[0] != task.camera_id}
        self._slots.done(task.camera_id, None, gone=True)

    def _answer_problem(self, job: FrameJob, problem: BaseException) -> None:
        if isinstance(problem, PipelineError):
            reason = problem.reason
        else:
            reason = Reason.of(PipelineReason.ENGINE_FAILED, problem=type(problem).__name__)
            self._tell_failure(job.camera_id, problem)
        self._listeners.tell(unread(job, reason, self._clock()))

    def _tell_failure(self, camera_id: CameraId, problem: BaseException) -> None:
        """Once a camera and kind: at 15 frames a second the same traceback helps nobody."""
        told = camera_id, type(problem).__name__
        if told not in self._failures_told:
            self._failures_told = self._failures_told | {told}
            logger.error("a frame of camera %s failed", camera_id, exc_info=problem)


def unread(job: FrameJob, reason: Reason, now: int) -> Observation:
    """The answer to a frame that could not be judged."""
    return Observation(
        camera_id=job.camera_id,
        seq=job.seq,
        captured_at_ns=job.captured_at_ns,
        received_at_ns=job.received_at_ns,
        finished_at_ns=now,
        image=None,
        faces=(),
        problem=reason,
    )
