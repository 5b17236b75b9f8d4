"""Says in the data folder which process serves it and where, for other programs of the same user."""

from __future__ import annotations

import contextlib
import json
import os

from offload_server.data_folder import DataFolder
from offload_server.options import ServerAddress
from offload_server.private_files import write_private


def write_run_file(data: DataFolder, address: ServerAddress) -> None:
    """Blocks."""
    content = {"pid": os.getpid(), "host": address.host, "port": address.port}
    write_private(data.run_file, json.dumps(content).encode())


def remove_run_file(data: DataFolder) -> None:
    """Harmless when there is none. Blocks."""
    with contextlib.suppress(OSError):
        data.run_file.unlink(missing_ok=True)
