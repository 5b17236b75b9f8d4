"""Small files that nobody else may read, written whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from pathlib import Path

from offload_server.errors import StorageFullError
from offload_server.reasons import ServerReason
from offload_server.storage_faults import is_disk_full
from pipeline.types import Reason

PRIVATE_MODE = 0o600
PRIVATE_FOLDER_MODE = 0o700


def write_private(path: Path, content: bytes) -> None:
    """Replace ``path`` by ``content`` (mode 0600), surviving a crash at any point; StorageFullError on a full disk."""
    temporary = _write_beside(path, content)
    try:
        temporary.replace(path)
        _sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def create_private(path: Path, content: bytes) -> bool:
    """Make ``path`` with ``content`` unless it exists; False when another process was first."""
    temporary = _write_beside(path, content)
    try:
        os.link(temporary, path)  # fails when the name is taken: unlike a rename, it never overwrites
        _sync_folder(path.parent)
    except FileExistsError:
        return False
    finally:
        temporary.unlink(missing_ok=True)
    return True


def read_private(path: Path) -> bytes:
    """The content of a file that only its owner may read; FileNotFoundError, or PermissionError for a planted one.

    A folder that was open to others for a while may hold what they put there: a link, or a secret that they know. Only
    a regular file of this user, or of the folder's owner, is read (POSIX only).
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if os.name == "posix" and found.st_uid not in {os.geteuid(), path.parent.stat().st_uid}:
            raise PermissionError(errno.EPERM, "the file belongs to another user", str(path))
        if not stat.S_ISREG(found.st_mode):
            raise PermissionError(errno.EPERM, "this is no regular file", str(path))
        return file.read()


def tighten(path: Path, mode: int = PRIVATE_MODE) -> bool:
    """Take away what others may do with ``path``; True when there was something to take away (POSIX only)."""
    if os.name != "posix" or path.stat().st_mode & 0o777 & ~mode == 0:
        return False
    path.chmod(mode)
    return True


def _write_beside(path: Path, content: bytes) -> Path:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_MODE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        temporary.unlink(missing_ok=True)
        if is_disk_full(error):
            raise StorageFullError(Reason.of(ServerReason.STORAGE_FULL)) from error
        raise
    return temporary


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
