"""The cameras of the demo: real ``munjigi-pi`` processes that find the server by themselves and play a film."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_GRACE_S: Final = 5.0
"""How long a camera may take to say goodbye before it is killed."""
_LAST_WORDS: Final = 400
"""Characters of its complaint that are shown when it dies."""


@dataclass(frozen=True, slots=True)
class CameraReport:
    """One JSON line of a camera; ``door`` is the key of the door it stands at."""

    door: str
    content: Mapping[str, object]

    @property
    def event(self) -> str:
        return str(self.content.get("event", ""))


class CameraProcess:
    """One camera. ``tell`` gets what it prints, called on a thread of its own."""

    def __init__(
        self, door: str, name: str, command: list[str], log: Path, tell: Callable[[CameraReport], None]
    ) -> None:
        self.door = door
        self.name = name
        self._command = command
        self._log = log
        self._tell = tell
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None

    def start(self) -> None:
        """Start the process in a session of its own, so that Ctrl-C reaches it only through ``stop``."""
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,
            )
        self._reader = threading.Thread(target=self._read, name=f"munjigi demo {self.door}")
        self._reader.start()

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def last_words(self) -> str:
        """The end of what the process complained of."""
        return self._log.read_text(encoding="utf-8", errors="replace").strip()[-_LAST_WORDS:]

    def ask_to_stop(self) -> None:
        """Tell it to say goodbye; returns at once."""
        if self._process is not None and self.is_running:
            self._process.terminate()

    def stop(self) -> None:
        """Wait until it has gone, killing it when it takes too long. Idempotent."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if self._reader is not None:
            self._reader.join()
        if process.stdout is not None:
            process.stdout.close()

    def _read(self) -> None:
        if self._process is None or self._process.stdout is None:
            return
        for line in self._process.stdout:
            content = _parsed(line)
            if content is not None:
                self._tell(CameraReport(self.door, content))


def camera_command(film: Path, name: str, data: Path, frames_per_second: int, server_id: str) -> list[str]:
    """How ``munjigi-pi`` is started to play ``film``: no address, it looks for the server with that id by itself."""
    program = [sys.executable, "-P", "-m", "pi_client", "run", "--log-json"]  # -P: nothing of this folder is run
    place = ["--server-id", server_id, "--data", str(data)]
    return [*program, *place, "--camera", f"file:{film}", "--name", name, "--fps", str(frames_per_second)]


def _parsed(line: str) -> Mapping[str, object] | None:
    """A line's JSON object; anything else that a process prints is passed over."""
    try:
        content = json.loads(line)
    except ValueError:
        return None
    return content if isinstance(content, dict) else None
