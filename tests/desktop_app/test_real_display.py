"""The program as its users start it: in a window of a real X server, told to stop by a signal."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
def test_the_station_runs_on_a_real_display_and_stops_when_told(tmp_path: Path) -> None:
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24"],
        pass_fds=(write,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()  # the whole line: Xvfb dies when it cannot write its end
        environment = {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}
        command = [sys.executable, "-m", "desktop_app", "--data", str(tmp_path / "home"), "--port", "0"]
        program = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        run_file = tmp_path / "home" / "server.json"
        deadline = time.monotonic() + 60
        while not run_file.exists() and program.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
        told = run_file.exists()
        program.send_signal(signal.SIGTERM)
        _, complaints = program.communicate(timeout=60)
        assert told, complaints
        assert program.returncode == 0, complaints
        assert not run_file.exists(), "the server stopped in order"
    finally:
        server.terminate()
        server.wait()
