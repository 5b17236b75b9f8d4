"""The fake engine keeps the promises of the real one that its users lean on."""

from __future__ import annotations

import queue
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import EngineNotReadyError, TemplateSpaceMismatchError
from pipeline.ports import FaceEngine, FrameJob
from pipeline.types import CameraId, EngineOutput, Observation, TemplateSpace
from tests.fakes.engine import FakeEngine
from tests.fakes.outputs import fake_decision, fake_observation, fake_template


def test_a_submitted_frame_is_answered_from_another_thread() -> None:
    engine: FaceEngine = FakeEngine()
    heard: queue.SimpleQueue[EngineOutput] = queue.SimpleQueue()
    engine.listen(heard.put)
    engine.start()
    try:
        assert engine.wait_until_ready(1.0)
        engine.submit(FrameJob(CameraId("c1"), 7, 1, 2, b"jpeg"))
        answer = heard.get(timeout=2.0)
    finally:
        engine.stop()
    assert isinstance(answer, Observation)
    assert (answer.camera_id, answer.seq, answer.faces) == ("c1", 7, ())


def test_it_says_what_the_test_tells_it_to_until_the_listener_is_taken_off() -> None:
    engine = FakeEngine()
    heard: list[EngineOutput] = []
    take_off = engine.listen(heard.append)
    decision = fake_decision()
    engine.say(decision)
    take_off()
    engine.say(fake_decision("v2"))
    assert heard == [decision]


def test_a_picture_gets_the_answer_that_was_set_or_is_refused_while_loading() -> None:
    engine = FakeEngine(ready=False)
    with pytest.raises(EngineNotReadyError):
        engine.analyse(b"x")
    engine.become_ready()
    engine.picture_answer = fake_observation("picture", 3)
    assert engine.analyse(b"x").seq == 3
    assert engine.pictures == [b"x"]


def test_failed_loading_is_told_to_who_waits() -> None:
    engine = FakeEngine(ready=False)
    engine.fail("weights missing")
    with pytest.raises(EngineNotReadyError):
        engine.wait_until_ready(0.1)
    assert engine.status().problem is not None


def test_templates_of_another_space_are_refused() -> None:
    engine = FakeEngine()
    with pytest.raises(TemplateSpaceMismatchError):
        engine.use_gallery([fake_template("p1", space=TemplateSpace("other", "1" * 64, "x", 1))])
    engine.use_gallery([fake_template("p1")])
    assert [template.person_id for template in engine.templates] == ["p1"]


def test_it_needs_none_of_the_heavy_libraries() -> None:
    code = "import sys, tests.fakes.engine; sys.exit(bool({'cv2', 'dlib', 'tensorflow'} & set(sys.modules)))"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
