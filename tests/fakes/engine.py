"""A FaceEngine without models: it does what the test says."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence

from pipeline.calibration import SFACE_SCALE
from pipeline.errors import EngineNotReadyError, TemplateSpaceMismatchError
from pipeline.ports import FrameJob
from pipeline.reasons import PipelineReason
from pipeline.types import CameraId, EngineOutput, EngineStatus, Observation, Reason, Template, TemplateSpace, Threshold
from tests.fakes.outputs import FAKE_SPACE, fake_observation, fake_picture

Listener = Callable[[EngineOutput], None]


class FakeEngine:
    """Implements ``pipeline.ports.FaceEngine``.

    ``say(output)`` delivers an output from the calling thread. ``submit`` records the job in ``jobs`` and, unless
    ``answers`` is False, answers it from the engine's own thread with an observation without faces. ``analyse``
    returns (or raises) ``picture_answer``. What was handed in is kept in ``templates``, ``false_match_rate`` and
    ``forgotten``. ``ready=False`` keeps it loading until ``become_ready()``; ``fail(problem)`` fails the loading.
    """

    def __init__(self, *, answers: bool = True, ready: bool = True, space: TemplateSpace = FAKE_SPACE) -> None:
        self.answers = answers
        self.space = space
        self.jobs: list[FrameJob] = []
        self.pictures: list[bytes] = []
        self.templates: tuple[Template, ...] = ()
        self.false_match_rate: float | None = None
        self.forgotten: list[CameraId] = []
        self.picture_answer: Observation | Exception = fake_observation("picture")
        self._problem: Reason | None = None
        self._ready = ready
        self._settled = threading.Event()
        self._listeners: tuple[Listener, ...] = ()
        self._waiting: queue.SimpleQueue[FrameJob | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._answer_all, name="fake-engine")
            self._thread.start()
            if self._ready:
                self._settled.set()

    def stop(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            self._waiting.put(None)
            thread.join()

    def become_ready(self) -> None:
        """Finish loading."""
        self._ready = True
        self._settled.set()

    def fail(self, problem: str) -> None:
        """Fail the loading."""
        self._problem = Reason.of(PipelineReason.ENGINE_FAILED, problem=problem)
        self._ready = False
        self._settled.set()

    def wait_until_ready(self, timeout_s: float) -> bool:
        settled = self._settled.wait(timeout_s)
        if self._problem is not None:
            raise EngineNotReadyError(self._problem)
        return settled

    def listen(self, listener: Listener) -> Callable[[], None]:
        self._listeners = (*self._listeners, listener)

        def take_off() -> None:
            self._listeners = tuple(each for each in self._listeners if each is not listener)

        return take_off

    def say(self, output: EngineOutput) -> None:
        """Deliver ``output`` to every listener, from the calling thread."""
        for listener in self._listeners:
            listener(output)

    def submit(self, job: FrameJob) -> None:
        self.jobs.append(job)
        if self.answers:
            self._waiting.put(job)

    def forget_camera(self, camera_id: CameraId) -> None:
        self.forgotten.append(camera_id)

    def use_gallery(self, templates: Sequence[Template]) -> None:
        if any(template.embedding.space != self.space for template in templates):
            raise TemplateSpaceMismatchError(Reason.of(PipelineReason.SPACES_DIFFER))
        self.templates = tuple(templates)

    def use_false_match_rate(self, false_match_rate: float) -> None:
        self.false_match_rate = false_match_rate

    def threshold(self, false_match_rate: float) -> Threshold:
        self._refuse_unless_ready()
        return SFACE_SCALE.threshold(false_match_rate)

    def analyse(self, picture: bytes) -> Observation:
        self._refuse_unless_ready()
        self.pictures.append(picture)
        if isinstance(self.picture_answer, Exception):
            raise self.picture_answer
        return self.picture_answer

    def status(self) -> EngineStatus:
        ready = self._ready and self._settled.is_set()
        return EngineStatus(
            ready=ready,
            recogniser="fake",
            runtime="fake",
            device="cpu",
            template_space=self.space if ready else None,
            frames_searched=len(self.jobs),
            frames_with_face=0,
            frames_per_second=0.0,
            faces_per_second=0.0,
            problem=self._problem,
        )

    def _refuse_unless_ready(self) -> None:
        if self._problem is not None:
            raise EngineNotReadyError(self._problem)
        if not (self._ready and self._settled.is_set()):
            raise EngineNotReadyError(Reason.of(PipelineReason.ENGINE_LOADING))

    def _answer_all(self) -> None:
        while (job := self._waiting.get()) is not None:
            now_ns = time.monotonic_ns()
            self.say(
                Observation(
                    job.camera_id, job.seq, job.captured_at_ns, job.received_at_ns, now_ns, fake_picture(), faces=()
                )
            )
