"""One SQLite file: one writer, one reader, each on a thread of its own; the event loop never waits for the disk.

WAL with ``synchronous=FULL``: what was acknowledged survives a power cut. ``secure_delete=ON`` overwrites what is
deleted, and a truncating checkpoint takes it out of the WAL as well (security.md 5).
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from offload_server.errors import StorageDamagedError, StorageFullError
from offload_server.private_files import PRIVATE_MODE
from offload_server.reasons import ServerReason
from offload_server.storage_faults import is_damage, is_disk_full, is_io_fault
from offload_server.store import migrations
from offload_server.store.schema import REVISION
from pipeline.types import Reason

_LOG = logging.getLogger(__name__)
Result = TypeVar("Result")

_BUSY_TIMEOUT_S = 10
_ALMOST_FULL_BYTES = 1 << 20
"""An I/O error with less than this free is a full disk: SQLite cannot grow its shared memory file either."""


class Database:
    """Runs units of work, each in one transaction of its own."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._is_closed = False
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="store-writer")
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="store-reader")
        self._writer = _make_engine(file, "BEGIN IMMEDIATE")
        self._reader = _make_engine(file, "BEGIN", "PRAGMA query_only=ON")

    @classmethod
    def open(cls, file: Path) -> Database:
        """Open ``file``, make it if it was never there, check it and bring it up to date. Blocks.

        Raises StorageDamagedError (never a fresh file in place of a damaged one) or StorageFullError.
        """
        with _translated(file):
            _refuse_remains(file)
            if file.exists():
                _check(file)
                _bring_up_to_date(file)
            else:
                _make(file)
        return cls(file)

    def close(self) -> None:
        """Finish what is queued, fold the WAL back into the file and let go of it; idempotent. Blocks."""
        if self._is_closed:
            return
        self._is_closed = True
        self._reading.submit(self._reader.dispose).result()
        self._writing.submit(self._writer.dispose).result()
        self._reading.shutdown()
        self._writing.shutdown()

    def write_now(self, work: Callable[[Connection], Result]) -> Result:
        """As ``write``, for start-up: blocks."""
        return self._writing.submit(self._run, self._writer, work).result()

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        """``work`` on one consistent state, without the right to write."""
        return await asyncio.get_running_loop().run_in_executor(self._reading, self._run, self._reader, work)

    async def write(
        self,
        work: Callable[[Connection], Result],
        *,
        then: Callable[[Connection], None] | None = None,
        checkpoint: bool = False,
    ) -> Result:
        """``work`` in one transaction: all of it is kept or nothing (StorageFullError on a full disk).

        ``then`` runs once it is kept, before the next write, even if the caller was cancelled meanwhile.
        ``checkpoint`` takes the old pages out of the WAL, so that what was deleted is gone from both files.
        """

        def write() -> Result:
            result = self._run(self._writer, work)
            if then is not None:
                self._run(self._writer, then)
            if checkpoint:
                _checkpoint(self._writer)
            return result

        return await asyncio.get_running_loop().run_in_executor(self._writing, write)

    def _run(self, engine: Engine, work: Callable[[Connection], Result]) -> Result:
        with _translated(self._file), engine.begin() as connection:
            return work(connection)


def _make_engine(file: Path, begin: str, *pragmas: str) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(file)),
        poolclass=StaticPool,
        connect_args={"timeout": _BUSY_TIMEOUT_S, "check_same_thread": False},
        hide_parameters=True,  # names and templates stay out of logs
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late for DDL and reads
        for pragma in (
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "PRAGMA foreign_keys=ON",
            "PRAGMA secure_delete=ON",
            "PRAGMA temp_store=MEMORY",
            *pragmas,
        ):
            connection.execute(pragma).close()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _refuse_remains(file: Path) -> None:
    """A missing or empty file beside what belongs to a full one was lost: it must not be replaced by a fresh one.

    (A fresh database would also swallow the old one's WAL.)
    """
    remains = [file.with_name(file.name + end) for end in ("-wal", "-journal")]
    is_empty = file.exists() and file.stat().st_size == 0
    if is_empty or (not file.exists() and any(each.exists() for each in remains)):
        raise _damaged(file)


def _make(file: Path) -> None:
    """Make the database under another name first: a file of this name is always a whole one."""
    unfinished = file.with_name(file.name + ".new")
    for each in unfinished.parent.glob(unfinished.name + "*"):
        each.unlink()
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_MODE))
    _bring_up_to_date(unfinished)
    if any(each.stat().st_size for each in unfinished.parent.glob(unfinished.name + "-*")):
        raise StorageFullError(Reason.of(ServerReason.STORAGE_FULL))  # not all of it fitted into the file
    unfinished.replace(file)


def _check(file: Path) -> None:
    """``PRAGMA quick_check`` over the whole file."""
    with closing(sqlite3.connect(file, timeout=_BUSY_TIMEOUT_S)) as connection:
        answer = connection.execute("PRAGMA quick_check(1)").fetchone()
    if answer != ("ok",):
        _LOG.error("quick_check of %s: %s", file, answer)
        raise _damaged(file)


def _bring_up_to_date(file: Path) -> None:
    engine = _make_engine(file, "BEGIN IMMEDIATE")
    try:
        with engine.begin() as connection:
            revision = _revision(connection)
            if revision is not None and revision > REVISION:
                raise StorageDamagedError(Reason.of(ServerReason.STORAGE_TOO_NEW, file=str(file)))
            if revision != REVISION:
                migrations.upgrade(connection)
        _checkpoint(engine)
    finally:
        engine.dispose()


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _checkpoint(engine: Engine) -> None:
    """Fold the WAL into the file and empty it, so that deleted pages are in neither.

    One that fails is made up for by the next (a full disk must not keep a house from opening): until then the old
    pages, the wrapped key among them, lie in the files for whoever has these and the household key.
    """
    raw = engine.raw_connection()
    try:
        is_busy = bool(raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
    except sqlite3.Error as error:
        _LOG.warning("%s: deleted pages stay in its WAL until the next erasure: %s", engine.url.database, error)
        return
    finally:
        raw.close()
    if is_busy:
        _LOG.warning("%s is being read: deleted pages stay in its WAL until the next erasure", engine.url.database)


@contextmanager
def _translated(file: Path) -> Iterator[None]:
    """Turn SQLite's faults into errors that say what to do."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, OSError) as error:
        cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
        if is_disk_full(cause) or (is_io_fault(cause) and shutil.disk_usage(file.parent).free < _ALMOST_FULL_BYTES):
            raise StorageFullError(Reason.of(ServerReason.STORAGE_FULL)) from error
        if is_damage(cause) or is_io_fault(cause):
            raise _damaged(file) from error
        raise


def _damaged(file: Path) -> StorageDamagedError:
    return StorageDamagedError(Reason.of(ServerReason.STORAGE_DAMAGED, file=str(file)))
