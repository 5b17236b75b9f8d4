"""``munjigi-server`` as it is, but for an engine without networks: it starts in a second and says nothing of faces.

Run as a program: ``python -m tests.integration.fake_engine_server --data DIR --insecure-lan``. It also writes every
frame that the engine got into the file of ``MUNJIGI_TEST_FRAMES``, one line each: camera, our number, the camera's
stamp of the picture, its age in ms, the payload's length.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any, TextIO

from offload_server import __main__ as program
from pipeline.ports import FrameJob
from tests.fakes.engine import FakeEngine


class WritingEngine(FakeEngine):
    """Writes down what it gets and keeps no frame; ``pause_s`` makes it slow."""

    def __init__(self, record: TextIO, pause_s: float) -> None:
        super().__init__()
        self._record = record
        self._pause_s = pause_s

    def submit(self, job: FrameJob) -> None:
        age_ms = (job.received_at_ns - job.captured_at_ns) / 1e6
        number = job.jpeg[-10:-2].decode(errors="replace")
        print(job.camera_id, job.seq, number, f"{age_ms:.1f}", time.time(), file=self._record, flush=True)
        super().submit(job)
        self.jobs.clear()

    def say(self, output: Any) -> None:
        time.sleep(self._pause_s)
        super().say(output)


def main() -> int:
    record = Path(os.environ["MUNJIGI_TEST_FRAMES"])
    with record.open("a", encoding="utf-8") as file:
        engine = WritingEngine(file, float(os.environ.get("MUNJIGI_TEST_PAUSE_S", "0")))
        program._build_engine = lambda *_args, **_kinds: engine
        return program.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
