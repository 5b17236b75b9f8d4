"""A display of its own, its keyboard and mouse, and its pixels."""

from __future__ import annotations

import contextlib
import os
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SIZE = "1280x800x24"


@dataclass(frozen=True)
class Display:
    """Keys and clicks go through the X server, as from a keyboard and a mouse."""

    name: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "DISPLAY": self.name, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}

    def windows(self, title: str) -> tuple[str, ...]:
        """The visible windows of exactly that title."""
        found = self._run("search", "--onlyvisible", "--name", f"^{title}$", check=False)
        return tuple(found.split())

    def focus(self, title: str) -> None:
        """What a window manager does: there is none here."""
        self._run("windowfocus", "--sync", self.windows(title)[-1])

    def press(self, keys: str) -> None:
        """One key with its modifiers (ctrl+2)."""
        self._run("key", "--clearmodifiers", keys)

    def click(self, x: int, y: int) -> None:
        self._run("mousemove", "--sync", str(x), str(y), "click", "1")

    def lightness(self, x: int, y: int) -> int:
        """Of one pixel on the screen, 0 to 255, read from the X server's own memory."""
        memory = (self.folder / "Xvfb_screen0").read_bytes()
        fields = struct.unpack(">25I", memory[:100])
        start = fields[0] + 12 * fields[19]  # behind the header and the colours (X11/XWDFile.h)
        at = start + y * fields[12] + x * 4
        return max(memory[at : at + 3])

    def _run(self, *command: str, check: bool = True) -> str:
        done = subprocess.run(
            ["xdotool", *command], env=self.environment, capture_output=True, text=True, timeout=20, check=False
        )
        assert not check or done.returncode == 0, f"xdotool {' '.join(command)}: {done.stderr}"
        return done.stdout


@contextlib.contextmanager
def x_server(folder: Path) -> Iterator[Display]:
    """Starts Xvfb; its memory is a file of ``folder``."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", _SIZE, "-fbdir", str(folder)]
    server = subprocess.Popen(command, pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()  # the whole line: Xvfb dies when it cannot write its end
        yield Display(f":{number}", folder)
    finally:
        server.terminate()
        server.wait()
