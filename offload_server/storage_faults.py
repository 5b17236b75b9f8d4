"""Which low-level faults mean a full disk and which mean damage."""

from __future__ import annotations

import errno
import sqlite3

_DISK_FULL_ERRNO = frozenset({errno.ENOSPC, errno.EDQUOT})
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def is_disk_full(error: BaseException) -> bool:
    """True for ENOSPC, EDQUOT and SQLite's "database or disk is full"."""
    if isinstance(error, OSError):
        return error.errno in _DISK_FULL_ERRNO
    return _primary_code(error) == sqlite3.SQLITE_FULL


def is_damage(error: BaseException) -> bool:
    """True when SQLite says that the file is malformed or no database at all."""
    return _primary_code(error) in _DAMAGED


def is_io_fault(error: BaseException) -> bool:
    """True for SQLite's I/O errors: on a full disk it may also fail to grow its shared memory file, with this code."""
    return _primary_code(error) == sqlite3.SQLITE_IOERR


def _primary_code(error: BaseException) -> int | None:
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else int(code) & 0xFF
