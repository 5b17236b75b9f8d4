"""A random id by which cameras tell this server from others on the network; it says nothing about the household."""

from __future__ import annotations

import re
import uuid

from offload_server.data_folder import DataFolder
from offload_server.private_files import write_private

_ID = re.compile(r"[0-9a-f]{32}")


def server_id(data: DataFolder) -> str:
    """The id kept in the data folder, made at the first call. Blocks."""
    file = data.path / "server-id"
    try:
        kept = file.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        kept = ""
    if _ID.fullmatch(kept):
        return kept
    fresh = uuid.uuid4().hex
    write_private(file, fresh.encode() + b"\n")
    return fresh
