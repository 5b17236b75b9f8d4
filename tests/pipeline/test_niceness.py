"""The engine's threads let the window go first."""

from __future__ import annotations

import os
import sys
import threading

import pytest

from pipeline.engine import Engine
from pipeline.niceness import ENGINE_NICENESS, step_back
from tests.fakes.parts import FAKE_STEPS, FakeParts

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a thread has a niceness of its own on Linux only")


def _nice_of(thread: threading.Thread) -> int:
    return os.getpriority(os.PRIO_PROCESS, thread.native_id or 0)


def test_a_thread_steps_back_alone() -> None:
    seen: list[int] = []

    def work() -> None:
        step_back()
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [ENGINE_NICENESS]
    assert _nice_of(threading.current_thread()) != ENGINE_NICENESS


def test_all_threads_of_the_engine_are_nice() -> None:
    engine = Engine(FakeParts().parts(), steps=FAKE_STEPS)
    before = set(threading.enumerate())
    engine.start()
    try:
        assert engine.wait_until_ready(10)
        threads = [thread for thread in threading.enumerate() if thread not in before]
        assert len(threads) == 3
        assert {_nice_of(thread) for thread in threads} == {ENGINE_NICENESS}
    finally:
        engine.stop()
