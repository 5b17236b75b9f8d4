"""A real ``munjigi-server`` process with the real networks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from weights.store import WeightsStore

START_LIMIT_S = 90.0
"""TensorFlow on a machine that is busy with other tests."""


class ServerProcess:
    """Started as a user would; everything about it is learnt from its data folder."""

    def __init__(self, data: Path, models: WeightsStore) -> None:
        self._data = data
        self._weights = models.folder
        self._log = (data.parent / f"{data.name}.log").open("ab")
        self._process = subprocess.Popen(
            self.command(port=0),
            stdout=self._log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        self.url = self._wait_for_address()
        self.token = (data / "admin-token").read_text().strip()
        self._wait_until_ready()

    def command(self, port: int) -> list[str]:
        """What starts such a server on the same folder."""
        folders = ["--data", str(self._data), "--weights", str(self._weights)]
        return [sys.executable, "-m", "offload_server", *folders, "--port", str(port)]

    def ask(
        self, method: str, path: str, body: bytes | None = None, content_type: str = "image/jpeg"
    ) -> tuple[int, dict[str, Any]]:
        """One request with the admin's token; status and JSON."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": content_type}
        request = urllib.request.Request(f"{self.url}/api/v1{path}", body, headers, method=method)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
                return response.status, json.load(response)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, json.load(refusal)

    def stop(self) -> int:
        """Ask it to stop; its exit code."""
        self._process.send_signal(signal.SIGTERM)
        return self._end()

    def kill(self) -> None:
        """End it between any two of its instructions."""
        self._process.kill()
        self._end()

    def _end(self) -> int:
        try:
            return self._process.wait(30)
        finally:
            self._process.kill()
            self._log.close()

    def _wait_for_address(self) -> str:
        def told() -> str | None:
            try:
                run = json.loads((self._data / "server.json").read_text())
            except (FileNotFoundError, ValueError):
                return None
            return f"http://{run['host']}:{run['port']}" if run["pid"] == self._process.pid else None

        return str(self._wait(told))

    def _wait_until_ready(self) -> None:
        self._wait(lambda: self.ask("GET", "/health")[1]["engine"]["ready"])

    def _wait(self, condition: Callable[[], object]) -> object:
        deadline = time.monotonic() + START_LIMIT_S
        while not (met := condition()):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise AssertionError(Path(self._log.name).read_text(errors="replace")[-2000:])
            time.sleep(0.1)
        return met
