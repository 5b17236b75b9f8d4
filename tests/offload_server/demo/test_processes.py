"""Camera processes are listened to, stopped politely, and killed when they do not go."""

from __future__ import annotations

import queue
import sys
import time
from pathlib import Path

import pytest

from offload_server.demo import processes
from offload_server.demo.processes import CameraProcess, CameraReport, camera_command

TALKS = """
import json, time
print(json.dumps({"event": "connected", "camera_id": "c1"}), flush=True)
print("not JSON", flush=True)
print("[1]", flush=True)
print(json.dumps({"event": "indicator", "indicator": "recognised"}), flush=True)
time.sleep(60)
"""
SAYS_GOODBYE = """
import json, signal, sys, time
def bye(*_):
    print(json.dumps({"event": "stopped"}), flush=True)
    sys.exit(0)
signal.signal(signal.SIGTERM, bye)
print(json.dumps({"event": "connected"}), flush=True)
time.sleep(60)
"""
STUBBORN = """
import json, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(json.dumps({"event": "connected"}), flush=True)
time.sleep(60)
"""


def _start(code: str, tmp_path: Path) -> tuple[CameraProcess, queue.SimpleQueue[CameraReport]]:
    reports: queue.SimpleQueue[CameraReport] = queue.SimpleQueue()
    process = CameraProcess("front", "Front door", [sys.executable, "-c", code], tmp_path / "log", reports.put)
    process.start()
    return process, reports


def test_what_a_camera_prints_arrives_line_by_line(tmp_path: Path) -> None:
    process, reports = _start(TALKS, tmp_path)
    try:
        first, second = reports.get(timeout=10), reports.get(timeout=10)
    finally:
        process.stop()
    assert first == CameraReport("front", {"event": "connected", "camera_id": "c1"})
    assert (second.event, second.content["indicator"]) == ("indicator", "recognised")
    assert reports.empty()


def test_a_camera_may_say_goodbye(tmp_path: Path) -> None:
    process, reports = _start(SAYS_GOODBYE, tmp_path)
    reports.get(timeout=10)
    process.ask_to_stop()
    process.stop()
    process.stop()
    assert reports.get(timeout=10).event == "stopped"
    assert not process.is_running


def test_a_camera_that_does_not_go_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_GRACE_S", 0.2)
    process, reports = _start(STUBBORN, tmp_path)
    reports.get(timeout=10)
    began = time.monotonic()
    process.stop()
    assert time.monotonic() - began < 5
    assert not process.is_running


def test_the_last_words_of_a_camera_that_died(tmp_path: Path) -> None:
    process, _ = _start("import sys; sys.exit('x' * 1000 + ' no such camera')", tmp_path)
    deadline = time.monotonic() + 10
    while process.is_running and time.monotonic() < deadline:
        time.sleep(0.01)
    process.stop()
    assert process.last_words().endswith("no such camera")
    assert len(process.last_words()) <= 400


def test_one_that_never_started_can_be_stopped(tmp_path: Path) -> None:
    process = CameraProcess("front", "Front door", ["none"], tmp_path / "log", lambda _: None)
    process.ask_to_stop()
    process.stop()
    assert not process.is_running


def test_a_camera_is_told_no_address() -> None:
    command = camera_command(Path("film"), "현관", Path("data"), 15, "0123")
    assert command[:6] == [sys.executable, "-P", "-m", "pi_client", "run", "--log-json"]
    assert "--server" not in command
    assert command[command.index("--camera") + 1] == "file:film"
    assert command[command.index("--server-id") + 1] == "0123"
