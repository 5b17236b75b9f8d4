"""The folder that holds all that a household's Munjigi knows; one process owns it at a time."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from offload_server.errors import DataFolderInUseError, DataFolderUnusableError, ServerError, StorageFullError
from offload_server.private_files import PRIVATE_FOLDER_MODE, tighten, write_private
from offload_server.reasons import ServerReason
from offload_server.storage_faults import is_disk_full
from offload_server.trust.admin_token import read_or_make_token
from pipeline.types import Reason


class DataFolder:
    """Names every file of the folder and holds its lock. All methods block: call them before a loop or off it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.database = path / "munjigi.sqlite3"
        self.household_key_file = path / "household.key"
        self.settings_file = path / "settings.toml"
        self.admin_token_file = path / "admin-token"
        self.run_file = path / "server.json"
        self._owner_file = path / "owner.json"
        self._lock = FileLock(path / "owner.lock", thread_local=False)

    def open(self) -> None:
        """Make the folder (0700) if it is not there, and take away what others may do in it.

        Raises DataFolderUnusableError when there is a file of that name, or the disk or its rights forbid it.
        """
        try:
            self.path.mkdir(mode=PRIVATE_FOLDER_MODE, parents=True, exist_ok=True)
            tighten(self.path, PRIVATE_FOLDER_MODE)
        except OSError as error:
            raise self._unusable(error) from error

    def lock(self) -> bool:
        """Become the owner; True when this call took the lock, False when this object already held it.

        Raises DataFolderInUseError, which names the folder and its owner.
        """
        if self._lock.is_locked:
            return False
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            reason = Reason.of(ServerReason.DATA_FOLDER_IN_USE, folder=str(self.path), owner=self.owner())
            raise DataFolderInUseError(reason) from error
        except OSError as error:
            raise self._unusable(error) from error
        owner = {"pid": os.getpid(), "program": Path(sys.argv[0] or "munjigi").name}
        write_private(self._owner_file, json.dumps(owner).encode())
        return True

    def _unusable(self, error: OSError) -> ServerError:
        if is_disk_full(error):
            return StorageFullError(Reason.of(ServerReason.STORAGE_FULL))
        problem = error.strerror or type(error).__name__
        reason = Reason.of(ServerReason.DATA_FOLDER_UNUSABLE, folder=str(self.path), problem=problem)
        return DataFolderUnusableError(reason)

    def release(self) -> None:
        """Give the folder back; harmless when it is not held."""
        if self._lock.is_locked:
            self._owner_file.unlink(missing_ok=True)
            self._lock.release()

    @property
    def is_locked(self) -> bool:
        """True while this object holds the lock."""
        return bool(self._lock.is_locked)

    def owner(self) -> str:
        """Who holds the folder, for people: program, process id and, of a server, its address."""
        owner = _read_object(self._owner_file)
        if "pid" not in owner:
            return "?"
        text = f"{owner.get('program', 'munjigi')} (process {owner['pid']})"
        server = _read_object(self.run_file)
        if server.get("pid") == owner["pid"] and "port" in server:
            text += f", http://{server.get('host')}:{server['port']}"
        return text

    def admin_token(self) -> str:
        """The admin's token; made at the first call, kept in a 0600 file."""
        return read_or_make_token(self.admin_token_file)


def _read_object(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
