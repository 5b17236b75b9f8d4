"""An MJPEG address as a camera: a ``munjigi-pi`` of this PC fetches it, is started anew when it dies, and ends with us.

The address goes to it through its standard input, not its command line, which everybody on the PC may read. The same
pipe ends it: when this program is gone, even by ``kill -9``, the system closes it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

_FIRST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 30.0
_LASTED_S = 60.0
"""A program that ran so long was well: its next start comes soon."""
_GRACE_S = 2.0
_LONGEST_LINE_BYTES = 64 * 1024
_LOGGER = logging.getLogger(__name__)

Tell = Callable[[Mapping[str, object]], None]
"""Gets each JSON line of the program, and ``{"event": "ended"}`` each time that it has ended; on the loop."""


class MjpegProcess:
    """One address. ``folder`` holds what the program must remember; ``server`` is HOST:PORT of ours."""

    def __init__(self, url: str, name: str, folder: Path, server: str, tell: Tell) -> None:
        self._url = url
        self._tell = tell
        # -P: not a "pi_client" of the folder in which the station happened to be started
        program = [sys.executable, "-P", "-m", "pi_client", "run", "--supervised", "--log-json"]
        # the name in one piece: it may begin with a dash
        self._command = [*program, "--server", server, "--data", str(folder), f"--name={name}"]
        self._running: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Start it, and start it again whenever it ends, with growing pauses."""
        self._running = asyncio.create_task(self._run(), name="mjpeg camera")

    async def stop(self) -> None:
        """Let it say goodbye, or kill it. Idempotent."""
        running, self._running = self._running, None
        if running is not None:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    async def _run(self) -> None:
        pause_s = _FIRST_PAUSE_S
        while True:
            began = time.monotonic()
            try:
                await self._run_once()
            except OSError as error:
                _LOGGER.error("an MJPEG camera could not be started: %s", error)  # noqa: TRY400
            if time.monotonic() - began > _LASTED_S:
                pause_s = _FIRST_PAUSE_S
            self._tell({"event": "ended"})
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)

    async def _run_once(self) -> None:
        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches it only through us
            limit=_LONGEST_LINE_BYTES,
        )
        try:
            if process.stdin is not None and process.stdout is not None:
                process.stdin.write(f"mjpeg:{self._url}\n".encode())
                await self._follow(process.stdout)
        finally:
            await _end(process)

    async def _follow(self, lines: asyncio.StreamReader) -> None:
        while line := await _line(lines):
            with contextlib.suppress(ValueError):
                content = json.loads(line)
                if isinstance(content, dict):
                    self._tell(content)


async def _line(lines: asyncio.StreamReader) -> bytes:
    try:
        return await lines.readline()
    except ValueError:  # longer than anything that it says
        return b"\n"


async def _end(process: asyncio.subprocess.Process) -> None:
    """Close its input, which ends it; kill it when that takes too long. It is over when this returns."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(_GRACE_S):
            await process.wait()
    except (TimeoutError, asyncio.CancelledError):
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
