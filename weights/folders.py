"""Where weights live on this machine, and where the user may have put them already."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

LOCAL_SOURCE_VARIABLE = "MUNJIGI_WEIGHTS"


def default_weights_folder() -> Path:
    """The folder that all data folders of this user share: the files are large and no secret."""
    return platformdirs.user_data_path("munjigi", appauthor=False) / "weights"


def weights_folder(data: Path | None) -> Path:
    """``data``/weights when that exists (a household that carries its models along), else the shared folder."""
    if data is not None and (data / "weights").is_dir():
        return data / "weights"
    return default_weights_folder()


def cache_folder() -> Path:
    """For what can be made again at any time."""
    return platformdirs.user_cache_path("munjigi", appauthor=False)


def local_sources(given: Path | None = None) -> tuple[Path, ...]:
    """Folders of the user to look in first: ``given`` (``--from``), then MUNJIGI_WEIGHTS."""
    variable = os.environ.get(LOCAL_SOURCE_VARIABLE)
    folders = (given, Path(variable) if variable else None)
    return tuple(folder.expanduser() for folder in folders if folder is not None)
