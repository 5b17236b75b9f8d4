"""``munjigi`` as a process on a real display, and what a screen reader finds in its windows."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.desktop_app.journey.x_server import Display

Seen = dict[str, Any]
"""``kind`` (class), ``name``, ``description``, ``is_checked``, and the middle on the screen: ``x``, ``y``."""


class Watched:
    """The process, and what a screen reader finds in its windows."""

    def __init__(self, display: Display, log: Path, *options: str) -> None:
        """``munjigi`` with these options; ``log`` takes its complaints."""
        self.display = display
        program = [sys.executable, "-m", "tests.desktop_app.journey.watched_station", "--language", "en"]
        environment = {name: value for name, value in display.environment.items() if name != "MUNJIGI_SHARED"}
        settings = log.with_suffix(".settings")
        settings.mkdir()
        environment["XDG_CONFIG_HOME"] = str(settings)  # a window opens as the one before was left
        self._complaints = log.open("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [*program, *options],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            text=True,
        )

    def look(self) -> list[Seen]:
        """Everything that is visible now."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        assert line, self.complaints()
        return list(json.loads(line))

    def find(self, kind: str, name: str) -> Seen | None:
        """A visible widget of that class with that accessible name."""
        return next((seen for seen in self.look() if (seen["kind"], seen["name"]) == (kind, name)), None)

    def wait(self, holds: Callable[[], object], seconds: float = 60.0) -> None:
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, f"{self.look()}\n{self.complaints()}"
            time.sleep(0.05)

    def screen(self) -> str:
        """The word of the screen that the rail marks."""
        return next(
            (str(seen["name"]) for seen in self.look() if seen["kind"] == "RailButton" and seen["is_checked"]), ""
        )

    def wait_for_screen(self, word: str) -> None:
        self.wait(lambda: self.screen() == word, 20)

    def click(self, kind: str, name: str) -> None:
        """With the mouse, on the middle of a widget."""
        self.wait(lambda: self.find(kind, name), 20)
        seen = self.find(kind, name)
        assert seen is not None
        self.display.click(seen["x"], seen["y"])

    def complaints(self) -> str:
        self._complaints.seek(0)
        return self._complaints.read()

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self._complaints):
            if pipe is not None:
                pipe.close()
