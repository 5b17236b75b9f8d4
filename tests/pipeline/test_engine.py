"""The engine with fake parts: newest wins, in order, fair, nothing left behind, nothing taken down by one failure."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from pipeline.engine import LOADING_GRACE_S, Engine
from pipeline.errors import (
    EngineNotReadyError,
    InvalidEmbeddingError,
    PictureRefusedError,
    TemplateSpaceMismatchError,
)
from pipeline.ports import FaceEngine, FrameJob
from pipeline.reasons import PipelineReason
from pipeline.types import CameraId, Decision, Embedding, EngineOutput, Observation, Template, TemplateSpace, Verdict
from pipeline.visit_state import MS, VisitRules
from tests.fakes.outputs import FAKE_SPACE, fake_embedding, fake_template
from tests.fakes.parts import DAMAGED, FAKE_STEPS, FakeFace, FakeParts, encode
from weights.errors import WeightMissingError
from weights.reasons import WeightsReason

OTHER_SPACE = TemplateSpace("other", "1" * 64, "fake-112", 1)
QUICK = VisitRules(out_of_sight_ns=500 * MS, decide_after_ns=1_500 * MS)


class Heard:
    """A listener that can be waited on."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.outputs: list[EngineOutput] = []

    def __call__(self, output: EngineOutput) -> None:
        with self._changed:
            self.outputs.append(output)
            self._changed.notify_all()

    def wait_for(self, condition: Callable[[Heard], bool], timeout_s: float = 5.0) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: condition(self), timeout_s), self.outputs

    def observations(self, camera: str = "c1") -> list[Observation]:
        return [each for each in self.outputs if isinstance(each, Observation) and each.camera_id == camera]

    @property
    def decisions(self) -> list[Decision]:
        return [each for each in self.outputs if isinstance(each, Decision)]


class House:
    """A running engine and a camera man, who says when a frame was taken."""

    def __init__(self, control: FakeParts, engine: Engine) -> None:
        self.control = control
        self.engine = engine
        self.heard = Heard()
        self.engine.listen(self.heard)
        self.begun_ns = time.monotonic_ns()

    def send(self, seq: int, *faces: FakeFace, camera: str = "c1", at_ms: int | None = None) -> None:
        self.send_bytes(seq, encode(*faces), camera, at_ms)

    def send_bytes(self, seq: int, jpeg: bytes, camera: str = "c1", at_ms: int | None = None) -> None:
        now_ns = time.monotonic_ns()
        taken_ns = now_ns if at_ms is None else self.begun_ns + at_ms * MS
        self.engine.submit(FrameJob(CameraId(camera), seq, taken_ns, now_ns, jpeg))

    def show(self, seq: int, *faces: FakeFace, camera: str = "c1", at_ms: int | None = None) -> Observation:
        """Send a frame and wait for its observation."""
        self.send(seq, *faces, camera=camera, at_ms=at_ms)
        return self.answer(seq, camera)

    def answer(self, seq: int, camera: str = "c1") -> Observation:
        self.heard.wait_for(lambda heard: any(each.seq == seq for each in heard.observations(camera)))
        return next(each for each in self.heard.observations(camera) if each.seq == seq)

    def visit_of(self, who: int, frames: int = 4, camera: str = "c1") -> None:
        """Frames 250 ms apart by the camera's clock, as fast as the engine takes them."""
        for index in range(frames):
            self.show(index, FakeFace(who), camera=camera, at_ms=250 * index)


@contextmanager
def house(
    control: FakeParts | None = None, *, rules: VisitRules | None = None, workers: int = 2, ready: bool = True
) -> Iterator[House]:
    control = control or FakeParts()
    engine = Engine(control.parts(), workers=workers, rules=rules, steps=FAKE_STEPS)
    running = House(control, engine)
    engine.start()
    try:
        if ready:
            assert engine.wait_until_ready(5)
        yield running
    finally:
        for gate in (control.load_gate, control.detect_gate, control.embed_gate):
            gate.set()
        engine.stop()


# ---- one frame


