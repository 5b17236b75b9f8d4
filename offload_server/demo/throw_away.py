"""A data folder that never is the household's and is gone afterwards."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from offload_server.demo.errors import file_trouble


@contextlib.contextmanager
def throw_away_folder(parent: Path | None) -> Iterator[Path]:
    """A fresh folder in ``parent``, or where the system keeps temporary files. DemoError when it cannot be made."""
    try:
        if parent is not None:
            parent.mkdir(parents=True, exist_ok=True)
        temporary = tempfile.TemporaryDirectory(prefix="demo-", dir=parent, ignore_cleanup_errors=True)
    except OSError as error:
        raise file_trouble(error) from error
    with temporary as folder:
        yield Path(folder)
