"""The owner of the models: frames in; observations, decisions and cues out.

Threads: ``workers`` that decode, search, landmark and decide (OpenCV and TensorFlow let go of the GIL), and one
embedder, which also does the loading. While a frame waits for the embedder its worker serves another camera.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

from pipeline.engine_basis import BasisHolder
from pipeline.engine_batches import MicroBatches
from pipeline.engine_camera import SearchedFrame
from pipeline.engine_faces import FaceReader, FaceSteps, standard_steps
from pipeline.engine_outputs import Listener, Listeners, Throughput
from pipeline.engine_pictures import PictureDesk
from pipeline.engine_slots import CameraSlots, SearchTask
from pipeline.engine_worker import Workshop, unread
from pipeline.errors import EngineNotReadyError, PipelineError
from pipeline.niceness import step_back
from pipeline.ports import EngineParts, FrameJob, Recogniser
from pipeline.reasons import PipelineReason
from pipeline.types import CameraId, EngineStatus, Observation, Reason, Template, Threshold
from pipeline.visit_state import VisitRules
from weights.errors import WeightError

logger = logging.getLogger(__name__)
LOADING_GRACE_S: Final = 0.5
"""How long ``stop`` waits for a load that is under way: an import of TensorFlow cannot be broken off."""


class Engine:
    """Implements ``pipeline.ports.FaceEngine``; see there. Used once: a stopped engine does not start again.

    ``rules`` are those of the visits, ``steps`` the functions that need no model (by default the real ones).
    """

    def __init__(
        self,
        parts: EngineParts,
        *,
        workers: int = 2,
        rules: VisitRules | None = None,
        steps: FaceSteps | None = None,
    ) -> None:
        self._parts = parts
        self._worker_count = workers
        self._steps = steps
        self._slots: CameraSlots[SearchedFrame] = CameraSlots()
        self._batches = MicroBatches()
        self._basis = BasisHolder(rules or VisitRules())
        self._listeners = Listeners()
        self._throughput = Throughput()
        self._lifecycle = threading.Lock()
        self._settled = threading.Event()
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._recogniser: Recogniser | None = None
        self._pictures: PictureDesk | None = None
        self._failure: Reason | None = None
        self._warning: Reason | None = None

    def start(self) -> None:
        """Begin loading in the background. Idempotent; RuntimeError after ``stop``."""
        with self._lifecycle:
            if self._stopping.is_set():
                raise RuntimeError("a stopped engine does not start again")
            if not self._threads:
                self._begin_thread("munjigi-embedder", self._load_and_embed)

    def stop(self) -> None:
        """Refuse new frames, finish the running ones, join the threads. Not to be called by a listener.

        A load that is under way is waited for a moment only: its thread ends by itself, and serves nothing any more.
        """
        with self._lifecycle:
            self._stopping.set()
            self._slots.close()
            embedder, workers = self._threads[:1], self._threads[1:]
        for thread in workers:
            thread.join()
        self._batches.stop()
        for thread in embedder:
            thread.join(None if self._settled.is_set() else LOADING_GRACE_S)

    def wait_until_ready(self, timeout_s: float) -> bool:
        """Wait for the models; False when the time ran out. ``EngineNotReadyError`` when loading failed."""
        settled = self._settled.wait(timeout_s)
        if self._failure is not None:
            raise EngineNotReadyError(self._failure)
        return settled

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Add a listener; the returned call takes it off."""
        return self._listeners.add(listener)

    def submit(self, job: FrameJob) -> None:
        """Offer a frame: the newest of a camera wins. While the models load the newest waits; once loading has failed
        each is answered with the problem.
        """
        self._slots.offer(job)

    def forget_camera(self, camera_id: CameraId) -> None:
        """The camera is gone: its visits end, their decisions come out, its memory is freed."""
        self._slots.forget(camera_id)

    def use_gallery(self, templates: Sequence[Template]) -> None:
        """Swap in these people between frames; also before the models are there.

        Raises TemplateSpaceMismatchError or InvalidEmbeddingError and keeps the people there were. A gallery that was
        handed in early and turns out to be of another space is put aside, and ``status().problem`` says so.
        """
        self._basis.use_gallery(templates)
        self._warning = None

    def use_false_match_rate(self, false_match_rate: float) -> None:
        """Swap the threshold between frames; ValueError unless 0 < rate < 1."""
        self._basis.use_false_match_rate(false_match_rate)

    def threshold(self, false_match_rate: float) -> Threshold:
        """The recogniser's threshold at any rate; EngineNotReadyError while it is not loaded."""
        if self._recogniser is None:
            raise EngineNotReadyError(self._failure or Reason.of(PipelineReason.ENGINE_LOADING))
        return self._recogniser.default_threshold(false_match_rate)

    def analyse(self, picture: bytes) -> Observation:
        """Judge one still picture; blocks. Raises PictureRefusedError or EngineNotReadyError."""
        if self._failure is not None:
            raise EngineNotReadyError(self._failure)
        if self._pictures is None or not self._settled.is_set():
            raise EngineNotReadyError(Reason.of(PipelineReason.ENGINE_LOADING))
        return self._pictures.analyse(picture, self._basis.current)

    def status(self) -> EngineStatus:
        """A snapshot; any thread."""
        recogniser = self._recogniser
        frames_per_second, faces_per_second = self._throughput.per_second()
        return EngineStatus(
            ready=self._settled.is_set() and self._failure is None and not self._stopping.is_set(),
            recogniser=recogniser.name if recogniser is not None else "",
            runtime=recogniser.runtime if recogniser is not None else "",
            device=recogniser.device if recogniser is not None else "",
            template_space=recogniser.space if recogniser is not None else None,
            frames_searched=self._throughput.frames_searched,
            frames_with_face=self._throughput.frames_with_face,
            frames_per_second=frames_per_second,
            faces_per_second=faces_per_second,
            problem=self._failure or self._warning,
            runtime_reason=recogniser.runtime_reason if recogniser is not None else None,
        )

    def _begin_thread(self, name: str, target: Callable[..., None], *arguments: object) -> None:
        def work() -> None:
            step_back()
            target(*arguments)

        thread = threading.Thread(target=work, name=name)
        self._threads.append(thread)
        thread.start()

    def _load_and_embed(self) -> None:
        try:
            recogniser = self._load()
        except Exception as problem:
            self._failure = _failure_reason(problem)
            trace = problem if self._failure.code == PipelineReason.ENGINE_FAILED else None  # else a sentence says it
            logger.error("the models could not be loaded: %s", problem, exc_info=trace)  # noqa: TRY400 - seldom a trace
            self._settled.set()
            self._refuse_frames(self._failure)
            return
        self._settled.set()
        self._batches.run(recogniser)

    def _load(self) -> Recogniser:
        """Make all parts; the workers make their detectors on their own threads and wait."""
        recogniser = self._parts.make_recogniser()
        reader = FaceReader(self._parts.make_landmark_finder(), recogniser, self._steps or standard_steps())
        self._warning = self._basis.complete(recogniser)
        self._recogniser = recogniser
        make_picture_detector = self._parts.make_picture_detector or self._parts.make_detector
        self._pictures = PictureDesk(reader, self._batches, make_picture_detector)
        workshop = Workshop(
            reader=reader,
            batches=self._batches,
            slots=self._slots,
            basis=self._basis.current,
            listeners=self._listeners,
            throughput=self._throughput,
        )
        self._start_workers(workshop)
        return recogniser

    def _start_workers(self, workshop: Workshop) -> None:
        made: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()
        with self._lifecycle:
            if self._stopping.is_set():
                return
            for number in range(1, self._worker_count + 1):
                self._begin_thread(f"munjigi-worker-{number}", self._work, workshop, made)
        problems = [made.get() for _ in range(self._worker_count)]
        for problem in problems:
            if problem is not None:
                raise problem

    def _work(self, workshop: Workshop, made: queue.SimpleQueue[Exception | None]) -> None:
        try:
            detector = self._parts.make_detector()
        except Exception as problem:  # noqa: BLE001 - raised again by the thread that loads
            made.put(problem)
            return
        made.put(None)
        self._settled.wait()
        if self._failure is None:
            workshop.work(detector)

    def _refuse_frames(self, failure: Reason) -> None:
        """Without models every frame is still answered, so that no camera waits for ever."""
        while (task := self._slots.take()) is not None:
            if isinstance(task, SearchTask):
                self._listeners.tell(unread(task.job, failure, time.monotonic_ns()))
            self._slots.done(task.camera_id, None, gone=not isinstance(task, SearchTask))


def _failure_reason(problem: Exception) -> Reason:
    if isinstance(problem, PipelineError):
        return problem.reason
    if isinstance(problem, WeightError):
        return Reason(problem.code, problem.parameters)
    return Reason.of(PipelineReason.ENGINE_FAILED, problem=f"{type(problem).__name__}: {problem}")