def test_a_frame_becomes_an_observation_with_everything_about_its_faces() -> None:
    with house() as running:
        running.engine.use_gallery([fake_template("mia", 1)])
        seen = running.show(3, FakeFace(1, left=100), FakeFace(2, left=400))
    assert (seen.camera_id, seen.seq, seen.problem) == ("c1", 3, None)
    assert seen.image is not None
    assert not seen.image.flags.writeable
    first, second = seen.faces
    assert (first.track_id, second.track_id) == (1, 2)
    assert first.visit_id != second.visit_id
    assert first.comparison is not None
    assert first.comparison.nearest is not None
    assert first.comparison.nearest.person_id == "mia"
    assert first.comparison.nearest.distance < 0.01
    assert first.comparison.threshold.false_match_rate == 1e-4
    assert first.embedding is not None
    assert first.aligned is not None
    assert first.landmarks.shape == (68, 2)
    expected = {"decode", "detect", "track", "landmarks", "align", "quality", "embed", "compare", "visit"}
    assert set(seen.stages_ms) == expected


def test_between_embeddings_a_face_carries_its_last_comparison_and_its_age() -> None:
    with house() as running:
        running.engine.use_gallery([fake_template("mia", 1)])
        running.show(0, FakeFace(1), at_ms=0)
        soon = running.show(1, FakeFace(1), at_ms=120).faces[0]
        later = running.show(2, FakeFace(1), at_ms=200).faces[0]
    assert (soon.embedding, soon.aligned) == (None, None)
    assert soon.comparison is not None
    assert soon.comparison_age_ms == pytest.approx(120)
    assert later.embedding is not None
    assert later.comparison_age_ms == 0


def test_poor_faces_are_embedded_at_most_twice_a_second_and_never_decide() -> None:
    with house(rules=QUICK) as running:
        running.engine.use_gallery([fake_template("mia", 1)])
        seen = [running.show(n, FakeFace(1, poor=True), at_ms=100 * n).faces[0] for n in range(11)]
        running.heard.wait_for(lambda heard: len(heard.decisions) == 1)
    assert [n for n, face in enumerate(seen) if face.embedding is not None] == [0, 5, 10]
    assert running.heard.decisions[0].verdict is Verdict.POOR_VIEW


def test_a_damaged_frame_is_answered_with_the_problem_and_the_next_one_is_read() -> None:
    with house() as running:
        running.send_bytes(0, DAMAGED)
        assert running.answer(0).problem is not None
        assert running.answer(0).image is None
        assert len(running.show(1, FakeFace(1)).faces) == 1


@pytest.mark.parametrize("stage", ["detect", "align", "embed"])
def test_a_failing_stage_fails_its_frames_only_and_is_logged_once(stage: str, caplog: pytest.LogCaptureFixture) -> None:
    with house() as running:
        running.control.broken.add(stage)
        for seq in range(3):
            problem = running.show(seq, FakeFace(1), at_ms=seq * 300).problem
            assert problem is not None
            assert problem.code == PipelineReason.ENGINE_FAILED
        running.control.broken.clear()
        assert running.show(3, FakeFace(1), at_ms=900).problem is None
        assert running.engine.status().ready
    assert len([record for record in caplog.records if record.levelname == "ERROR"]) == 1


# ---- decisions


def test_a_visit_is_recognised_and_the_decision_comes_after_its_observation() -> None:
    with house() as running:
        running.engine.use_gallery([fake_template("mia", 1), fake_template("leo", 2)])
        running.visit_of(1)
    outputs = running.heard.outputs
    decision = running.heard.decisions[0]
    assert (decision.verdict, decision.person_id, decision.camera_id) == (Verdict.RECOGNISED, "mia", "c1")
    assert decision.comparison is not None
    assert decision.comparison.runner_up is not None
    assert decision.comparison.runner_up.person_id == "leo"
    assert isinstance(outputs[outputs.index(decision) - 1], Observation)
    faces = [face for seen in running.heard.observations() for face in seen.faces]
    assert {face.visit_id for face in faces} == {decision.visit_id}
    assert decision.crop is not None
    assert decision.crop[0, 0, 0] == 1


