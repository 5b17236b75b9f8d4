"""Munjigi at work for a long time needs no more memory, threads or files than for a short one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from weights.store import WeightsStore

pytestmark = [pytest.mark.models, pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's process table")]
WARM_UP_S = 180.0
"""Until then the allocator fills what it keeps for good: +12 MB in the first three minutes, +1 MB in the next two."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at the server's process, ``at_s`` after the demo was ready."""

    at_s: float
    rss_mb: float
    threads: int
    files: int


@dataclass(frozen=True, slots=True)
class Run:
    code: int
    lines: list[dict[str, Any]]
    samples: list[Sample]
    errors: str

    def after(self, seconds: float) -> list[Sample]:
        return [each for each in self.samples if each.at_s >= seconds]


def watched_demo(models: WeightsStore, folder: Path, seconds: int, every_s: float) -> Run:
    """Run the demo and look at its process every ``every_s`` from ready to shortly before the end."""
    command = [sys.executable, "-m", "desktop_app", "demo", "--headless", "--json", "--language", "en"]
    command += ["--seconds", str(seconds), "--weights", str(models.folder), "--data", str(folder / "data")]
    environment = {name: value for name, value in os.environ.items() if name != "MUNJIGI_SHARED"}
    out, err = folder / "out", folder / "err"
    with out.open("w") as stdout, err.open("w") as stderr:
        running = subprocess.Popen(command, stdout=stdout, stderr=stderr, env=environment)
        samples = _watch(running, err, seconds - 1, every_s)
        code = running.wait(90)
    return Run(code, [json.loads(line) for line in out.read_text().splitlines()], samples, err.read_text())


def _watch(running: subprocess.Popen[bytes], err: Path, seconds: float, every_s: float) -> list[Sample]:
    while "Ready." not in err.read_text():
        if running.poll() is not None:
            return []
        time.sleep(0.1)
    process, began, samples = psutil.Process(running.pid), time.monotonic(), list[Sample]()
    while running.poll() is None and time.monotonic() - began < seconds:
        with process.oneshot():
            rss_mb, threads = process.memory_info().rss / 1e6, process.num_threads()
        samples.append(Sample(time.monotonic() - began, rss_mb, threads, process.num_fds()))
        time.sleep(every_s)
    return samples


def assert_did_its_job(run: Run) -> None:
    assert run.code == 0, run.errors
    assert run.lines[-1]["wrong_names"] == 0


@pytest.mark.timeout(180)
def test_threads_and_files_stay_the_same_while_visitors_come_and_go(models: WeightsStore, tmp_path: Path) -> None:
    run = watched_demo(models, tmp_path, seconds=20, every_s=0.25)
    assert_did_its_job(run)
    early, late = run.after(2)[:10], run.samples[-10:]
    assert max(each.threads for each in late) <= max(each.threads for each in early) + 1
    assert max(each.files for each in late) <= max(each.files for each in early) + 1


@pytest.mark.soak
def test_memory_stays_flat_for_ten_minutes(models: WeightsStore, tmp_path: Path) -> None:
    run = watched_demo(models, tmp_path, seconds=660, every_s=2)
    assert_did_its_job(run)
    steady = run.after(WARM_UP_S)
    minutes = np.array([each.at_s for each in steady]) / 60
    growth_mb_per_minute = np.polyfit(minutes, np.array([each.rss_mb for each in steady]), 1)[0]
    first, last = steady[0], steady[-1]
    print(f"\n{run.lines[-1]}\nfirst {first}\nlast {last}\nRSS grows {growth_mb_per_minute:.3f} MB a minute")
    assert growth_mb_per_minute < 1
    assert last.threads <= first.threads + 1
    assert last.files <= first.files + 1
