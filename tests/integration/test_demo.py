"""The whole of Munjigi at once: ``munjigi demo`` as a user starts it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from weights.store import WeightsStore

pytestmark = [pytest.mark.models, pytest.mark.timeout(180)]
_COMMAND = [sys.executable, "-m", "desktop_app", "demo", "--headless", "--language", "en"]


def _command(models: WeightsStore, data: Path, *more: str) -> list[str]:
    return [*_COMMAND, "--weights", str(models.folder), "--data", str(data), *more]


def _without_shared() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "MUNJIGI_SHARED"}


def _demo(models: WeightsStore, data: Path, *more: str) -> tuple[int, list[dict[str, Any]], str]:
    done = subprocess.run(
        _command(models, data, "--json", *more),
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
        env=_without_shared(),
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_the_demo_knows_whom_it_knows(models: WeightsStore, tmp_path: Path) -> None:
    code, lines, err = _demo(models, tmp_path / "data", "--seconds", "12")
    assert code == 0, err
    *decisions, summary = lines
    assert summary["event"] == "summary"
    assert summary["wrong_names"] == 0
    assert summary["frames"] > 12 * 2
    assert 0 < summary["frames_with_face"] < summary["frames"]
    assert summary["frames_per_second"] == pytest.approx(summary["frames"] / summary["seconds"], abs=0.1)
    assert summary["welcomed"], "a camera was told that somebody was recognised"
    assert sum(summary["decisions"].values()) == len({line["visit_id"] for line in decisions})
    for line in decisions:
        assert line["event"] == "decision"
        assert (line["person"] is not None) == (line["decision"] == "RECOGNISED")
        if line["decision"] == "RECOGNISED":
            assert (line["person"], line["expected"], line["unit"]) == ("Minji", ["Minji"], "l2")
            assert line["distance"] < line["threshold"]
    assert list((tmp_path / "data").iterdir()) == []


@pytest.mark.shared
def test_with_the_shared_clips_one_more_person_is_known(
    models: WeightsStore, shared_folder: Path, tmp_path: Path
) -> None:
    code, lines, err = _demo(models, tmp_path / "data", "--seconds", "14", "--shared", str(shared_folder))
    assert code == 0, err
    recognised = {line["person"] for line in lines if line.get("decision") == "RECOGNISED"}
    assert recognised == {"Minji", "Ha-eun"}


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "kill"])
def test_a_signal_ends_it_cleanly(models: WeightsStore, tmp_path: Path, number: signal.Signals) -> None:
    data = tmp_path / "data"
    running = subprocess.Popen(
        _command(models, data, "--seconds", "60"), stdout=subprocess.PIPE, text=True, env=_without_shared()
    )
    assert running.stdout is not None
    with running.stdout:
        for line in running.stdout:
            if line.startswith("Ready."):
                break
        running.send_signal(number)
        rest = running.stdout.read()
    assert running.wait(30) == 130
    assert rest.splitlines()[-1] == "Stopped before the end. Nothing was kept."
    assert list(data.iterdir()) == []
    assert _cameras_of(data) == []


def _cameras_of(data: Path) -> list[str]:
    """Command lines of processes that still name ``data``."""
    import psutil

    deadline = time.monotonic() + 5
    while True:
        found = [" ".join(each.info["cmdline"] or ()) for each in psutil.process_iter(["cmdline"])]
        left = [line for line in found if str(data) in line]
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.1)