def test_a_visit_ends_by_itself_when_no_frame_comes_any_more() -> None:
    with house(rules=QUICK) as running:
        running.engine.use_gallery([fake_template("mia", 1)])
        running.visit_of(9)
        running.heard.wait_for(lambda heard: len(heard.decisions) == 1)
        assert running.heard.decisions[0].verdict is Verdict.UNKNOWN


def test_a_face_far_away_is_shown_but_is_nobodys_visit() -> None:
    with house() as running:
        seen = [running.show(seq, FakeFace(1, face_px=29), at_ms=250 * seq) for seq in range(4)]
        running.engine.forget_camera(CameraId("c1"))
        assert [[face.visit_id for face in each.faces] for each in seen] == [[None]] * 4
        assert running.heard.decisions == []


def test_the_same_face_after_the_visit_closed_is_another_visit() -> None:
    with house(rules=QUICK) as running:
        running.engine.use_gallery([fake_template("mia", 1)])
        running.visit_of(9)
        running.heard.wait_for(lambda heard: len(heard.decisions) == 1)
        again = running.show(9, FakeFace(9), at_ms=5_000).faces[0]
        assert again.visit_id != running.heard.decisions[0].visit_id


def test_forgetting_a_camera_ends_its_visits_and_lets_it_come_back() -> None:
    with house() as running:
        running.engine.use_gallery([fake_template("mia", 1)])
        running.visit_of(9)
        running.visit_of(9, camera="c2")
        running.engine.forget_camera(CameraId("c1"))
        running.heard.wait_for(lambda heard: len(heard.decisions) == 1)
        assert running.heard.decisions[0].camera_id == "c1"
        assert running.show(20, FakeFace(9)).problem is None
        running.engine.forget_camera(CameraId("never seen"))
    assert len(running.heard.decisions) == 1


def test_stopping_decides_nothing_and_leaves_no_thread() -> None:
    with house() as running:
        running.engine.use_gallery([fake_template("mia", 1)])
        running.visit_of(9)
    running.engine.stop()
    assert not running.heard.decisions
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("munjigi")]
    running.send(50)
    with pytest.raises(RuntimeError):
        running.engine.start()


# ---- newest wins, order, fairness


def test_the_newest_waiting_frame_wins_and_the_order_is_kept() -> None:
    with house() as running:
        running.control.detect_gate.clear()
        running.send(0)
        running.control.wait_until_at("detect")
        for seq in range(1, 6):
            running.send(seq)
        running.control.detect_gate.set()
        running.answer(5)
    assert [seen.seq for seen in running.heard.observations()] == [0, 5]


def test_results_of_a_camera_come_in_the_order_of_its_frames() -> None:
    with house() as running:
        for seq in range(200):
            running.send(seq, FakeFace(1))
            if seq % 7 == 0:
                time.sleep(0.002)
        running.answer(199)
    seqs = [seen.seq for seen in running.heard.observations()]
    assert seqs == sorted(seqs)
    assert len(seqs) > 10


def test_a_camera_in_a_hurry_does_not_starve_the_others() -> None:
    with house(workers=1) as running:
        answered: dict[str, int] = defaultdict(int)
        stop = threading.Event()

        def answer_again(output: EngineOutput) -> None:
            """Every camera sends its next frame at once; "fast" sends three more, unasked."""
            if isinstance(output, Observation) and not stop.is_set():
                answered[output.camera_id] += 1
                for _ in range(4 if output.camera_id == "fast" else 1):
                    running.send(output.seq + 1, camera=output.camera_id)
                if sum(answered.values()) >= 300:
                    stop.set()

        running.engine.listen(answer_again)
        for camera in ("fast", "slow1", "slow2"):
            running.send(0, camera=camera)
        assert stop.wait(10)
    assert max(answered.values()) - min(answered.values()) <= 3


def test_while_one_camera_waits_for_the_embedder_its_worker_serves_others_and_the_batch_fills() -> None:
    with house(workers=1) as running:
        running.control.embed_gate.clear()
        running.send(0, FakeFace(0), camera="c0")
        running.control.wait_until_at("embed")
        for number in range(1, 12):
            running.send(0, FakeFace(number), camera=f"c{number}")
        running.show(0, camera="empty")  # served after the twelve, which all wait for the embedder now
        running.control.embed_gate.set()
        for number in range(12):
            running.answer(0, f"c{number}")
    assert running.control.batches == [1, 8, 3]


