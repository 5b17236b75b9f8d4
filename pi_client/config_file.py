"""``--config FILE``: the options of ``munjigi-pi run`` in TOML, under the same names; the command line wins."""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Mapping
from pathlib import Path

from pi_client.camera.file import valid_fps
from pi_client.errors import UsageError
from pi_client.reasons import PiReason

_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "camera": str,
    "server": str,
    "server-id": str,
    "name": str,
    "data": str,
    "fps": (int, float),
    "log-json": bool,
}


def fill_in(options: argparse.Namespace) -> None:
    """Set what the command line left open (None or False) from ``options.config``; raise ``UsageError``."""
    if options.config is None:
        return
    for name, value in _read(options.config).items():
        attribute = name.replace("-", "_")
        if getattr(options, attribute, "not asked") in {None, False}:
            setattr(options, attribute, Path(value).expanduser() if name == "data" else value)


def _read(file: Path) -> dict[str, str]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise _unreadable(file, error.strerror or type(error).__name__) from error
    except ValueError as error:  # not TOML, or not UTF-8
        raise _unreadable(file, str(error)[:200]) from error
    for name, value in content.items():
        fits = name in _KINDS and isinstance(value, _KINDS[name]) and (name == "log-json") is isinstance(value, bool)
        if not fits or (name == "fps" and valid_fps(value) is None):
            raise UsageError(PiReason.CONFIG_WRONG, file=str(file), option=name)
    return content


def _unreadable(file: Path, problem: str) -> UsageError:
    return UsageError(PiReason.CONFIG_UNREADABLE, file=str(file), problem=problem)