def test_detectors_are_made_on_the_threads_that_use_them() -> None:
    with house() as running:
        running.show(0, FakeFace(1))
        made, used = running.control.threads["make_detector"], running.control.threads["detect"]
    assert used <= made == {"munjigi-worker-1", "munjigi-worker-2"}


# ---- listeners


def test_a_failing_listener_is_logged_and_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    def fail(_: EngineOutput) -> None:
        raise RuntimeError("listener")

    engine = Engine(FakeParts().parts(), steps=FAKE_STEPS)
    take_off = engine.listen(fail)
    running = House(FakeParts(), engine)
    engine.start()
    try:
        assert engine.wait_until_ready(5)
        running.show(0, FakeFace(1))
        take_off()
        take_off()
        running.show(1, FakeFace(1))
    finally:
        engine.stop()
    assert len([record for record in caplog.records if "listener" in record.message]) == 1


# ---- loading


def test_while_loading_nothing_is_answered_and_the_gallery_is_kept() -> None:
    control = FakeParts()
    control.load_gate.clear()
    with house(control, ready=False) as running:
        engine: FaceEngine = running.engine
        assert not engine.wait_until_ready(0.02)
        assert not engine.status().ready
        with pytest.raises(EngineNotReadyError):
            engine.analyse(encode())
        engine.use_gallery([fake_template("mia", 1)])
        engine.use_false_match_rate(1e-3)
        running.send(0, FakeFace(1))
        control.load_gate.set()
        face = running.answer(0).faces[0]
    assert face.comparison is not None
    assert face.comparison.nearest is not None
    assert face.comparison.nearest.person_id == "mia"
    assert face.comparison.threshold.false_match_rate == 1e-3


@pytest.mark.parametrize("stage", ["make_recogniser", "make_detector"])
def test_when_loading_fails_everyone_is_told_and_frames_are_answered(
    stage: str, caplog: pytest.LogCaptureFixture
) -> None:
    with house(FakeParts(broken={stage}), ready=False) as running:
        with pytest.raises(EngineNotReadyError):
            running.engine.wait_until_ready(5)
        problem = running.engine.status().problem
        assert problem is not None
        assert "broken" in str(problem.figures()["problem"])
        assert running.show(0, FakeFace(1)).problem == problem
        running.engine.forget_camera(CameraId("c1"))
        with pytest.raises(EngineNotReadyError):
            running.engine.analyse(encode())
    assert len(caplog.records) == 1


def test_a_missing_model_is_logged_in_a_line_and_not_as_a_trace(caplog: pytest.LogCaptureFixture) -> None:
    def missing() -> NoReturn:
        raise WeightMissingError(WeightsReason.WEIGHT_MISSING, name="sface", file="sface.bin", folder="weights")

    engine = Engine(replace(FakeParts().parts(), make_recogniser=missing), steps=FAKE_STEPS)
    engine.start()
    with pytest.raises(EngineNotReadyError):
        engine.wait_until_ready(5)
    engine.stop()
    assert [record.exc_info for record in caplog.records] == [None]
    assert "sface.bin" in caplog.text


def test_stopping_while_loading_waits_a_moment_only() -> None:
    control = FakeParts()
    control.load_gate.clear()
    with house(control, ready=False) as running:
        running.engine.start()
        began = time.monotonic()
        running.engine.stop()
        assert time.monotonic() - began < LOADING_GRACE_S + 0.5
        assert not running.engine.status().ready
        control.load_gate.set()  # the thread that loads finds nothing to do any more, and ends


def test_an_engine_that_was_never_started_stops() -> None:
    Engine(FakeParts().parts(), steps=FAKE_STEPS).stop()


# ---- gallery


def test_a_new_gallery_counts_from_the_next_frame_on() -> None:
    with house() as running:
        before = running.show(0, FakeFace(1), at_ms=0).faces[0]
        running.engine.use_gallery([fake_template("mia", 1)])
        between = running.show(1, FakeFace(1), at_ms=100).faces[0]
        after = running.show(2, FakeFace(1), at_ms=300).faces[0]
        running.engine.use_gallery([])
        erased = running.show(3, FakeFace(1), at_ms=350).faces[0]
    assert before.comparison is not None
    assert before.comparison.candidates == ()
    assert between.comparison is None
    assert after.comparison is not None
    assert after.comparison.nearest is not None
    assert erased.comparison is None


def test_a_gallery_that_does_not_fit_is_refused_and_the_old_one_stays() -> None:
    with house() as running:
        running.engine.use_gallery([fake_template("mia", 1)])
        with pytest.raises(TemplateSpaceMismatchError):
            running.engine.use_gallery([fake_template("leo", 2, OTHER_SPACE)])
        with pytest.raises(InvalidEmbeddingError):
            running.engine.use_gallery([_twice_as_long()])
        comparison = running.show(0, FakeFace(1)).faces[0].comparison
    assert comparison is not None
    assert [each.person_id for each in comparison.candidates] == ["mia"]


def _twice_as_long() -> Template:
    template = fake_template("leo", 2)
    return Template(template.person_id, Embedding(template.embedding.vector * 2, FAKE_SPACE), 1)


def test_an_early_gallery_of_another_space_is_told_and_put_aside(caplog: pytest.LogCaptureFixture) -> None:
    control = FakeParts()
    control.load_gate.clear()
    with house(control, ready=False) as running:
        running.engine.use_gallery([fake_template("mia", 1, OTHER_SPACE)])
        control.load_gate.set()
        assert running.engine.wait_until_ready(5)
        problem = running.engine.status().problem
        assert problem is not None
        assert problem.code == PipelineReason.SPACES_DIFFER
        running.engine.use_gallery([fake_template("mia", 1)])
        assert running.engine.status().problem is None
    assert "nobody is recognised" in caplog.text


@pytest.mark.parametrize("rate", [0.0, 1.0, -1.0])
def test_what_is_no_false_match_rate_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="false match rate"):
        Engine(FakeParts().parts(), steps=FAKE_STEPS).use_false_match_rate(rate)


# ---- still pictures and status


def test_a_still_picture_gets_every_face_embedded_and_compared() -> None:
    with house() as running:
        running.engine.use_gallery([fake_template("mia", 1)])
        seen = running.engine.analyse(encode(FakeFace(1), FakeFace(2, left=300, poor=True)))
    assert [face.visit_id for face in seen.faces] == [None, None]
    assert [face.comparison is not None and face.embedding is not None for face in seen.faces] == [True, True]
    assert not running.heard.outputs


def test_a_picture_that_cannot_be_read_is_refused() -> None:
    with house() as running, pytest.raises(PictureRefusedError):
        running.engine.analyse(DAMAGED)


def test_a_stopped_engine_judges_no_picture() -> None:
    with house() as running:
        pass
    with pytest.raises(EngineNotReadyError):
        running.engine.analyse(encode(FakeFace(1)))


def test_the_status_names_the_parts_and_counts() -> None:
    with house() as running:
        running.show(0)
        running.show(1, FakeFace(1), FakeFace(2, left=300))
        running.send_bytes(2, DAMAGED)
        running.answer(2)
        status = running.engine.status()
    assert status.ready
    assert (status.recogniser, status.runtime, status.device) == ("fake", "fake-runtime", "fake-device")
    assert status.template_space == FAKE_SPACE
    assert (status.frames_searched, status.frames_with_face) == (2, 1)
    assert status.frames_per_second == pytest.approx(2 / 5)
    assert status.faces_per_second == pytest.approx(2 / 5)


def test_to_build_an_engine_no_heavy_library_is_imported() -> None:
    code = (
        "import sys, pipeline.engine, pipeline.presets;"
        "sys.exit(bool({'cv2', 'dlib', 'tensorflow', 'onnx'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_two_seeds_of_the_fakes_are_strangers_to_each_other() -> None:
    assert float(abs(fake_embedding(1).vector @ fake_embedding(9).vector)) < 0.3
